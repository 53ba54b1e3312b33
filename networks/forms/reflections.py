"""Writing a reflection."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.choices import ReflectionKind
from networks.models import Network
from ui.fields import DateField

LONGEST = 10_000
OWN_DATE = "own"
#: Dates by one tap: days from today.
SHORTCUTS = {"7": _("In a week"), "14": _("In two weeks"), "30": _("In a month")}


def _question(label: Any, *, required: bool, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ReflectionForm(forms.Form):
    """Three questions, of which the first is enough; when to try it by one tap; which network.

    `key` is the id of a reflection that is still to be written, so that sending twice writes once;
    `revision` says which text the writer was shown.
    """

    happened = _question(_("What happened?"), required=True, rows=5)
    learned = _question(_("What did you learn?"), required=False, rows=3)
    to_try = _question(_("What will you try next?"), required=False, rows=3)
    when = forms.ChoiceField(
        label=_("When will you try it?"),
        choices=[("", _("No date")), *SHORTCUTS.items(), (OWN_DATE, _("On a day I choose"))],
        widget=forms.RadioSelect,
        required=False,
    )
    own_date = DateField(label=_("The day"), required=False)
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label=_("Does it belong to a network?"),
        help_text=_("Nobody there can read it. It only helps you find it again."),
        required=False,
        empty_label=_("No"),
    )
    kind = forms.ChoiceField(
        label=_("Kind of reflection"), choices=ReflectionKind.choices, required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        data: Any = None,
        *,
        networks: Any,
        today: dt.date,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), **(initial or {})})
        self.today = today
        field = self.fields["network"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = networks

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day = values.get("own_date")
        if values.get("when") == OWN_DATE and not day and "own_date" not in self.errors:
            self.add_error("own_date", _("Write the day, or choose no date."))
        if day and day < self.today and "own_date" in self.changed_data:
            self.add_error("own_date", _("The day is in the past."))
        return values

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("happened", "learned", "to_try")}

    def try_by(self) -> dt.date | None:
        """The day that was tapped or written."""
        when = self.cleaned_data["when"]
        if when in SHORTCUTS:
            return self.today + dt.timedelta(days=int(when))
        own: dt.date | None = self.cleaned_data["own_date"]
        return own

    def chosen_kind(self) -> str:
        return self.cleaned_data["kind"] or ReflectionKind.PROCESS
