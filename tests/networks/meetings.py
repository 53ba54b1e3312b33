"""Meetings made by the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import User
from networks.dates.recurrence import period
from networks.models import Meeting, Membership, Network
from networks.services.duties import name_coordinator
from networks.services.meetings import plan_meetings
from tests.networks.designs import NOW

DAY = dt.date(2027, 1, 12)
ABOUT: dict[str, Any] = {"theme": "Den svære samtale", "place": "Børnehuset Skoven"}


def planned(network: Network, by: User, day: dt.date = DAY, **about: Any) -> Meeting:
    """One meeting on `day`, 13 to 16."""
    [meeting] = plan_meetings(
        network=network,
        times=[period(day, dt.time(13), dt.time(16))],
        values={**ABOUT, **about},
        by=by,
        now=NOW,
    )
    return meeting


def coordinating(membership: Membership, by: User) -> User:
    """Let the member coordinate from long ago on."""
    name_coordinator(membership=membership, starts_on=dt.date(2026, 1, 1), by=by)
    return membership.user
