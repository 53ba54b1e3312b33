"""A network's year, line by line."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst

from networks.dates.holidays import DaysOff, days_off
from networks.dates.words import days_in_words
from networks.models import Attendance, Meeting, Membership, Network, SchoolHoliday


@dataclass(frozen=True)
class YearLine:
    """A meeting of the year: what I have answered, and how many came of how many."""

    meeting: Meeting
    my_answer: str
    there: int
    counted: int
    is_over: bool
    off: str

    @property
    def rate(self) -> int | None:
        """Percent of those known of who were there."""
        return round(100 * self.there / self.counted) if self.counted else None


def year_lines(
    meetings: list[Meeting],
    rates: dict[int, tuple[int, int]],
    *,
    own: Membership | None,
    off: list[DaysOff],
    now: dt.datetime,
) -> list[YearLine]:
    """One line a meeting, with which of the days `off` it falls on.

    One query, for the answers of the membership `own`.
    """
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
            off=_off_on(timezone.localdate(meeting.starts_at), off),
        )
        for meeting in meetings
    ]


def _off_on(day: dt.date, off: list[DaysOff]) -> str:
    return ", ".join(days.name for days in off if day in days)


def off_in_year(network: Network, year: int) -> list[DaysOff]:
    """School holidays of the network's municipality, and public holidays. One query."""
    school = SchoolHoliday.objects.of(network.municipality_id)
    return days_off(year, school.touching(dt.date(year, 1, 1), dt.date(year, 12, 31)))


def off_by_month(off: list[DaysOff]) -> list[tuple[str, list[str]]]:
    """'Oktober' with '16. oktober – 24. oktober: Efterårsferie', for the months that have any."""
    months = itertools.groupby(off, key=lambda days: days.first.month)
    return [
        (
            capfirst(str(MONTHS[month])),
            [f"{days_in_words(days.first, days.last)}: {days.name}" for days in found],
        )
        for month, found in months
    ]
