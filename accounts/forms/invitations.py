"""Inviting somebody, and accepting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.choices import ROLE_BELONGS_TO, Language, Role
from accounts.errors import PortalError
from accounts.models import Invitation, Organisation, User
from accounts.selectors.organisations import directors_of
from accounts.services.invitations import EndIsPast, InvitedAlready, RoleIsTheirs
from accounts.services.roles import DeputyMakesNoDirector, RoleNotHere
from ui.fields import DateField


def roles_in(organisation: Organisation) -> list[tuple[str, Any]]:
    """The roles that can be held in an organisation of this kind."""
    return [(role.value, role.label) for role in Role if organisation.kind in ROLE_BELONGS_TO[role]]


def offer_roles(field: Any, organisation: Organisation) -> list[tuple[str, Any]]:
    """Let a choice of roles offer those of the organisation; a single one is chosen already."""
    roles = field.choices = roles_in(organisation)
    if len(roles) == 1:
        field.initial = roles[0][0]
    return roles


class InviteForm(forms.Form):
    """Who is invited to take which role in `organisation`."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100, required=False)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The invitation is sent to this address.")
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        choices=Language.choices,
        initial=Language.DANISH,
        widget=forms.RadioSelect,
    )
    role_ends_on = DateField(
        label=_("Last day of the role"),
        required=False,
        help_text=_("Leave it empty if the role has no end."),
    )
    deputy_for = forms.ModelChoiceField(
        label=_("Deputy for"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody: the role is their own"),
        help_text=_("Only for a director who stands in for another for a time."),
    )

    beside: dict[type[PortalError], str] = {
        InvitedAlready: "email",
        RoleIsTheirs: "email",
        RoleNotHere: "role",
        DeputyMakesNoDirector: "role",
        EndIsPast: "role_ends_on",
    }

    def __init__(
        self, *args: Any, organisation: Organisation, today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        roles = offer_roles(fields["role"], organisation)
        if Role.DIRECTOR in dict(roles):
            fields["deputy_for"].queryset = directors_of(organisation, today)
        else:
            del self.fields["deputy_for"]

    def clean(self) -> dict[str, Any]:
        """A deputy is a director for a time."""
        values = super().clean() or {}
        if values.get("deputy_for"):
            if values.get("role") not in (Role.DIRECTOR, None):
                self.add_error("deputy_for", _("Only a director can have a deputy."))
            if "role_ends_on" in values and not values["role_ends_on"]:
                self.add_error(
                    "role_ends_on", _("A deputy stands in for a limited time: say until when.")
                )
        return values


class AcceptForm(forms.Form):
    """The invited person's own name and password."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=128,
        strip=False,
        help_text=_("At least 12 characters. A sentence that only you would say is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "first_name": invitation.first_name,
            "last_name": invitation.last_name,
        }
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        """The password is not one that others would guess from name and address."""
        values = super().clean() or {}
        if password := values.get("password"):
            person = User(
                email=self.invitation.email,
                first_name=values.get("first_name", ""),
                last_name=values.get("last_name", ""),
            )
            try:
                validate_password(password, person)
            except forms.ValidationError as refusal:
                self.add_error("password", refusal)
        return values
