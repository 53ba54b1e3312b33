"""Who coordinates a network."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from networks.choices import MemberDuty, MembershipState
from networks.models import DutyPeriod


def coordinator_on(network_id: int, day: dt.date) -> User | None:
    """Who has the duty on that day, of several the one who took it first; nobody without one."""
    duties = DutyPeriod.objects.held_on(day).filter(
        duty=MemberDuty.COORDINATOR,
        membership__network=network_id,
        membership__state=MembershipState.ACTIVE,
        membership__user__is_active=True,
    )
    first = duties.select_related("membership__user").order_by("starts_on", "pk").first()
    return first.membership.user if first else None
