"""When a network's reminders come."""

from __future__ import annotations

from typing import Any

from django import forms

from networks.mails.reminders import TABLE
from networks.models import Network

NEVER = "never"


class ReminderTimesForm(forms.Form):
    """One choice a reminder, in the order of the table."""

    def __init__(self, data: Any, *, network: Network) -> None:
        super().__init__(data)
        for line in TABLE:
            days = network.reminder_days.get(line.name, line.days)
            offered = [(str(number), line.in_words(number)) for number in line.offered]
            self.fields[line.name] = forms.ChoiceField(
                label=str(line.label),
                choices=[*offered, (NEVER, line.in_words(None))],
                initial=NEVER if days is None else str(days),
            )

    def chosen(self) -> dict[str, int | None]:
        """The days by name where they are not what is usual; None for none at all."""
        days = {
            name: None if value == NEVER else int(value)
            for name, value in self.cleaned_data.items()
        }
        return {line.name: days[line.name] for line in TABLE if days[line.name] != line.days}
