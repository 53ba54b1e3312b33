"""Who must have a second step at sign-in, and who has one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import User

#: Recovery codes alone are no second step: they are what one falls back on.
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    """Whether the person has an app or a passkey."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists())


def owes_second_factor(user: User) -> bool:
    """Whether a role of today asks for a second step that the person has not set up."""
    roles = settings.SECOND_FACTOR_ROLES
    return bool(roles) and user.has_role(*roles) and not has_second_factor(user)
