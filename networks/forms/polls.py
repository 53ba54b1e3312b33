"""Proposing dates, and saying which suit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.choices import DateChoice
from networks.dates.recurrence import period
from networks.dates.words import time_in_words
from networks.forms.days import chosen_days, day_names
from networks.forms.meetings import check_times
from networks.selectors.polls import OptionLine
from ui.fields import DateField, TimeField

PROPOSED = 6


class ProposeForm(forms.Form):
    """Up to six days at the same time of day."""

    theme = forms.CharField(label=_("What is it about?"), max_length=200)
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)
    begins = TimeField(label=_("From"))
    ends = TimeField(label=_("To"))

    def __init__(self, data: Any = None, *, today: dt.date) -> None:
        super().__init__(data)
        self.today = today
        self.days: list[dt.date] = []
        self._day_fields = ["day_1", *day_names(PROPOSED)]
        for number, name in enumerate(self._day_fields, start=1):
            label = _("Day %(number)s") % {"number": number}
            self.fields[name] = DateField(label=label, required=number <= 2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_times(self)
        self.days = chosen_days(self, self._day_fields, self.today)
        return cleaned

    def times(self) -> list[tuple[dt.datetime, dt.datetime]]:
        begins, ends = self.cleaned_data["begins"], self.cleaned_data["ends"]
        return [period(day, begins, ends) for day in self.days]


class SuitsForm(forms.Form):
    """One question a date: yes, if need be, no."""

    def __init__(self, data: Any = None, *, lines: list[OptionLine]) -> None:
        super().__init__(data)
        for line in lines:
            self.fields[f"option_{line.option.pk}"] = forms.ChoiceField(
                label=time_in_words(line.option.starts_at, line.option.ends_at),
                choices=DateChoice.choices,
                widget=forms.RadioSelect,
                initial=line.mine,
            )

    def choices(self) -> dict[int, str]:
        return {
            int(name.removeprefix("option_")): value for name, value in self.cleaned_data.items()
        }
