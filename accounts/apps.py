from django.apps import AppConfig
from django.core.checks import register as register_check
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, organisations and roles."""

    name = "accounts"
    verbose_name = _("people and organisations")

    def ready(self) -> None:
        from accounts import audited, checks, mails, navigation, rules  # noqa: F401

        audited.register()
        mails.register()
        register_check(checks.second_factor_roles_exist)
        navigation.register()
