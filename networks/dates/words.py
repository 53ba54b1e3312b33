"""The times of meetings and the days of holidays as people say them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _


def days_in_words(first: dt.date, last: dt.date) -> str:
    """'24. december' or '26. juni – 8. august', in the reader's language."""
    days = [first] if first == last else [first, last]
    return " – ".join(date_format(day, "MONTH_DAY_FORMAT") for day in days)


def time_in_words(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """'onsdag 2. december 2026, kl. 13.00–16.00', in the reader's language."""
    begins, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    words = {
        "weekday": date_format(begins, "l"),
        "date": date_format(begins, "DATE_FORMAT"),
        "from": time_format(begins, "TIME_FORMAT"),
        "to": time_format(ends, "TIME_FORMAT").removeprefix("kl. "),
    }
    return _("%(weekday)s %(date)s, %(from)s–%(to)s") % words
