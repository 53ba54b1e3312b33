"""What a person may read of the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.kinds import kind_named
from notifications.models import Message, MessageState

BADGES = {
    MessageState.WAITING: "info",
    MessageState.CLAIMED: "info",
    MessageState.SENT: "good",
    MessageState.UNSURE: "attention",
    MessageState.FAILED: "overdue",
    MessageState.SUPPRESSED: "neutral",
}


@dataclass(frozen=True)
class ShownMessage:
    """One line of the list of messages."""

    title: str | Promise
    address: str
    when: dt.datetime
    state: str | Promise
    badge: str


def shown(messages: Iterable[Message]) -> list[ShownMessage]:
    """The messages as their recipient reads them."""
    return [
        ShownMessage(
            title=message.sent_subject or _label_of(message),
            address=message.address,
            when=message.finished_at or message.due_at,
            state=MessageState(message.state).label,
            badge=BADGES[MessageState(message.state)],
        )
        for message in messages
    ]


def _label_of(message: Message) -> str | Promise:
    """What an unsent message is about; its subject is made when it is sent."""
    try:
        return kind_named(message.kind).label
    except KeyError:
        return _("Message")
