"""What members say to a meeting, and who was there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.choices import Answer
from networks.models import Meeting


class AnswerForm(forms.Form):
    """Coming, not coming with a reason, or somebody else comes where the network allows it."""

    asked_when_needed = ("substitute",)

    answer = forms.ChoiceField(label=_("Are you coming?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why not?"),
        max_length=300,
        required=False,
        help_text=_("The members and your consultant can read it."),
    )
    substitute = forms.CharField(label=_("Who comes instead?"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, meeting: Meeting, **more: Any) -> None:
        super().__init__(data, **more)
        allowed = meeting.network.substitutes_welcome
        if not allowed:
            del self.fields["substitute"]
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (answer.value, answer.label)
            for answer in Answer
            if allowed or answer is not Answer.SUBSTITUTE
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == Answer.SUBSTITUTE and not cleaned.get("substitute"):
            self.add_error("substitute", _("Write who comes instead."))
        return cleaned

    def said(self) -> dict[str, str]:
        """The answer with what belongs to it; a reason to come is not asked for."""
        values = self.cleaned_data
        answer = values["answer"]
        return {
            "answer": answer,
            "reason": "" if answer == Answer.COMING else values["reason"],
            "substitute": values["substitute"] if answer == Answer.SUBSTITUTE else "",
        }


class CodeForm(forms.Form):
    """The code that stands on the screen in the room."""

    code = forms.CharField(
        label=_("Code from the screen"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
