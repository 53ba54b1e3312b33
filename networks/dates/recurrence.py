"""Rules by which meetings repeat: "second Tuesday of each month, never in July and December".

Days and hours are Danish wall-clock time: a meeting at 14.00 stays at 14.00 when the clock moves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as nth_weekday

ZONE = ZoneInfo("Europe/Copenhagen")
AT_MOST = 60  # meetings of one rule
FURTHEST = dt.timedelta(days=3 * 366)


@dataclass(frozen=True)
class Recurrence:
    """`every` weeks or months on a `weekday` (0 is Monday), from `first` on.

    A monthly rule takes the `nth` such weekday of its month (1 to 4, -1 is the last). Months in
    `never_in` and days in `except_on` are left out and do not count. It ends after `count`
    meetings or with the day `until`, at the latest after three years or 60 meetings.
    """

    unit: Literal["weeks", "months"]
    every: int
    weekday: int
    first: dt.date
    nth: int = 1
    never_in: frozenset[int] = frozenset()
    except_on: frozenset[dt.date] = frozenset()
    count: int | None = None
    until: dt.date | None = None


def days_of(rule: Recurrence) -> list[dt.date]:
    """The days of `rule` in order; none twice, none outside what it says."""
    wanted = (
        day
        for day in _all_days(rule)
        if day.month not in rule.never_in and day not in rule.except_on
    )
    return list(islice(wanted, min(rule.count or AT_MOST, AT_MOST)))


def _all_days(rule: Recurrence) -> Iterator[dt.date]:
    last = min(rule.until or dt.date.max, rule.first + FURTHEST)
    start = dt.datetime.combine(rule.first, dt.time.min)
    end = dt.datetime.combine(last, dt.time.max)
    if rule.unit == "weeks":
        # Weeks are counted from the first meeting, not from the week in which the rule was made.
        first = start + dt.timedelta(days=(rule.weekday - rule.first.weekday()) % 7)
        found = rrule(WEEKLY, dtstart=first, until=end, interval=rule.every)
    else:
        day = nth_weekday(rule.weekday, rule.nth)
        begin = _first_of(start, day, rule)
        found = rrule(MONTHLY, dtstart=begin, until=end, interval=rule.every, byweekday=day)
    return (moment.date() for moment in found)


def _first_of(start: dt.datetime, day: nth_weekday, rule: Recurrence) -> dt.datetime:
    """The first meeting of a monthly rule: the months in between are counted from it."""
    monthly = rrule(MONTHLY, dtstart=start, byweekday=day, count=2 + len(rule.never_in))
    meant = (moment for moment in monthly if moment.month not in rule.never_in)
    return next(meant, start)


def at(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment of a Danish wall-clock time. An hour that the clock skips is the one after it."""
    moment = dt.datetime.combine(day, time, ZONE)
    return moment.astimezone(dt.UTC).astimezone(ZONE)


def period(day: dt.date, begins: dt.time, ends: dt.time) -> tuple[dt.datetime, dt.datetime]:
    """From when to when a meeting on `day` lasts; an end before the beginning is the day after."""
    until = day if ends > begins else day + dt.timedelta(days=1)
    return at(day, begins), at(until, ends)
