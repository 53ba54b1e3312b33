"""The mail about meetings: planned, changed or cancelled, with their entries for a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from networks.mails import examples, humans
from networks.mails.told import entries, in_words, is_inside, own_place
from networks.models import Membership
from networks.selectors.told import MEETINGS, meetings_still_as_told
from notifications.kinds import CalendarPart, MessageKind
from notifications.kinds import register as register_kind
from notifications.models import Message, MessageState

#: What a change is about, as its reader would say it; the same words are said once.
CHANGES = {
    "theme": gettext_lazy("the theme"),
    "goal": gettext_lazy("the goal"),
    "starts_at": gettext_lazy("the time"),
    "ends_at": gettext_lazy("the time"),
    "place": gettext_lazy("the place"),
    "link": gettext_lazy("the link to the video meeting"),
    "host": gettext_lazy("the host"),
    "prepare": gettext_lazy("what to prepare"),
}


def register() -> None:
    """Make the kind of message known."""
    register_kind(
        MessageKind(
            name=MEETINGS,
            label=gettext_lazy("A meeting is planned, changed or cancelled"),
            still_wanted=_is_still_wanted,
            context_at_sending=_context,
            calendar_at_sending=_calendar,
            why=gettext_lazy(
                "You get this e-mail because you are part of the network, as a member or as its"
                " consultant."
            ),
            sent_when=gettext_lazy("Right after a meeting is planned, moved, changed or cancelled"),
            reply_to=_whoever_planned,
            example=examples.meetings,
            event_at=_first_of_them,
        )
    )


def _first_of_them(message: Message) -> dt.datetime | None:
    """When the first of the meetings begins, planned or cancelled."""
    begins = [meeting.starts_at for meeting in meetings_still_as_told(message)]
    return min(begins, default=None)


def _is_still_wanted(message: Message) -> bool:
    """While one of the meetings stands as it is told here and the reader is inside the network.

    What has moved or been cancelled since has a newer message of its own.
    """
    return is_inside(message.user, int(message.subject_id)) and bool(
        meetings_still_as_told(message)
    )


def _context(message: Message) -> Mapping[str, Any]:
    told = in_words(meetings_still_as_told(message), _membership(message))
    return {**told, "changes": _changes(message)}


def _calendar(message: Message) -> Sequence[CalendarPart]:
    person: Any = message.user
    return entries(meetings_still_as_told(message), person, _membership(message))


def _whoever_planned(message: Message) -> User | None:
    return humans.whoever_planned(meetings_still_as_told(message))


def _membership(message: Message) -> Membership | None:
    return own_place(message.user, int(message.subject_id))


def _changes(message: Message) -> str:
    """What is new since the last mail that reached the reader, in words: "the time and the place".

    A change whose own mail was withdrawn because of this one is new to them, too.
    """
    names = set(message.params["changed"])
    earlier = Message.objects.filter(
        kind=MEETINGS,
        user=message.user,
        params__meetings=message.params["meetings"],
        pk__lt=message.pk,
    )
    for row in earlier.order_by("-pk"):
        if row.state != MessageState.SUPPRESSED:
            break
        names.update(row.params["changed"])
    words = [str(word) for name, word in CHANGES.items() if name in names]
    return get_text_list(list(dict.fromkeys(words)), _("and"))
