"""What this app puts into the main navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from ui.navigation import NavItem
from ui.navigation import register as add


def register() -> None:
    """Make the entries known."""
    add(
        NavItem(
            _("Organisation"),
            "organisations",
            order=80,
            visible=lambda user: (
                user.is_authenticated and user.has_role(Role.DIRECTOR, Role.KLK_ADMIN)
            ),
            prefix="/organisation/",
        )
    )
