"""Who coordinates a network."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.names import full_name
from networks.choices import MemberDuty, MembershipState
from networks.models import DutyPeriod


def coordinator_on(network_id: int, day: dt.date) -> User | None:
    """Who has the duty on that day, of several the one who took it first; nobody without one."""
    duties = _duties_on(day).filter(membership__network=network_id)
    first = duties.select_related("membership__user").first()
    return first.membership.user if first else None


def coordinators_on(networks: list[int], day: dt.date) -> dict[int, str]:
    """The name of each one's coordinator, as above, by network. One query, none for no network."""
    if not networks:
        return {}
    duties = _duties_on(day).filter(membership__network__among=networks)
    person = ("membership__user__first_name", "membership__user__last_name")
    found: dict[int, str] = {}
    for network, first_name, last_name in duties.values_list("membership__network", *person):
        found.setdefault(network, full_name(first_name, last_name))
    return found


def _duties_on(day: dt.date) -> QuerySet[DutyPeriod, Any]:
    """Those of members, who took it first first."""
    duties = DutyPeriod.objects.held_on(day).filter(
        duty=MemberDuty.COORDINATOR,
        membership__state=MembershipState.ACTIVE,
        membership__user__is_active=True,
    )
    return duties.order_by("starts_on", "pk")
