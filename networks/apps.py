from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    """Leader networks: design, members, assignments, reflections."""

    name = "networks"
    verbose_name = _("networks")

    def ready(self) -> None:
        from networks import audited, mails, navigation, rules  # noqa: F401
        from networks.models import Assignment, DutyPeriod, Membership
        from networks.models.ties import forget_when_written

        audited.register()
        mails.register()
        navigation.register()
        forget_when_written(Assignment, DutyPeriod, Membership)
