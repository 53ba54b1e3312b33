"""Leaders who came with a list and wait for an invitation."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Invitation, Organisation, RoleHolding


def leaders_never_signed_in(municipality: Organisation, now: dt.datetime) -> QuerySet[RoleHolding]:
    """Leaders' roles of people who cannot sign in yet and have no open invitation here."""
    invited = Invitation.objects.pending(now).filter(
        email=OuterRef("user__email"), organisation__municipality=municipality
    )
    return (
        RoleHolding.objects.in_municipalities([municipality.pk])
        .filter(
            role=Role.LEADER,
            user__password__startswith=UNUSABLE_PASSWORD_PREFIX,
            user__is_active=True,
        )
        .held_on(timezone.localdate(now))
        .exclude(Exists(invited))
        .select_related("user", "organisation__municipality")
        .order_by("user_id", "pk")
        .distinct("user_id")
    )
