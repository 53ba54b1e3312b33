"""Writing a reflection: what happened, what was learned, what to try and by when."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.choices import ReflectionKind
from networks.forms.design import LongText
from networks.models import Network, Reflection
from ui.asides import AsideFields
from ui.fields import DateField

LONGEST = 10_000
WEEK = dt.timedelta(days=7)
SHORTCUTS = {"week": WEEK, "two_weeks": 2 * WEEK, "month": 4 * WEEK}
OTHER = "other"
WHEN = [
    ("", _("No date")),
    ("week", _("In a week")),
    ("two_weeks", _("In two weeks")),
    ("month", _("In four weeks")),
    (OTHER, _("Another date")),
]


def _text(label: Any, rows: int, *, required: bool = False) -> LongText:
    area = forms.Textarea(attrs={"rows": rows})
    return LongText(label=label, widget=area, max_length=LONGEST, required=required)


class ReflectionForm(AsideFields, forms.Form):
    """The texts stand first; `ASIDE` can be left as it is and stands behind a click."""

    ASIDE = ("network", "kind")

    happened = _text(_("What happened?"), 5, required=True)
    learned = _text(_("What did you learn?"), 3)
    to_try = _text(_("What will you try?"), 3)
    when = forms.ChoiceField(
        label=_("When will you try it?"), choices=WHEN, widget=forms.RadioSelect, required=False
    )
    try_by = DateField(
        label=_("Which date?"),
        required=False,
        help_text=_("Only if you chose another date above."),
    )
    network: forms.ModelChoiceField[Network] = forms.ModelChoiceField(
        Network.objects.none(),
        label=_("Which network does it belong to?"),
        required=False,
        empty_label=_("No network"),
        help_text=_("It is for your own overview. Nobody in the network can see it."),
    )
    kind = forms.ChoiceField(
        label=_("What kind of reflection is it?"),
        choices=ReflectionKind,
        initial=ReflectionKind.PROCESS,
        required=False,
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        networks: Any,
        reflection: Reflection | None = None,
        texts: dict[str, str] | None = None,
        network: str = "",
    ) -> None:
        super().__init__(data, initial=self._begin(reflection, texts, network))
        self.reflection = reflection
        field = self.fields["network"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = networks

    @staticmethod
    def _begin(
        reflection: Reflection | None, texts: dict[str, str] | None, network: str
    ) -> dict[str, Any]:
        """What the form shows first: nothing but a new id, or the reflection as it is."""
        if reflection is None:
            return {"key": uuid.uuid4(), "revision": 0, "network": network}
        return {
            **(texts or {}),
            "when": OTHER if reflection.try_by else "",
            "try_by": reflection.try_by,
            "network": reflection.network_id,
            "kind": reflection.kind,
            "revision": reflection.revision,
        }

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or ReflectionKind.PROCESS

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0

    def clean_try_by(self) -> dt.date | None:
        """The chosen date, or the own one; a date that has passed since it was set may stay."""
        when, typed = self.cleaned_data.get("when", ""), self.cleaned_data["try_by"]
        if when in SHORTCUTS:
            day: dt.date = timezone.localdate() + SHORTCUTS[when]
            return day
        if when == OTHER and typed is None:
            raise forms.ValidationError(_("Write the date, or choose one of the others."))
        before = self.reflection.try_by if self.reflection else None
        if typed and typed != before and typed < timezone.localdate():
            raise forms.ValidationError(_("Choose a day to come."))
        return typed

    def plain(self) -> dict[str, Any]:
        """What to save beside the texts."""
        return {name: self.cleaned_data[name] for name in ("network", "kind", "try_by")}

    def values(self) -> dict[str, Any]:
        """All there is to save, by name."""
        return {**self.plain(), **self.texts()}

    def texts(self) -> dict[str, str]:
        """The texts by the name of their field."""
        return {name: self.cleaned_data[name] for name in Reflection.SEALED_FIELDS}

    def at_revision(self, revision: int) -> None:
        """Let the next sending save over what is there at `revision`."""
        typed: Any = self.data
        self.data = {**typed.dict(), "revision": str(revision)}
