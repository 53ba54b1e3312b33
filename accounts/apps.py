from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, organisations and roles."""

    name = "accounts"
    verbose_name = _("people and organisations")

    def ready(self) -> None:
        from accounts import audited, mails, navigation, rules  # noqa: F401

        audited.register()
        mails.register()
        navigation.register()
