"""Who sees which rows of meetings, written by hand for tests of visibility."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.models import User
from networks.models import (
    Action,
    Attendance,
    CalendarFeed,
    DateAnswer,
    DateOption,
    DatePoll,
    Decision,
    Document,
    DocumentContent,
    Meeting,
    MeetingRole,
    Membership,
    Minutes,
    MinutesApproval,
    SchoolHoliday,
)
from tests.networks.members import NOW, TODAY

#: Whose inside is open to whom: what came of meetings is seen there and nowhere else.
INSIDE: dict[str, set[str]] = {
    "director": set(),
    "invited": set(),
    "member": {"open", "closed_door"},
    "coordinator": {"open", "closed_door"},
    "asker": set(),
    "past member": set(),
    "ended role": set(),
    "anybody": set(),
    "internal": {"open"},
    "policy officer": set(),
    "consultant": {"closed_door"},
    "other consultant": set(),
    "klk": set(),
    "stranger director": set(),
    "stranger leader": set(),
}
#: Dates are seen by who steers, too.
DATES = {**INSIDE, "director": {"open", "closed_door"}, "klk": {"open", "closed_door"}}


def rows_of(kind: str, seen: dict[str, set[str]]) -> dict[str, Any]:
    return {who: {f"{kind} of {name}" for name in names} for who, names in seen.items()}


OF_MEETINGS: dict[type[models.Model], dict[str, Any]] = {
    Meeting: rows_of("meeting", DATES),
    MeetingRole: rows_of("role", INSIDE),
    Attendance: rows_of("attendance", INSIDE),
    DatePoll: rows_of("poll", INSIDE),
    DateOption: rows_of("option", INSIDE),
    DateAnswer: rows_of("answer", INSIDE),
    Minutes: rows_of("minutes", INSIDE),
    MinutesApproval: rows_of("approval", INSIDE),
    Decision: rows_of("decision", INSIDE),
    Action: rows_of("action", INSIDE),
    Document: rows_of("document", INSIDE),
    DocumentContent: rows_of("content", INSIDE),
    SchoolHoliday: {who: set() if who == "ended role" else {"holiday"} for who in INSIDE},
    CalendarFeed: {who: {"feed of member"} if who == "member" else set() for who in INSIDE},
}


def around_meeting(name: str, meeting: Meeting, by: User) -> dict[str, models.Model]:
    """One row of each kind that hangs on a meeting of the network called `name`, or on a poll."""
    membership = Membership.objects.active().get(network=meeting.network, user=by)
    poll = DatePoll.objects.create(network=meeting.network, theme="Hvornår", created_at=NOW)
    option = poll.options.create(starts_at=meeting.starts_at, ends_at=meeting.ends_at)
    return {
        f"role of {name}": meeting.roles.create(part="host", holder=by),
        f"attendance of {name}": Attendance.objects.create(
            meeting=meeting, membership=membership, answer="coming"
        ),
        f"poll of {name}": poll,
        f"option of {name}": option,
        f"answer of {name}": option.answers.create(membership=membership, choice="yes"),
    }


def of_nobodys_inside(person: User) -> dict[str, models.Model]:
    """A school holiday, and the person's own calendar address."""
    return {
        "holiday": SchoolHoliday.objects.create(name="Ferie", starts_on=TODAY, ends_on=TODAY),
        "feed of member": CalendarFeed.objects.create(person=person),
    }
