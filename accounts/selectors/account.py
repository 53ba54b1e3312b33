"""What a person's own page says."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count

from accounts.models import RoleHolding, User


@dataclass(frozen=True)
class Account:
    """The roles of today, and how the person signs in."""

    roles: list[RoleHolding]
    has_app: bool
    passkeys: int
    sessions: int
    unsaved_texts: int


def account_of(user: User) -> Account:
    """The account of `user`: four queries, however much it holds."""
    steps = Authenticator.objects.filter(user=user).values_list("type").annotate(Count("pk"))
    count = dict(steps.order_by("type"))
    return Account(
        roles=user.held_roles,
        has_app=Authenticator.Type.TOTP in count,
        passkeys=count.get(Authenticator.Type.WEBAUTHN, 0),
        sessions=UserSession.objects.filter(user=user).count(),
        unsaved_texts=user.unsaved_texts.count(),
    )
