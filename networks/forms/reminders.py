"""When a network's reminders come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from networks.mails.reminders import TABLE, NetworkReminder
from networks.models import Network

NEVER = "never"


class ReminderTimesForm(forms.Form):
    """One choice a reminder, in the order of the table."""

    def __init__(self, data: Any, *, network: Network) -> None:
        super().__init__(data)
        for line in TABLE:
            days = network.reminder_days.get(line.name, line.days)
            offered = [(str(number), _in_words(line, number)) for number in line.offered]
            self.fields[line.name] = forms.ChoiceField(
                label=str(line.label),
                choices=[*offered, (NEVER, _("Never"))],
                initial=NEVER if days is None else str(days),
            )

    def chosen(self) -> dict[str, int | None]:
        """The days by name where they are not what is usual; None for none at all."""
        days = {
            name: None if value == NEVER else int(value)
            for name, value in self.cleaned_data.items()
        }
        return {line.name: days[line.name] for line in TABLE if days[line.name] != line.days}


def _in_words(line: NetworkReminder, days: int) -> str:
    after = ngettext("%(days)s day after", "%(days)s days after", days)
    before = ngettext("%(days)s day before", "%(days)s days before", days)
    return (after if line.comes_after else before) % {"days": days}
