"""Roles and positions from date to date."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import LeaderLevel
from accounts.errors import PortalError
from accounts.forms.invitations import offer_roles
from accounts.models import Organisation, Position, User
from accounts.selectors.people import colleague_by_address
from accounts.services.positions import (
    PositionTaken,
    ReportsInACircle,
    ReportsOutside,
    ReportsToOneself,
)
from accounts.services.roles import (
    DeputyForATime,
    DeputyForOneself,
    DeputyMakesNoDirector,
    EndsBeforeStart,
    EndsOnlyEarlier,
    RoleHeldAlready,
    RoleNotHere,
)
from ui.fields import DateField


class ColleagueField(forms.EmailField):
    """Somebody of one municipality, named by e-mail address; nobody else can be found by it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        self.municipality_id: int | None = None
        self.day: dt.date | None = None

    def look_in(self, municipality_id: int | None, day: dt.date) -> None:
        self.municipality_id, self.day = municipality_id, day

    def clean(self, value: Any) -> Any:
        address = super().clean(value)
        if not address:
            return None
        found = None
        if self.municipality_id is not None and self.day is not None:
            found = colleague_by_address(address, self.municipality_id, self.day)
        if found is None:
            raise forms.ValidationError(
                _("Nobody in the municipality has this address. Check it, or invite the person.")
            )
        return found


def _look_in(field: Any, municipality_id: int | None, day: dt.date) -> None:
    field.look_in(municipality_id, day)


class RoleForm(forms.Form):
    """A role for a person in `organisation`."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty if the role has no end.")
    )

    beside: dict[type[PortalError], str] = {
        RoleHeldAlready: "role",
        RoleNotHere: "role",
        DeputyMakesNoDirector: "role",
        EndsBeforeStart: "ends_on",
    }

    def __init__(
        self, *args: Any, organisation: Organisation, today: dt.date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"starts_on": today}
        super().__init__(*args, **kwargs)
        offer_roles(self.fields["role"], organisation)


class EndRoleForm(forms.Form):
    """When a role ends."""

    on = DateField(
        label=_("Last day"), help_text=_("Today means at once. A later day is included.")
    )

    beside: dict[type[PortalError], str] = {EndsOnlyEarlier: "on"}

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": today}
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day < self.today:
            raise forms.ValidationError(_("That day has passed. Choose today or a later day."))
        return day


class DeputyForm(forms.Form):
    """Who stands in for a director, and when."""

    deputy = ColleagueField(
        label=_("The deputy's e-mail"), help_text=_("Somebody with a role in the municipality.")
    )
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))

    beside: dict[type[PortalError], str] = {
        DeputyForOneself: "deputy",
        RoleHeldAlready: "deputy",
        DeputyForATime: "ends_on",
        EndsBeforeStart: "ends_on",
    }

    def __init__(
        self, *args: Any, municipality_id: int | None, today: dt.date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"starts_on": today}
        super().__init__(*args, **kwargs)
        self.today = today
        _look_in(self.fields["deputy"], municipality_id, today)

    def clean_ends_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["ends_on"]
        if day < self.today:
            raise forms.ValidationError(_("That day has passed. Choose today or a later day."))
        return day


class PositionForm(forms.Form):
    """What a leader is called, at which level, and whom they report to."""

    title = forms.CharField(label=_("Title"), max_length=100, required=False)
    level = forms.ChoiceField(
        label=_("Leader level"),
        choices=LeaderLevel.choices,
        widget=forms.RadioSelect,
        help_text=_("Leaders of the same level belong together in a network."),
    )
    reports_to = ColleagueField(
        label=_("Reports to (e-mail)"),
        required=False,
        help_text=_("The nearest superior, somebody with a role in the municipality."),
    )
    starts_on = DateField(label=_("From"), help_text=_("The former position ends the day before."))

    beside: dict[type[PortalError], str] = {
        ReportsToOneself: "reports_to",
        ReportsInACircle: "reports_to",
        ReportsOutside: "reports_to",
        PositionTaken: "starts_on",
    }

    def __init__(self, *args: Any, position: Position, today: dt.date, **kwargs: Any) -> None:
        superior: User | None = position.reports_to
        kwargs["initial"] = {
            "title": position.title,
            "level": position.level,
            "reports_to": superior.email if superior else "",
            "starts_on": max(position.starts_on, today),
        }
        super().__init__(*args, **kwargs)
        self.position = position
        _look_in(self.fields["reports_to"], position.organisation.home_id, today)

    def clean_starts_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["starts_on"]
        if day < self.position.starts_on:
            raise forms.ValidationError(_("That is before this position began."))
        return day
