"""The mail to those whose word the minutes of a meeting need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.choices import MinutesState
from networks.mails import examples, humans
from networks.mails.told import address_of, is_inside
from networks.models import Minutes
from networks.selectors.minutes import MINUTES, still_to_approve
from notifications.kinds import MessageKind, once_a_message
from notifications.kinds import register as register_kind
from notifications.models import Message


def register() -> None:
    """Make the kind of message known."""
    register_kind(
        MessageKind(
            name=MINUTES,
            label=_("Minutes to approve"),
            still_wanted=lambda message: to_approve(message) is not None,
            context_at_sending=_context,
            why=_("You get this e-mail because you were at the meeting."),
            sent_when=_("When the minutes of a meeting are sent to those who were there"),
            reply_to=_coordinator,
            example=examples.minutes,
        )
    )


@once_a_message
def _minutes(message: Message) -> Minutes | None:
    rows = Minutes.objects.select_related("meeting__network").defer("text")
    return rows.filter(pk=message.subject_id).first()


@once_a_message
def to_approve(message: Message) -> Minutes | None:
    """The minutes, while the very text that was sent waits for the reader's word."""
    minutes, person = _minutes(message), message.user
    waits = (
        minutes is not None
        and minutes.state == MinutesState.TO_APPROVE
        and minutes.revision == message.params["revision"]
        and is_inside(message.user, minutes.meeting.network_id)
        and person in still_to_approve(minutes)
    )
    return minutes if waits else None


def _context(message: Message) -> Mapping[str, Any]:
    minutes = _minutes(message)
    return told_of(minutes) if minutes else {}


def _coordinator(message: Message) -> User | None:
    minutes = _minutes(message)
    return humans.coordinator(minutes.meeting.network_id) if minutes else None


def told_of(minutes: Minutes) -> Mapping[str, Any]:
    """Never the text itself: minutes are read inside the network."""
    meeting = minutes.meeting
    return {"meeting": meeting, "link": address_of("meeting_minutes", meeting.pk)}
