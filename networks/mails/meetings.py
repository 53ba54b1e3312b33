"""The mail about meetings: planned, changed or cancelled, with their entries for a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks import ical
from networks.choices import MembershipState
from networks.dates.words import time_in_words
from networks.models import Attendance, Meeting, Membership, Network
from networks.models.ties import ties_of
from networks.selectors.answer_links import answer_link
from notifications.kinds import CalendarPart, MessageKind
from notifications.kinds import register as register_kind
from notifications.models import Message, MessageState

KIND = "networks.meetings"
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


@dataclass(frozen=True)
class ToldMeeting:
    """A meeting as the mail tells it; only members get a link to answer with."""

    meeting: Meeting
    when: str
    page: str
    answer_link: str


def register() -> None:
    """Make the kind of message known."""
    register_kind(
        MessageKind(
            name=KIND,
            label=gettext_lazy("A meeting is planned, changed or cancelled"),
            still_wanted=_is_still_wanted,
            context_at_sending=_context,
            calendar_at_sending=_calendar,
        )
    )


def _is_still_wanted(message: Message) -> bool:
    """While one of the meetings stands as it is told here and the reader is inside the network.

    What has moved or been cancelled since has a newer message of its own.
    """
    person: Any = message.user
    if person is None or not person.is_active:
        return False
    network = Network.objects.inside_visible_to(person).filter(pk=message.subject_id)
    return network.exists() and bool(_meetings(message))


def _meetings(message: Message) -> list[Meeting]:
    """Those of the message that nothing newer is to be told of."""
    rows = Meeting.objects.filter(
        pk__in=message.params["meetings"], sequence=message.params["sequence"]
    )
    return list(rows.select_related("network", "host").order_by("starts_at", "pk"))


def _context(message: Message) -> Mapping[str, Any]:
    membership = _membership(message)
    told = [_told(meeting, membership) for meeting in _meetings(message)]
    network = told[0].meeting.network
    return {
        "told": told,
        "meeting": told[0].meeting,
        "network": network,
        "changes": _changes(message),
        "is_member": membership is not None,
        "link": settings.BASE_URL + reverse("network", args=[network.pk]),
    }


def _told(meeting: Meeting, membership: Membership | None) -> ToldMeeting:
    return ToldMeeting(
        meeting,
        when=time_in_words(meeting.starts_at, meeting.ends_at),
        page=ical.page_address(meeting),
        answer_link=answer_link(meeting, membership) if membership else "",
    )


def _membership(message: Message) -> Membership | None:
    """The reader's place in the network; a consultant has none."""
    person: Any = message.user
    own = ties_of(person).memberships.get(int(message.subject_id))
    return own if own and own.state == MembershipState.ACTIVE else None


def _changes(message: Message) -> str:
    """What is new since the last mail that reached the reader, in words: "the time and the place".

    A change whose own mail was withdrawn because of this one is new to them, too.
    """
    names = set(message.params["changed"])
    earlier = Message.objects.filter(
        kind=KIND,
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


def _calendar(message: Message) -> list[CalendarPart]:
    """An entry for each meeting, addressed to the reader alone."""
    meetings, now = _meetings(message), timezone.now()
    person: Any = message.user
    answers = dict(
        Attendance.objects.filter(
            meeting__in=meetings, membership=_membership(message)
        ).values_list("meeting", "answer")
    )
    return [
        CalendarPart(
            ical.method_for(meeting),
            ical.invitation(meeting, person, answer=answers.get(meeting.pk, ""), now=now),
            _file_name(meeting, alone=len(meetings) == 1),
        )
        for meeting in meetings
    ]


def _file_name(meeting: Meeting, *, alone: bool) -> str:
    day = timezone.localdate(meeting.starts_at)
    return "invite.ics" if alone else f"{day.isoformat()}-{meeting.pk}.ics"
