"""Date and time as the design system asks for them: in parts, day first, in both languages.

A date pasted whole into the first part is understood with dots, slashes, dashes, spaces or as ISO.
What cannot be a date is an error, never an empty date, and what was typed stays in the form.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ui.widgets import PARTS

FIRST_YEAR, LAST_YEAR = 1900, 2199  # what people mean; anything else is a slip of the finger
DAY_FIRST = re.compile(r"(\d{1,2})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]\s*(\d{1,4})", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})\s*[.:]\s*(\d{1,2})", re.ASCII | re.IGNORECASE)
SMALL_NUMBER = re.compile(r"\d{1,2}", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)


class PartsWidget(forms.MultiWidget):
    """Several short inputs for one value; `labels` name them."""

    template_name = PARTS
    parts: tuple[tuple[str, str | Promise], ...] = ()
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        inputs: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
            for name, _label in self.parts
        }
        super().__init__(inputs, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for inner, (part, label) in zip(context["widget"]["subwidgets"], self.parts, strict=True):
            inner["part"], inner["label"] = part, label
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The parts as typed; a value sent whole under the field's own name is the first part."""
        typed = [data.get(f"{name}_{part}") or "" for part, _label in self.parts]
        whole = data.get(name)
        return typed if any(typed) or whole is None else [str(whole), *typed[1:]]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and super().value_omitted_from_data(data, files, name)


class DateWidget(PartsWidget):
    parts = (("day", _("Day")), ("month", _("Month")), ("year", _("Year")))

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, str):
            return [value, "", ""]  # kept as it came: it is read when it is sent
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class TimeWidget(PartsWidget):
    parts = (("hour", _("Hour")), ("minute", _("Minute")))

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, str):
            return [value, ""]
        return [str(value.hour), f"{value.minute:02d}"] if value else ["", ""]


def read_date(typed: list[str]) -> dt.date | None:
    """The date in day, month and year as typed, None when all are empty. Raises ValidationError."""
    parts = [part.strip() for part in typed]
    if not any(parts):
        return None
    if parts[0] and not any(parts[1:]):
        parts = _spread_date(parts[0])
    if not all(parts):
        raise ValidationError(_("Write day, month and year."), code="incomplete")
    day, month, year = parts
    if not (SMALL_NUMBER.fullmatch(day) and SMALL_NUMBER.fullmatch(month) and year.isdecimal()):
        raise ValidationError(_("Write the date in numbers, like 23 11 2026."), code="invalid")
    if not YEAR.fullmatch(year):
        raise ValidationError(_("Write the year with four digits, like 2026."), code="year")
    return _existing_date(int(day), int(month), int(year))


def _spread_date(whole: str) -> list[str]:
    if found := ISO.fullmatch(whole):
        return list(reversed(found.groups()))
    found = DAY_FIRST.fullmatch(whole)
    return list(found.groups()) if found else [whole, "", ""]


def _existing_date(day: int, month: int, year: int) -> dt.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(
            _("The year must be between %(first)s and %(last)s."),
            code="year",
            params={"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
        )
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValidationError(
            _("There is no such date. Write the day first, then the month."), code="invalid"
        ) from None


def read_time(typed: list[str]) -> dt.time | None:
    """The time in hour and minute as typed, None when both are empty. Raises ValidationError."""
    parts = [part.strip() for part in typed]
    if not any(parts):
        return None
    if parts[0] and not parts[1] and (found := CLOCK.fullmatch(parts[0])):
        parts = list(found.groups())
    if not all(parts):
        raise ValidationError(_("Write hour and minute."), code="incomplete")
    hour, minute = parts
    if not (SMALL_NUMBER.fullmatch(hour) and SMALL_NUMBER.fullmatch(minute)):
        raise ValidationError(_("Write the time in numbers, like 14 30."), code="invalid")
    try:
        return dt.time(int(hour), int(minute))
    except ValueError:
        raise ValidationError(
            _("There is no such time. The hour goes to 23, the minute to 59."), code="invalid"
        ) from None


class DateField(forms.DateField):
    """A date in three parts."""

    widget = DateWidget

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        if value is None or isinstance(value, dt.date):
            return value
        return read_date(list(value) if isinstance(value, list | tuple) else [str(value), "", ""])


class TimeField(forms.TimeField):
    """A time in two parts."""

    widget = TimeWidget

    def to_python(self, value: Any) -> dt.time | None:
        if value is None or isinstance(value, dt.time):
            return value
        return read_time(list(value) if isinstance(value, list | tuple) else [str(value), ""])
