"""Founding and changing areas and institutions: what the services write and refuse."""

import pytest

from accounts.choices import InstitutionType, OrganisationKind
from accounts.models import Organisation
from accounts.services.organisations import (
    CodeTaken,
    KlkStands,
    NameTaken,
    WrongPlace,
    change_organisation,
    create_organisation,
)


def test_an_institution_lands_in_the_municipality_of_its_area(
    area: Organisation, gentofte: Organisation
) -> None:
    made = create_organisation(
        kind=OrganisationKind.INSTITUTION,
        name="  Ærtehaven ",
        parent=area,
        institution_type=InstitutionType.KINDERGARTEN,
        street="Skovvej 1",
        postal_code="2820",
        city="Gentofte",
    )
    made.refresh_from_db()
    assert (made.name, made.municipality, made.parent) == ("Ærtehaven", gentofte, area)
    assert (made.street, made.postal_code, made.city) == ("Skovvej 1", "2820", "Gentofte")
    assert made.institution_type == InstitutionType.KINDERGARTEN


def test_everything_has_its_place(
    klk: Organisation, gentofte: Organisation, area: Organisation, day_care: Organisation
) -> None:
    area_, institution = OrganisationKind.AREA, OrganisationKind.INSTITUTION
    for kind, parent in [
        (area_, None),
        (area_, area),
        (area_, day_care),
        (area_, klk),
        (institution, None),
        (institution, day_care),
        (institution, klk),
        (OrganisationKind.MUNICIPALITY, gentofte),
        (OrganisationKind.KLK, gentofte),
    ]:
        with pytest.raises(WrongPlace):
            create_organisation(kind=kind, name="Forkert", parent=parent)
    assert not Organisation.objects.filter(name="Forkert").exists()


def test_a_name_is_used_once_in_a_municipality(
    day_care: Organisation, area: Organisation, kolding: Organisation
) -> None:
    with pytest.raises(NameTaken):
        create_organisation(kind=OrganisationKind.INSTITUTION, name=day_care.name, parent=area)
    made = create_organisation(
        kind=OrganisationKind.INSTITUTION, name=day_care.name, parent=kolding
    )
    assert made.municipality == kolding


def test_a_code_is_used_once_and_klk_is_one(gentofte: Organisation, klk: Organisation) -> None:
    with pytest.raises(CodeTaken):
        create_organisation(kind=OrganisationKind.MUNICIPALITY, name="En anden", code="157")
    with pytest.raises(KlkStands):
        create_organisation(kind=OrganisationKind.KLK, name="KLK 2")


def test_changing_moves_within_the_municipality_only(
    day_care: Organisation, gentofte: Organisation, kolding: Organisation
) -> None:
    changed = change_organisation(
        organisation=day_care,
        name="Børnehuset Søen",
        parent=gentofte,
        institution_type=InstitutionType.NURSERY,
        address={"city": "Hellerup"},
    )
    changed.refresh_from_db()
    assert (changed.name, changed.parent, changed.city) == ("Børnehuset Søen", gentofte, "Hellerup")
    with pytest.raises(WrongPlace):
        change_organisation(
            organisation=changed, name="Flyttet", parent=kolding, institution_type="", address={}
        )
    changed.refresh_from_db()
    assert changed.municipality == gentofte


def test_changing_to_a_name_in_use_is_refused(
    day_care: Organisation, other_day_care: Organisation, area: Organisation
) -> None:
    with pytest.raises(NameTaken):
        change_organisation(
            organisation=day_care,
            name=other_day_care.name,
            parent=area,
            institution_type="day_care",
            address={},
        )
