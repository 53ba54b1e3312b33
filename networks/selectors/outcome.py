"""What came of meetings: minutes, decisions, actions, documents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.names import full_name
from networks.models import Action, Decision, Document, Meeting, Minutes, Network
from networks.models.ties import ties_of
from networks.rules import plans

#: Actions with who has taken them on, and the `theme` of the meeting where that was, and when.
WITH_NAMES = Action.objects.annotate(
    first_name=F("owner__first_name"),
    last_name=F("owner__last_name"),
    theme=F("meeting__theme"),
    met_at=F("meeting__starts_at"),
).only("text", "due_on", "done_at", "meeting")
#: The first due first, then those that are done, the last done first.
OPEN_FIRST = WITH_NAMES.order_by(F("done_at").desc(nulls_first=True), "due_on", "pk")
#: Minutes without their text, the last ones first; `held_at` is when the meeting began.
MINUTES = (
    Minutes.objects.annotate(held_at=F("meeting__starts_at"))
    .only("state", "meeting")
    .order_by("-held_at")
)
#: Documents with who has uploaded them, the first ones first.
UPLOADED = Document.objects.annotate(
    first_name=F("uploaded_by__first_name"), last_name=F("uploaded_by__last_name")
).only("name", "size", "uploaded_by")


@dataclass(frozen=True)
class ActionLine:
    """An action as a page shows it; `is_earlier` where it comes from a meeting before."""

    action: Action
    owner: str
    is_late: bool
    is_earlier: bool


@dataclass(frozen=True)
class DocumentLine:
    """A document as a page shows it, and whether the reader may delete it."""

    document: Document
    uploaded_by: str
    may_delete: bool


def actions_of_network(network: Network) -> QuerySet[Action]:
    """All actions: open ones by when they are due, then done ones, the last done first."""
    return OPEN_FIRST.of_network(network)


def action_lines(
    actions: Any, today: dt.date, *, meeting: Meeting | None = None
) -> list[ActionLine]:
    """`actions` as lines of a page, of `meeting` or of the network's list."""
    return [
        ActionLine(
            row,
            full_name(row.first_name, row.last_name),
            row.is_late(today),
            meeting is not None and row.meeting_id != meeting.pk,
        )
        for row in actions
    ]


def decisions_of(meeting: Meeting) -> list[Decision]:
    return list(Decision.objects.filter(meeting=meeting).order_by("pk"))


def actions_noted_at(meeting: Meeting) -> QuerySet[Action]:
    """What was agreed at the meeting itself, in the order in which it was noted."""
    return WITH_NAMES.filter(meeting=meeting).order_by("pk")


def minutes_and_last_ones(meeting: Meeting) -> tuple[Minutes | None, Minutes | None]:
    """The minutes of `meeting` and those of the one before, in one query; see MINUTES."""
    of_meeting = Q(meeting=meeting)
    before = Q(meeting__starts_at__lt=meeting.starts_at, meeting__cancelled_at=None)
    found = list(MINUTES.filter(of_meeting | before, meeting__network=meeting.network_id)[:2])
    own = found.pop(0) if found and found[0].meeting_id == meeting.pk else None
    return own, found[0] if found else None


def outcome_of(meeting: Meeting, user: User) -> dict[str, Any]:
    """What `networks/_meeting_outcome.html` shows, in four queries at most; outside nothing.

    Open actions of earlier meetings turn up here by themselves until they are done.
    """
    if meeting.network_id not in ties_of(user).inside:
        return {"inside": False}
    of_meeting = Q(meeting=meeting)
    left_open = Q(done_at=None, meeting__starts_at__lt=meeting.starts_at)
    actions = OPEN_FIRST.filter(of_meeting | left_open, meeting__network=meeting.network_id)
    minutes, last_minutes = minutes_and_last_ones(meeting)  # decisions are part of the minutes
    return {
        "inside": True,
        "meeting": meeting,
        "minutes": minutes,
        "last_minutes": last_minutes,
        "decisions": decisions_of(meeting) if minutes else [],
        "actions": action_lines(actions, timezone.localdate(), meeting=meeting),
        "documents": documents_of(meeting, user),
    }


def documents_of(meeting: Meeting, user: User) -> list[DocumentLine]:
    """The documents, without what is in them, each with whether `user` may delete it."""
    plans_here = plans(user, meeting)
    rows: QuerySet[Any, Any] = UPLOADED.filter(meeting=meeting)
    return [
        DocumentLine(
            row,
            full_name(row.first_name, row.last_name),
            plans_here or row.uploaded_by_id == user.pk,
        )
        for row in rows
    ]
