"""The days of a plan: those that somebody has chosen, and what each of them is to be about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


def day_names(last: int) -> list[str]:
    """The names of the fields for a second, third … day."""
    return [f"day_{number}" for number in range(2, last + 1)]


def chosen_days(form: forms.Form, names: Iterable[str], today: dt.date) -> list[dt.date]:
    """The days in the fields `names`, in order; one that is over or stands twice is an error."""
    seen: list[dt.date] = []
    for name in names:
        day = form.cleaned_data.get(name)
        if day is None:
            continue
        if day < today:
            form.add_error(name, _("Choose today or a day to come."))
        elif day in seen:
            form.add_error(name, _("This day is proposed already."))
        else:
            seen.append(day)
    return sorted(seen)


class EachDayForm(forms.Form):
    """What a single day of a series is about and where; what is left empty is as on the others."""

    LABELS = {"theme": _("Theme on %(day)s"), "place": _("Place on %(day)s")}

    def __init__(self, data: Any, *, days: list[dt.date]) -> None:
        super().__init__(data)
        self.days = days
        for day in days:
            words = {"day": date_format(day, "MONTH_DAY_FORMAT")}
            for name, label in self.LABELS.items():
                self.fields[self._key(name, day)] = forms.CharField(
                    label=label % words, max_length=200, required=False
                )

    @staticmethod
    def _key(name: str, day: dt.date) -> str:
        return f"{name}_{day.isoformat()}"

    @property
    def says_something(self) -> bool:
        """Whether a day has something of its own, or something in it is wrong."""
        return bool(self.errors) or any(self.cleaned_data.values())

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each day, in the order of the days."""
        return [[self[self._key(name, day)] for name in self.LABELS] for day in self.days]

    def on(self, day: dt.date) -> dict[str, str]:
        """What is different on `day`, by column."""
        said = {name: self.cleaned_data[self._key(name, day)] for name in self.LABELS}
        return {name: value for name, value in said.items() if value}
