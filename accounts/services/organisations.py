"""Municipalities, their areas and institutions: founding and changing them."""

from __future__ import annotations

from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.errors import PortalError
from accounts.models import Organisation
from accounts.services.constraints import refused_as

#: What an organisation of a kind may hang under.
BELONGS_UNDER: dict[str, frozenset[str]] = {
    OrganisationKind.AREA: frozenset({OrganisationKind.MUNICIPALITY}),
    OrganisationKind.INSTITUTION: frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.AREA}),
}


class WrongPlace(PortalError):
    message = _(
        "An area belongs under a municipality, and an institution under an area or a municipality."
    )


class NameTaken(PortalError):
    message = _("The municipality already has one by this name. Give it a name of its own.")


class CodeTaken(PortalError):
    message = _("There is already a municipality with this code.")


class KlkStands(PortalError):
    message = _("KLK is already here. There is only one.")


class Address(TypedDict, total=False):
    """Where an organisation is, as on an envelope."""

    street: str
    postal_code: str
    city: str


_REFUSALS: dict[str, type[PortalError]] = {
    "organisation_name_once_in_municipality": NameTaken,
    "organisation_code_once": CodeTaken,
    "organisation_one_klk": KlkStands,
}


@transaction.atomic
def create_organisation(
    *,
    kind: str,
    name: str,
    parent: Organisation | None = None,
    code: str = "",
    institution_type: str = "",
    street: str = "",
    postal_code: str = "",
    city: str = "",
) -> Organisation:
    """Found KLK, a municipality (with its official `code`), an area or an institution.

    Raises WrongPlace, NameTaken, CodeTaken or KlkStands.
    """
    _check_place(kind, parent)
    if kind != OrganisationKind.INSTITUTION:
        institution_type = ""
    organisation = Organisation(
        kind=kind,
        name=name.strip(),
        parent=parent,
        code=code,
        institution_type=institution_type,
        street=street,
        postal_code=postal_code,
        city=city,
    )
    with refused_as(_REFUSALS):
        organisation.save()
    return organisation


def lock_organisation(pk: int) -> None:
    """Let nobody else lock the organisation until the end of the transaction.

    The order for everybody: organisations first, the municipality before what lies below it, then
    a role in it, then the person.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    name: str,
    parent: Organisation | None,
    institution_type: str,
    address: Address,
) -> Organisation:
    """Change an area's or institution's facts, and where in its own municipality it hangs.

    Raises WrongPlace (also for a place in another municipality) or NameTaken.
    """
    _check_place(organisation.kind, parent)
    if parent is not None and parent.home_id != organisation.home_id:
        raise WrongPlace
    organisation.name = name.strip()
    organisation.parent = parent
    organisation.institution_type = institution_type
    for field, value in address.items():
        setattr(organisation, field, value)
    with refused_as(_REFUSALS):
        organisation.save()
    return organisation


def _check_place(kind: str, parent: Organisation | None) -> None:
    allowed = BELONGS_UNDER.get(kind, frozenset())
    if (parent.kind if parent else None) not in (allowed or {None}):
        raise WrongPlace
