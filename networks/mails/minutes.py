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
from notifications.kinds import MessageKind
from notifications.kinds import register as register_kind
from notifications.models import Message


def register() -> None:
    """Make the kind of message known."""
    register_kind(
        MessageKind(
            name=MINUTES,
            label=_("Minutes to approve"),
            still_wanted=lambda message: to_approve(message) is not None,
            context_at_sending=lambda message: told_of(_minutes(message)),
            why=_("You get this e-mail because you were at the meeting."),
            sent_when=_("When the minutes of a meeting are sent to those who were there"),
            reply_to=_coordinator,
            example=examples.minutes,
        )
    )


def _minutes(message: Message) -> Minutes:
    rows = Minutes.objects.select_related("meeting__network").defer("text")
    return rows.get(pk=message.subject_id)


def to_approve(message: Message) -> Minutes | None:
    """The minutes, while the very text that was sent waits for the reader's word."""
    minutes, person = _minutes(message), message.user
    waits = (
        minutes.state == MinutesState.TO_APPROVE
        and minutes.revision == message.params["revision"]
        and is_inside(message, minutes.meeting.network_id)
        and person in still_to_approve(minutes)
    )
    return minutes if waits else None


def _coordinator(message: Message) -> User | None:
    return humans.coordinator(_minutes(message).meeting.network_id)


def told_of(minutes: Minutes) -> Mapping[str, Any]:
    """Never the text itself: minutes are read inside the network."""
    meeting = minutes.meeting
    return {"meeting": meeting, "link": address_of("meeting_minutes", meeting.pk)}
