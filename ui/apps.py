from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Design-system elements, form pack, style guide."""

    name = "ui"

    def ready(self) -> None:
        """The first entry of the navigation is the same for everybody."""
        from ui.navigation import NavItem, register

        register(NavItem(_("Home"), "home", 0, visible=lambda user: user.is_authenticated))
