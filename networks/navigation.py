"""What this app puts into the main navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from ui.navigation import NavItem
from ui.navigation import register as add


def register() -> None:
    """Make the entries known."""
    add(NavItem(_("Networks"), "networks", order=10, visible=_signed_in, prefix="/netvaerk/"))
    add(
        NavItem(
            _("Reflections"), "reflections", order=20, visible=_signed_in, prefix="/refleksioner/"
        )
    )
    add(
        NavItem(
            _("Advice"),
            "consultant_networks",
            order=30,
            visible=lambda user: (
                user.is_authenticated and user.has_role(Role.CONSULTANT, Role.INTERNAL_CONSULTANT)
            ),
            prefix="/raadgivning/",
        )
    )


def _signed_in(user: object) -> bool:
    return bool(getattr(user, "is_authenticated", False))
