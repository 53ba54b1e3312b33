"""Danish public holidays, and what is pointed out beside a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from notifications.days import is_weekend, public_holiday

if TYPE_CHECKING:
    from networks.models import SchoolHoliday

#: Dates are announced at least six months ahead (domain, what practitioners rely on).
ANNOUNCED_AHEAD = dt.timedelta(days=182)


@dataclass(frozen=True)
class DaysOff:
    """Days on which schools or everybody is off, both ends included."""

    name: str
    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@lru_cache(maxsize=32)
def _public_in(year: int, language: str) -> tuple[DaysOff, ...]:
    """The public holidays of a year as the `language` that is on names them."""
    first, end = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    days = (first + dt.timedelta(days=number) for number in range((end - first).days))
    return tuple(DaysOff(name, day, day) for day in days if (name := public_holiday(day)))


def days_off(year: int, school: Iterable[SchoolHoliday]) -> list[DaysOff]:
    """The school holidays and the public holidays of a year in order, cut at New Year."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    public = _public_in(year, get_language() or "da")
    closed = [
        DaysOff(str(row), max(row.starts_on, first), min(row.ends_on, last)) for row in school
    ]
    return sorted([*closed, *public], key=lambda off: (off.first, off.last))


def notes_on(day: dt.date, school: Iterable[SchoolHoliday], today: dt.date) -> list[str]:
    """What the planner should know about a date: advice, never a lock."""
    notes = [name] if (name := public_holiday(day)) else []
    notes += [str(row) for row in school if row.starts_on <= day <= row.ends_on]
    if is_weekend(day):
        notes.append(_("Weekend"))
    if day < today + ANNOUNCED_AHEAD:
        notes.append(_("Less than six months ahead"))
    return notes
