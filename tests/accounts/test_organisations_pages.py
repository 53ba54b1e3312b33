"""The pages of the organisation tree: who sees what, adding, changing, searching, counting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation, User
from tests.conftest import institution, municipality, person

SignedIn = Callable[..., Client]
NEW = {
    "kind": "institution",
    "name": "Ærtehaven",
    "institution_type": "kindergarten",
    "street": "Skovvej 1",
    "postal_code": "2820",
    "city": "Gentofte",
}


@pytest.mark.parametrize("who", ["director", "leader", "internal_consultant", "policy_officer"])
def test_one_municipality_is_gone_to_at_once(
    request: pytest.FixtureRequest, signed_in: SignedIn, gentofte: Organisation, who: str
) -> None:
    response = signed_in(request.getfixturevalue(who)).get(reverse("organisations"))
    assert response.headers["Location"] == reverse("organisation", args=[gentofte.pk])


def test_klk_sees_klk_first_and_then_all_in_danish_order(
    signed_in: SignedIn, klk_admin: User, gentofte: Organisation, kolding: Organisation
) -> None:
    municipality("Aabenraa Kommune", "580")
    page = signed_in(klk_admin).get(reverse("organisations")).context["page"]
    names = [row.name for row in page]
    assert names == ["KLK", "Gentofte Kommune", "Kolding Kommune", "Aabenraa Kommune"]
    found = signed_in(klk_admin).get(reverse("organisations"), {"q": "åbenr"}).context["page"]
    assert [row.name for row in found] == ["Aabenraa Kommune"]


@pytest.mark.parametrize("q", ["", "%", "'; drop table", "\x00", "x" * 500, "🦊", "\u202e"])
def test_any_search_is_answered(
    signed_in: SignedIn, klk_admin: User, gentofte: Organisation, q: str
) -> None:
    client = signed_in(klk_admin)
    for address in (
        reverse("organisations"),
        reverse("organisation", args=[gentofte.pk]),
        reverse("people", args=[gentofte.pk]),
        reverse("role_new", args=[klk_admin.pk]),
    ):
        response = client.get(address, {"q": q, "page": "nonsense", "vis": q, "former": q})
        assert response.status_code == 200


def test_whoever_has_no_municipality_is_told_why_nothing_is_there(
    signed_in: SignedIn, consultant: User, gentofte: Organisation
) -> None:
    response = signed_in(consultant).get(reverse("organisations"))
    assert list(response.context["page"]) == []
    assert signed_in(consultant).get(reverse("organisation", args=[gentofte.pk])).status_code == 404


def test_the_municipality_lists_institutions_and_areas(
    signed_in: SignedIn,
    director: User,
    gentofte: Organisation,
    area: Organisation,
    leader: User,
    other_day_care: Organisation,
) -> None:
    client, address = signed_in(director), reverse("organisation", args=[gentofte.pk])
    page = client.get(address)
    assert [row.name for row in page.context["page"]] == ["Børnehuset Skoven", "Børnehuset Åen"]
    assert "Sofie Krag" in page.content.decode()
    assert [row.name for row in client.get(address, {"vis": "omraader"}).context["page"]] == [
        "Dagtilbud"
    ]
    assert [row.name for row in client.get(address, {"q": "aaen"}).context["page"]] == [
        "Børnehuset Åen"
    ]
    below = client.get(reverse("organisation", args=[area.pk])).context["page"]
    assert len(below) == 2


def test_leaders_names_are_for_those_who_may_see_positions(
    signed_in: SignedIn, gentofte: Organisation, leader: User, other_leader: User
) -> None:
    page = signed_in(leader).get(reverse("organisation", args=[gentofte.pk])).content.decode()
    assert reverse("person", args=[leader.pk]) in page
    assert "Omar Haddad" not in page


@pytest.mark.parametrize("who", ["leader", "internal_consultant", "policy_officer"])
def test_others_may_look_and_not_touch(
    request: pytest.FixtureRequest,
    signed_in: SignedIn,
    gentofte: Organisation,
    day_care: Organisation,
    who: str,
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert client.get(reverse("organisation", args=[day_care.pk])).status_code == 200
    for name, pk in [
        ("organisation_new", gentofte.pk),
        ("organisation_edit", day_care.pk),
        ("people", gentofte.pk),
    ]:
        assert client.get(reverse(name, args=[pk])).status_code == 403
        assert client.post(reverse(name, args=[pk]), NEW).status_code == 403
    assert not Organisation.objects.filter(name=NEW["name"]).exists()


def test_a_director_adds_an_institution_and_an_area(
    signed_in: SignedIn, director: User, gentofte: Organisation, area: Organisation
) -> None:
    client = signed_in(director)
    client.post(reverse("organisation_new", args=[area.pk]), NEW)
    made = Organisation.objects.get(name="Ærtehaven")
    assert (made.kind, made.parent, made.street) == ("institution", area, "Skovvej 1")
    client.post(
        reverse("organisation_new", args=[gentofte.pk]), {**NEW, "name": "Skole", "kind": "area"}
    )
    made = Organisation.objects.get(name="Skole")
    assert (made.kind, made.parent, made.institution_type) == ("area", gentofte, "")


def test_nothing_hangs_under_an_institution_and_klk(
    signed_in: SignedIn, klk_admin: User, klk: Organisation, day_care: Organisation
) -> None:
    for where in (klk, day_care):
        address = reverse("organisation_new", args=[where.pk])
        assert signed_in(klk_admin).post(address, NEW).status_code == 403


def test_a_director_changes_and_moves_an_institution(
    signed_in: SignedIn, director: User, gentofte: Organisation, day_care: Organisation
) -> None:
    client, address = signed_in(director), reverse("organisation_edit", args=[day_care.pk])
    assert "Børnehuset Åen" in client.get(address).content.decode()
    client.post(address, {**NEW, "parent": gentofte.pk})
    day_care.refresh_from_db()
    assert (day_care.name, day_care.parent, day_care.kind) == ("Ærtehaven", gentofte, "institution")
    assert (day_care.city, day_care.institution_type) == ("Gentofte", "kindergarten")


def test_an_area_keeps_its_place_and_has_no_type(
    signed_in: SignedIn, director: User, gentofte: Organisation, area: Organisation
) -> None:
    address = reverse("organisation_edit", args=[area.pk])
    signed_in(director).post(address, {**NEW, "name": "Dagtilbud Nord", "parent": "999"})
    area.refresh_from_db()
    assert (area.name, area.parent, area.institution_type) == ("Dagtilbud Nord", gentofte, "")


def test_a_municipality_is_not_changed_by_hand(
    signed_in: SignedIn, director: User, klk_admin: User, gentofte: Organisation
) -> None:
    for who in (director, klk_admin):
        address = reverse("organisation_edit", args=[gentofte.pk])
        assert signed_in(who).post(address, NEW).status_code == 403


def test_an_institution_cannot_move_out_of_the_municipality(
    signed_in: SignedIn, director: User, day_care: Organisation, kolding: Organisation
) -> None:
    address = reverse("organisation_edit", args=[day_care.pk])
    for parent in (kolding.pk, day_care.pk, 999999, "x", ""):
        response = signed_in(director).post(address, {**NEW, "parent": parent})
        assert "parent" in response.context["form"].errors
    day_care.refresh_from_db()
    assert day_care.name == "Børnehuset Åen"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "Børnehuset Åen"}, "name"),
        ({"kind": "municipality"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"institution_type": ""}, "institution_type"),
        ({"institution_type": "castle"}, "institution_type"),
        ({"street": "x" * 201}, "street"),
        ({"postal_code": "x" * 11}, "postal_code"),
        ({"city": "x" * 101}, "city"),
    ],
)
def test_bad_input_is_refused_beside_the_field_and_kept(
    signed_in: SignedIn,
    director: User,
    gentofte: Organisation,
    day_care: Organisation,
    change: dict[str, Any],
    field: str,
) -> None:
    before = Organisation.objects.count()
    response = signed_in(director).post(
        reverse("organisation_new", args=[gentofte.pk]), {**NEW, **change}
    )
    assert field in response.context["form"].errors
    assert "Skovvej 1" in response.content.decode() or field == "street"
    assert Organisation.objects.count() == before


def test_markup_in_a_name_is_shown_as_typed(
    signed_in: SignedIn, director: User, gentofte: Organisation
) -> None:
    client = signed_in(director)
    name = "<b onclick=x>\u202eHus</b> 🦊"
    response = client.post(
        reverse("organisation_new", args=[gentofte.pk]), {**NEW, "name": name}, follow=True
    )
    assert "<b onclick" not in response.content.decode()
    assert Organisation.objects.filter(name=name).exists()


def test_every_page_has_few_queries_whatever_the_number_of_rows(
    signed_in: SignedIn, director: User, klk_admin: User, gentofte: Organisation, area: Organisation
) -> None:
    def counted() -> dict[str, int]:
        found = {}
        for who, name, pk in [
            (klk_admin, "organisations", None),
            (director, "organisation", gentofte.pk),
            (director, "organisation", area.pk),
            (director, "people", gentofte.pk),
            (director, "invitations", None),
            (director, "invite", gentofte.pk),
            (director, "person", director.pk),
            (director, "role_new", director.pk),
            (director, "organisation_edit", area.pk),
        ]:
            client = signed_in(who)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(name, args=[pk] if pk else [])).status_code == 200
            found[f"{name} {pk}"] = len(queries)
        return found

    institution("Nr. 0", area)
    person("p0@gentofte.example", "Nul", "leader", Organisation.objects.get(name="Nr. 0"))
    few = counted()
    for number in range(1, 31):
        place = institution(f"Nr. {number}", area)
        person(f"p{number}@gentofte.example", f"Nr {number}", "leader", place)
    for number in range(30):
        municipality(f"Kommune {number}", f"{800 + number}")
    many = counted()
    assert few == many
    assert max(many.values()) <= 12
