"""Days on which nobody is at work in Denmark."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays
from django.utils.translation import get_language, gettext_lazy

#: Not public holidays by law, and yet municipal institutions are closed or half empty.
HALF_HOLIDAYS = {
    (6, 5): gettext_lazy("Constitution Day"),
    (12, 24): gettext_lazy("Christmas Eve"),
    (12, 31): gettext_lazy("New Year's Eve"),
}
SATURDAY = 5


def public_holiday(day: dt.date) -> str:
    """What is celebrated on `day`, in the reader's language; "" on any other day."""
    english = (get_language() or "da").startswith("en")
    found = _danish("en_US" if english else "da").get(day)
    return str(found or HALF_HOLIDAYS.get((day.month, day.day), ""))


def is_weekend(day: dt.date) -> bool:
    return day.weekday() >= SATURDAY


def is_day_off(day: dt.date) -> bool:
    """Whether offices are closed: weekends, public holidays, and the half ones."""
    return is_weekend(day) or bool(public_holiday(day))


@lru_cache(maxsize=2)
def _danish(language: str) -> holidays.HolidayBase:
    return holidays.country_holidays("DK", language=language)
