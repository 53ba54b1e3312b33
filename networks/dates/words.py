"""A meeting's time as people say it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _


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
