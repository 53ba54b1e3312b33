"""Writing down a school holiday."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from networks.forms.choosers import municipalities_to_design_in
from ui.fields import DateField


class HolidayForm(forms.Form):
    """Name, first and last day, and where; KLK administration may say everywhere."""

    name = forms.CharField(label=_("What is it called?"), max_length=100)
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))
    municipality: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Municipality"), empty_label=_("Everywhere")
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        field = self.fields["municipality"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = municipalities_to_design_in(user).filter(
            kind=OrganisationKind.MUNICIPALITY
        )
        field.required = not user.is_klk_admin
        if field.required:
            field.empty_label = None
