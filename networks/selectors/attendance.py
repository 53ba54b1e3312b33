"""Who was in the room, as it is ticked off."""

from __future__ import annotations

from dataclasses import dataclass

from networks.choices import Answer
from networks.models import Attendance, Meeting, Membership


@dataclass(frozen=True)
class PresenceLine:
    """A member, what they had answered, and whether to tick them off."""

    membership: Membership
    answer: str
    ticked: bool


def presence_of(meeting: Meeting) -> list[PresenceLine]:
    """Active members in Danish order; until somebody was ticked off, those who said yes are ticked.

    Two queries.
    """
    rows = {row.membership_id: row for row in Attendance.objects.filter(meeting=meeting)}
    counted = any(row.was_there is not None for row in rows.values())
    members = Membership.objects.active().filter(network=meeting.network_id)
    lines = []
    for member in members.select_related("user").order_by("user__sort_key", "pk"):
        row = rows.get(member.pk)
        said_yes = row is not None and row.answer == Answer.COMING
        was_there = row is not None and row.was_there is True
        answer = row.get_answer_display() if row else ""
        lines.append(PresenceLine(member, answer, was_there if counted else said_yes))
    return lines
