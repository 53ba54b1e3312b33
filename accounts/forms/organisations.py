"""Areas and institutions, and the line to search in lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import InstitutionType, OrganisationKind
from accounts.errors import PortalError
from accounts.models import Organisation
from accounts.selectors.organisations import places_below
from accounts.services.organisations import NameTaken, WrongPlace


class SearchForm(forms.Form):
    """Search a list by name. What cannot be searched for finds nothing and breaks nothing."""

    q = forms.CharField(
        label=_("Search by name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    @property
    def words(self) -> str:
        """What to search for; empty when nothing sensible was typed."""
        return self.cleaned_data.get("q", "") if self.is_valid() else ""


class BelowSearchForm(SearchForm):
    """Search below an organisation, without losing the tab one is on."""

    vis = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class PeopleSearchForm(SearchForm):
    """The list of people: by name or address, and with those who have left."""

    q = forms.CharField(
        label=_("Search by name or e-mail"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    former = forms.BooleanField(label=_("Include former roles"), required=False)

    @property
    def also_former(self) -> bool:
        return bool(self.is_valid() and self.cleaned_data["former"])


class OrganisationForm(forms.Form):
    """A new area or institution under `parent`, or an existing `organisation` to change."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (OrganisationKind.INSTITUTION, OrganisationKind.INSTITUTION.label),
            (OrganisationKind.AREA, OrganisationKind.AREA.label),
        ],
        initial=OrganisationKind.INSTITUTION,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    institution_type = forms.ChoiceField(
        label=_("Type of institution"),
        choices=[("", _("Choose a type")), *InstitutionType.choices],
        required=False,
    )
    parent = forms.ModelChoiceField(
        label=_("Belongs under"), queryset=Organisation.objects.none(), empty_label=None
    )
    street = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=10, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)

    beside: dict[type[PortalError], str] = {NameTaken: "name", WrongPlace: "parent"}

    def __init__(
        self,
        *args: Any,
        parent: Organisation | None = None,
        organisation: Organisation | None = None,
        **kwargs: Any,
    ) -> None:
        if organisation is not None:
            kwargs["initial"] = {name: getattr(organisation, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fixed_kind = organisation.kind if organisation else ""
        if parent is not None and parent.kind == OrganisationKind.AREA:
            self.fixed_kind = OrganisationKind.INSTITUTION
        if self.fixed_kind:
            del self.fields["kind"]
        self._place(organisation)

    def _place(self, organisation: Organisation | None) -> None:
        if organisation is None or organisation.kind == OrganisationKind.AREA:
            del self.fields["parent"]
        else:
            parent: Any = self.fields["parent"]
            parent.queryset = places_below(organisation)
        if self.fixed_kind == OrganisationKind.AREA:
            del self.fields["institution_type"]

    def clean(self) -> dict[str, Any]:
        """An institution has a type; an area has none, whatever was sent."""
        values = super().clean() or {}
        kind = values["kind"] = self.fixed_kind or values.get("kind", "")
        if kind == OrganisationKind.AREA:
            values["institution_type"] = ""
        elif "institution_type" in values and not values["institution_type"]:
            self.add_error("institution_type", _("Choose what type of institution it is."))
        return values
