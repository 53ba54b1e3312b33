"""Meetings made by the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import User
from networks.dates.recurrence import period
from networks.models import Meeting, Membership, Network
from networks.services.duties import name_coordinator
from networks.services.meetings import change_meeting, plan_meetings
from tests.networks.designs import NOW

DAY = dt.date(2027, 1, 12)
STARTS_AT, _ends_at = period(DAY, dt.time(13), dt.time(16))
THREE_HOURS = dt.timedelta(hours=3)
ABOUT: dict[str, Any] = {"theme": "Den svære samtale", "place": "Børnehuset Skoven"}


def planned(network: Network, by: User, day: dt.date = DAY, **about: Any) -> Meeting:
    """One meeting on `day`, 13 to 16."""
    begins, _ends = period(day, dt.time(13), dt.time(16))
    return planned_at(network, by, begins, **about)


def planned_at(network: Network, by: User, begins: dt.datetime, **about: Any) -> Meeting:
    """One meeting of three hours."""
    [meeting] = plan_meetings(
        network=network,
        times=[(begins, begins + THREE_HOURS)],
        values={**ABOUT, **about},
        by=by,
        now=NOW,
    )
    return meeting


def changed(meeting: Meeting, by: User, **values: Any) -> Meeting:
    """The meeting after somebody has saved `values` of it."""
    meeting.refresh_from_db()
    return change_meeting(
        meeting=meeting, values=values, expected_revision=meeting.revision, by=by, now=NOW
    )


def coordinating(membership: Membership, by: User) -> User:
    """Let the member coordinate from long ago on."""
    name_coordinator(membership=membership, starts_on=dt.date(2026, 1, 1), by=by)
    return membership.user
