"""How mails tell meetings: in words, and as entries for a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from networks import ical
from networks.choices import MembershipState
from networks.dates.words import time_in_words
from networks.models import Attendance, Meeting, Membership
from networks.models.ties import ties_of
from networks.selectors.answer_links import answer_link
from networks.selectors.told import times_left
from notifications.kinds import CalendarPart


@dataclass(frozen=True)
class ToldMeeting:
    """A meeting as the mail tells it; only members get a link to answer with."""

    meeting: Meeting
    when: str
    page: str
    answer_link: str


def address_of(name: str, *args: object) -> str:
    """The whole address of the page of that URL name, as it stands in a mail."""
    return settings.BASE_URL + reverse(name, args=args)


def in_words(meetings: Sequence[Meeting], membership: Membership | None) -> dict[str, Any]:
    """What the texts need of meetings of one network; `membership` is the reader's own."""
    network = meetings[0].network
    return {
        "told": [_told(meeting, membership) for meeting in meetings],
        "meeting": meetings[0],
        "network": network,
        "is_member": membership is not None,
        "link": address_of("network", network.pk),
    }


def _told(meeting: Meeting, membership: Membership | None) -> ToldMeeting:
    return ToldMeeting(
        meeting,
        when=time_in_words(meeting.starts_at, meeting.ends_at),
        page=ical.page_address(meeting),
        answer_link=answer_link(meeting, membership) if membership else "",
    )


def entries(
    meetings: Sequence[Meeting], person: User, membership: Membership | None
) -> list[CalendarPart]:
    """An entry for each meeting, addressed to the reader alone. Two queries."""
    now = timezone.now()
    said = Attendance.objects.filter(meeting__in=meetings, membership=membership)
    answers = dict(said.values_list("meeting", "answer"))
    returns = times_left(person, meetings[0].network_id)
    return [
        CalendarPart(
            ical.method_for(meeting),
            ical.invitation(
                meeting, person, answer=answers.get(meeting.pk, ""), times_left=returns, now=now
            ),
            file_name(meeting, alone=len(meetings) == 1),
        )
        for meeting in meetings
    ]


def file_name(meeting: Meeting, *, alone: bool) -> str:
    """What an entry's file is called: a mail program shows several beside each other."""
    day = timezone.localdate(meeting.starts_at)
    return "invite.ics" if alone else f"{day.isoformat()}-{meeting.pk}.ics"


def own_place(person: Any, network_id: int) -> Membership | None:
    """The reader's membership of the network; a consultant has none."""
    own = ties_of(person).memberships.get(network_id)
    return own if own and own.state == MembershipState.ACTIVE else None


def is_inside(person: Any, network_id: int) -> bool:
    """Whether `person`, if there is one, may sign in and is inside the network today."""
    return person is not None and person.is_active and network_id in ties_of(person).inside
