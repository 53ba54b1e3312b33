"""A network's year, line by line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from networks.models import Attendance, Meeting, Membership


@dataclass(frozen=True)
class YearLine:
    """A meeting of the year: what I have answered, and how many came of how many."""

    meeting: Meeting
    my_answer: str
    there: int
    counted: int
    is_over: bool

    @property
    def rate(self) -> int | None:
        """Percent of those known of who were there."""
        return round(100 * self.there / self.counted) if self.counted else None


def year_lines(
    meetings: list[Meeting],
    rates: dict[int, tuple[int, int]],
    *,
    own: Membership | None,
    now: dt.datetime,
) -> list[YearLine]:
    """One line a meeting. One query, for the answers of the membership `own`."""
    said = {}
    if own is not None:
        rows = Attendance.objects.filter(membership=own, meeting__in=meetings)
        said = {row.meeting_id: str(row.get_answer_display()) for row in rows if row.answer}
    return [
        YearLine(
            meeting,
            said.get(meeting.pk, ""),
            *rates.get(meeting.pk, (0, 0)),
            is_over=meeting.is_over(now),
        )
        for meeting in meetings
    ]
