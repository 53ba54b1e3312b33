"""What a person has been told of meetings by mail, and so what their calendar holds.

Every mail keeps which meetings it tells and at which SEQUENCE, so that it can be seen whether
something newer is to be told (docs/calendar.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accounts.models import User
from networks.choices import MembershipState
from networks.models import Meeting, Membership
from notifications.kinds import once_a_message
from notifications.models import Message, MessageState

#: The mails that carry entries: what happens to meetings, and who comes in and leaves.
MEETINGS = "networks.meetings"
AHEAD = "networks.meetings_ahead"
PARTING = "networks.meetings_parting"
#: A mail in one of these states may have reached its reader.
PERHAPS_SENT = (MessageState.CLAIMED, MessageState.SENT, MessageState.UNSURE)


def as_told(meetings: Sequence[Meeting]) -> dict[str, list[int]]:
    """What a message keeps of the meetings that it tells as they stand now."""
    return {
        "meetings": [meeting.pk for meeting in meetings],
        "sequences": [meeting.sequence for meeting in meetings],
    }


def told_in(message: Message) -> dict[int, int]:
    """By id of the meeting: the sequence at which the message tells it."""
    return dict(zip(message.params["meetings"], message.params["sequences"], strict=True))


@once_a_message
def meetings_still_as_told(message: Message) -> list[Meeting]:
    """Those of the message that nothing newer is to be told of, the first at the top."""
    told = told_in(message)
    rows = Meeting.objects.filter(pk__in=told).select_related("network", "host", "created_by")
    return [row for row in rows.order_by("starts_at", "pk") if row.sequence == told[row.pk]]


def times_left(person: User, network_id: int, *, until: Membership | None = None) -> int:
    """How often the person has left the network, up to and with the membership `until`."""
    left = Membership.objects.filter(user=person, network=network_id, state=MembershipState.LEFT)
    return (left.filter(pk__lte=until.pk) if until else left).count()


def in_calendar_of(person: User, meetings: Iterable[Meeting]) -> list[Meeting]:
    """Those of `meetings` that mails may have put into the person's calendar. One query.

    A mail that may have arrived counts; one that takes an entry away counts only when it was
    certainly sent.
    """
    asked = {meeting.pk: meeting for meeting in meetings}
    rows = Message.objects.filter(
        user=person, kind__in=(MEETINGS, AHEAD, PARTING), state__in=PERHAPS_SENT
    )
    held: set[int] = set()
    for row in rows.order_by("pk"):
        for pk, sequence in told_in(row).items():
            if pk not in asked:
                continue
            if not _ends(row, asked[pk], sequence):
                held.add(pk)
            elif row.state == MessageState.SENT:
                held.discard(pk)
    return [meeting for pk, meeting in asked.items() if pk in held]


def _ends(message: Message, meeting: Meeting, sequence: int) -> bool:
    """Whether the message takes the meeting out of the calendar: a cancelled one's last does."""
    cancels = meeting.is_cancelled and meeting.sequence == sequence
    return message.kind == PARTING or cancels
