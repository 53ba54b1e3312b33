"""The kinds of message. An app registers its own in `AppConfig.ready()`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.utils.functional import Promise

if TYPE_CHECKING:
    from notifications.models import Message

Context = Mapping[str, Any]
T = TypeVar("T")
SHARED = "_shared"


def _always(message: Message) -> bool:
    return True


def _nothing(message: Message) -> Context:
    return {}


def once_a_message(find: Callable[[Message], T]) -> Callable[[Message], T]:
    """Let `find` look only once for each message in hand, however often its kind asks.

    For what a message speaks of: whether it is still wanted, its words, to whom an answer goes and
    its calendar entries are asked one right after the other, and all speak of the same row.
    """

    @wraps(find)
    def found(message: Message) -> T:
        kept = message.__dict__.setdefault("_found", {})
        if find not in kept:
            kept[find] = find(message)
        return cast(T, kept[find])

    return found


def once_a_subject(find: Callable[[Message], T]) -> Callable[[Message], T]:
    """Let `find` look only once for all messages in hand that are about the same subject.

    For what is the same for every reader. A sender shares it among the messages of a batch for a
    few seconds (`share`); without that it is found for each message.
    """

    @wraps(find)
    def found(message: Message) -> T:
        kept = message.__dict__.setdefault(SHARED, {})
        key = (find, message.subject_id)
        if key not in kept:
            kept[key] = find(message)
        return cast(T, kept[key])

    return found


def share(message: Message, facts: dict[Any, Any]) -> None:
    """Let `message` use and keep in `facts` what messages about the same subject have in common."""
    message.__dict__[SHARED] = facts


@dataclass(frozen=True)
class CalendarPart:
    """A calendar entry that a mail carries: the iCalendar text and the METHOD that stands in it.

    Programs read the method in the head of the part; one that differs from the text's is refused.
    """

    method: str
    text: str
    file_name: str = "invite.ics"


def _no_calendar(message: Message) -> Sequence[CalendarPart]:
    return ()


def _nobody(message: Message) -> Any:
    return None


@dataclass(frozen=True)
class Example:
    """What a kind says of people and networks that do not exist: `context` as at sending.

    `reply_to` is a person as `MessageKind.reply_to` names one. Nothing of it is in the database.
    """

    context: Context
    reply_to: Any = None
    calendar: Sequence[CalendarPart] = ()


def _bare_example() -> Example:
    return Example({})


def _no_event(message: Message) -> dt.datetime | None:
    return None


@dataclass(frozen=True)
class MessageKind:
    """What a kind of message says and when it is still worth sending.

    `name` is stored in the row ("accounts.invitation") and names its templates: the subject in
    `mail/<name>.subject.txt`, the text in `mail/<name>.txt`. `still_wanted` is asked right before
    sending; False suppresses the message. `context_at_sending` makes what the text needs, links
    that open something included: such a link exists in the mail alone, never in the row.
    `calendar_at_sending` makes the calendar entries that the mail carries.

    `why` tells the reader, at the end of the mail, why they get it; `sent_when` tells KLK
    administration what it comes after. `reply_to` names the person (a user, or None) to whom an
    answer goes; without one it goes to the address of the letterhead. `example` makes the preview,
    in the language that is on.

    `necessary` says why nobody can do without it: such a kind cannot be switched off. `urgent` is
    what somebody is waiting for right now: it does not rest. `event_at` is when what it speaks of
    happens, if it does at a time: it comes before that. `offered` is False for what is no kind of
    its own to a reader.
    """

    name: str
    label: str | Promise
    still_wanted: Callable[[Message], bool] = _always
    context_at_sending: Callable[[Message], Context] = _nothing
    calendar_at_sending: Callable[[Message], Sequence[CalendarPart]] = _no_calendar
    why: str | Promise = ""
    sent_when: str | Promise = ""
    reply_to: Callable[[Message], Any] = _nobody
    example: Callable[[], Example] = _bare_example
    necessary: str | Promise = ""
    urgent: bool = False
    offered: bool = True
    event_at: Callable[[Message], dt.datetime | None] = _no_event


_kinds: dict[str, MessageKind] = {}


def register(kind: MessageKind) -> None:
    """Make `kind` known. Registering another kind under the same name is a mistake in the code."""
    if _kinds.get(kind.name, kind) is not kind:
        raise ValueError(f"The message kind {kind.name!r} is registered twice.")
    _kinds[kind.name] = kind


def kind_named(name: str) -> MessageKind:
    """The kind of that name. Raises KeyError for a row whose app is gone."""
    return _kinds[name]


def all_kinds() -> list[MessageKind]:
    """Every kind, by name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def can_be_stopped(kind: MessageKind) -> bool:
    """Whether its readers may choose when it reaches them, and whether at all."""
    return kind.offered and not (kind.necessary or kind.urgent)
