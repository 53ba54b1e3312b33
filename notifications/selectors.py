"""What a person may read of the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.kinds import MessageKind, kind_named
from notifications.models import REACHED, Message, MessageState

#: So many unread ones are counted, and no more.
COUNTED = 99
A_DAY = dt.timedelta(days=1)
IN_TIME = dt.timedelta(minutes=1)
BADGES = {
    MessageState.WAITING: "info",
    MessageState.CLAIMED: "info",
    MessageState.GATHERED: "info",
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
    is_new: bool
    leads_on: int | None  # the id of the message, where there is a page to go on to


@dataclass(frozen=True)
class TroubledMessage:
    """One line of the list of mails that did not arrive."""

    pk: int
    label: str | Promise
    person: str
    address: str
    when: dt.datetime | None
    state: str | Promise
    badge: str
    reason: str


@dataclass(frozen=True)
class Promptness:
    """How many mails the mail server took in the last day, and how many of them in time."""

    sent: int
    in_time: int

    @property
    def percent(self) -> int | None:
        """The share that went within a minute of being due, rounded down; None without mails."""
        return self.in_time * 100 // self.sent if self.sent else None

    def __str__(self) -> str:
        """For whoever watches the portal."""
        share = "no mail" if self.percent is None else f"{self.percent} % of {self.sent}"
        return f"{share} in the last 24 hours"


def promptness(*, now: dt.datetime) -> Promptness:
    """How soon what was due went, of what was sent in the last 24 hours. One query."""
    sent = Message.objects.filter(state=MessageState.SENT, finished_at__gt=now - A_DAY)
    in_time = Count("pk", filter=Q(finished_at__lte=F("due_at") + IN_TIME))
    return Promptness(**sent.aggregate(sent=Count("pk"), in_time=in_time))


def in_trouble_shown(messages: Iterable[Message]) -> list[TroubledMessage]:
    """Mails that did not arrive, as whoever looks after them reads them."""
    return [
        TroubledMessage(
            pk=message.pk,
            label=_label_of(message),
            person=str(message.user or ""),
            address=message.address,
            when=message.finished_at,
            state=MessageState(message.state).label,
            badge=BADGES[MessageState(message.state)],
            reason=message.failure,
        )
        for message in messages
    ]


def unread_in_words(user: Any) -> str:
    """How many messages `user` has not seen, as `in_words` puts it."""
    return in_words(Message.objects.visible_to(user).unread())


def in_words(messages: QuerySet[Message]) -> str:
    """How many they are: "3", "99+", and "" for none. One query, which counts no further."""
    count = messages[: COUNTED + 1].count()
    return f"{COUNTED}+" if count > COUNTED else str(count or "")


def page_told_of(message: Message) -> str:
    """The path of the page that `message` speaks of; "" when that is no longer so.

    Never a link that opens something by itself: that is in the mail alone.
    """
    kind = _kind_of(message)
    if kind is None or not _leads_on(message) or not kind.still_wanted(message):
        return ""
    link = str(kind.context_at_sending(message).get("link", ""))
    return link.removeprefix(settings.BASE_URL) if link.startswith(f"{settings.BASE_URL}/") else ""


def shown(messages: Iterable[Message]) -> list[ShownMessage]:
    """The messages as their recipient reads them."""
    return [
        ShownMessage(
            title=message.sent_subject or _label_of(message),
            address=message.address,
            when=message.finished_at or message.due_at,
            state=MessageState(message.state).label,
            badge=BADGES[MessageState(message.state)],
            is_new=message.read_at is None and message.state in REACHED,
            leads_on=message.pk if _leads_on(message) else None,
        )
        for message in messages
    ]


def _leads_on(message: Message) -> bool:
    """Whether its page can be gone to from the portal. What is urgent opens something by itself."""
    kind = _kind_of(message)
    return message.state in REACHED and kind is not None and kind.offered and not kind.urgent


def _label_of(message: Message) -> str | Promise:
    """What an unsent message is about; its subject is made when it is sent."""
    kind = _kind_of(message)
    return kind.label if kind else _("Message")


def _kind_of(message: Message) -> MessageKind | None:
    try:
        return kind_named(message.kind)
    except KeyError:  # a row of an app that is gone
        return None
