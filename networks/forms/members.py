"""Inviting, naming a coordinator, assigning a consultant."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.models import Membership, Network
from networks.selectors.members import assignable_consultants, leaders_to_invite, members_of
from ui.fields import DateField


class SearchForm(forms.Form):
    """Find a leader by name or workplace."""

    q = forms.CharField(label=_("Name or workplace"), max_length=100, required=False)


class InviteLeaderForm(forms.Form):
    """One leader who could be invited; anybody else is an unknown choice."""

    person = forms.ModelChoiceField(User.objects.none())

    def __init__(self, data: Any, *, network: Network, today: dt.date) -> None:
        super().__init__(data)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = leaders_to_invite(network, today)


class MemberChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.user.full_name


class CoordinatorForm(forms.Form):
    """Which member coordinates, and from when."""

    member = MemberChoice(Membership.objects.none(), label=_("Coordinator"), empty_label=None)
    starts_on = DateField(label=_("From"))

    def __init__(self, data: Any = None, *, network: Network, today: dt.date) -> None:
        super().__init__(data, initial={"starts_on": today})
        self.today = today
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = members_of(network, today)

    def clean_starts_on(self) -> dt.date:
        """What has been stays as it was: the former coordinator's time is history."""
        day: dt.date = self.cleaned_data["starts_on"]
        if day < self.today:
            raise forms.ValidationError(_("Choose today or a day to come."))
        return day


class AssignForm(forms.Form):
    """Which consultant the network is opened to, and for how long."""

    consultant = forms.ModelChoiceField(
        User.objects.none(), label=_("Consultant"), empty_label=_("Choose")
    )
    starts_on = DateField(label=_("From"))
    ends_on = DateField(
        label=_("To"), required=False, help_text=_("Leave it empty if you do not know yet.")
    )

    def __init__(self, data: Any = None, *, network: Network, by: User, today: dt.date) -> None:
        super().__init__(data, initial={"starts_on": today})
        field = self.fields["consultant"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = assignable_consultants(network, by, today)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        return values
