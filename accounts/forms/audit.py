"""Which changes one wants to see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.selectors.audit import kinds_of_change
from ui.fields import DateField


class ChangesFilter(forms.Form):
    """Narrows the list; everything is optional."""

    person = forms.CharField(
        label=_("Who"), max_length=100, required=False, help_text=_("Name or e-mail")
    )
    kind = forms.ChoiceField(label=_("What"), required=False)
    from_day = DateField(label=_("From"), required=False)
    to_day = DateField(label=_("Up to and including"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("Everything")), *kinds_of_change()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_day"), cleaned.get("to_day")
        if first and last and last < first:
            self.add_error("to_day", _("The last day is before the first."))
        return cleaned
