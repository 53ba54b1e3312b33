"""Meetings for tests, planned by the services as a coordinator would."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import User
from networks.models import Meeting, Network
from networks.services.meetings import change_meeting, plan_meetings
from tests.networks.designs import NOW

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
STARTS_AT = dt.datetime(2027, 5, 25, 14, 0, tzinfo=COPENHAGEN)
THREE_HOURS = dt.timedelta(hours=3)


def planned(
    network: Network,
    by: User,
    *,
    starts_at: dt.datetime = STARTS_AT,
    length: dt.timedelta = THREE_HOURS,
    **values: Any,
) -> Meeting:
    """One meeting, half a year after NOW."""
    values = {"theme": "Den svære samtale", **values}
    times = [(starts_at, starts_at + length)]
    return plan_meetings(network=network, times=times, values=values, by=by, now=NOW)[0]


def changed(meeting: Meeting, by: User, **values: Any) -> Meeting:
    """The meeting after somebody has saved `values` of it."""
    meeting.refresh_from_db()
    return change_meeting(
        meeting=meeting, values=values, expected_revision=meeting.revision, by=by, now=NOW
    )
