"""The forms of the step guide: one a part, and the name of a new network."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from django import forms
from django.db import models
from django.forms.models import modelform_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from networks.choices import DesignPart
from networks.forms.amounts import WholeNumberField
from networks.forms.choosers import municipalities_to_design_in
from networks.forms.revised import Revised
from networks.forms.words import HELP, LABELS
from networks.models import Network, NetworkDesign
from networks.models.design import PART_FIELDS
from networks.selectors.design import REQUIRED
from ui.fields import DateField

RADIOS = ("kind", "attendance", "admission")
ROWS = {"purpose": 3}


class LongText(forms.CharField):
    """Text of several lines; a line ends in one character, as the character limit counts it."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(str(value).replace("\r\n", "\n") if value else value)


def form_field(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """The form field of a column of the design."""
    if isinstance(column, models.TextField):
        text = forms.Textarea(attrs={"rows": ROWS.get(column.name, 4)})
        return column.formfield(**{**options, "form_class": LongText, "widget": text})
    if isinstance(column, models.DateField):
        return column.formfield(form_class=DateField, **options)
    if isinstance(column, models.IntegerField):
        return column.formfield(form_class=WholeNumberField, **options)
    if column.choices:
        widget = forms.RadioSelect if column.name in RADIOS else forms.Select
        field = column.formfield(**{**options, "widget": widget})
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Not decided yet")), *column.flatchoices]
        return field
    return column.formfield(**options)


class PartForm(Revised, forms.ModelForm):
    """One part of a draft. It may be saved half full: what approval asks for is only marked."""

    part: str
    use_required_attribute = False

    def __init__(self, data: Any = None, *, design: NetworkDesign, revision: int = 0) -> None:
        # A copy: checking a form writes into its instance, and the page shows the design as it is.
        instance = copy.copy(design)
        super().__init__(data, instance=instance, initial={"revision": revision})
        self.before = design
        for name in self.asked_for:
            self.fields[name].required = True

    @property
    def asked_for(self) -> list[str]:
        """The fields that approval asks for."""
        return [name for name in REQUIRED[self.part] if name in self.fields]

    def full_clean(self) -> None:
        for name in self.asked_for:
            self.fields[name].required = False
        super().full_clean()
        for name in self.asked_for:
            self.fields[name].required = True

    def values(self) -> dict[str, Any]:
        """What to save, by column."""
        return {name: self.cleaned_data[name] for name in PART_FIELDS[self.part]}


class ParticipantsForm(PartForm):
    """Participants: the size goes from a smaller number to a larger one."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("size_min"), cleaned.get("size_max")
        if low is not None and high is not None and low > high:
            self.add_error("size_max", _("This has to be at least as many as above."))
        return cleaned


class EvaluationForm(PartForm):
    """Evaluation: a renewal is planned ahead; a day that has passed since may stay."""

    def clean_renewed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["renewed_on"]
        if day and day != self.before.renewed_on and day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day in the future."))
        return day


def _form_of(part: str, base: type[PartForm]) -> type[PartForm]:
    names = PART_FIELDS[part]
    form = modelform_factory(
        NetworkDesign,
        form=base,
        fields=names,
        formfield_callback=form_field,
        labels={name: LABELS[name] for name in names if name in LABELS},  # type: ignore[misc]
        help_texts={name: HELP[name] for name in names if name in HELP},  # type: ignore[misc]
    )
    assert issubclass(form, PartForm)
    form.part = part
    return form


BASES: dict[str, type[PartForm]] = {
    DesignPart.PARTICIPANTS: ParticipantsForm,
    DesignPart.EVALUATION: EvaluationForm,
}
PART_FORMS = {part: _form_of(part, BASES.get(part, PartForm)) for part in DesignPart.values}


class NameForm(forms.Form):
    """What a network is called."""

    name = forms.CharField(
        label=_("What is the network called?"),
        max_length=Network._meta.get_field("name").max_length,
    )

    def clean_name(self) -> str:
        """Words apart by one space, so that two names that look alike are alike."""
        return " ".join(self.cleaned_data["name"].split())


class NewNetworkForm(NameForm):
    """The name of a network, and where there is a choice, whose it is."""

    municipality = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Municipality"), empty_label=_("Choose")
    )
    field_order = ("municipality", "name")

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.fields["name"].help_text = _("For instance “New school heads”.")
        self.municipalities = municipalities_to_design_in(user)
        self.fields["municipality"].queryset = self.municipalities  # type: ignore[attr-defined]
        self.only = self._only_one(user)
        if self.only is not None:
            del self.fields["municipality"]

    def _only_one(self, user: User) -> Organisation | None:
        if user.is_klk_admin:
            return None
        found = list(self.municipalities[:2])
        return found[0] if len(found) == 1 else None

    @property
    def chosen(self) -> Organisation:
        municipality: Organisation = self.only or self.cleaned_data["municipality"]
        return municipality
