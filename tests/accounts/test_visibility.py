"""Who sees which rows: written out by hand, and the same by list, by permission and by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import (
    Invitation,
    Organisation,
    Position,
    Region,
    RegionPeriod,
    RoleHolding,
    StaffImport,
    UnsavedText,
    User,
)
from tests.conftest import LONG_AGO, person

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
HOME, AWAY, KLK = "gentofte", "kolding", "klk"
CAST = (
    "director",
    "leader",
    "other_leader",
    "coordinator",
    "internal_consultant",
    "policy_officer",
    "consultant",
    "other_consultant",
    "klk_admin",
    "stranger_director",
    "stranger_leader",
)
AT_HOME = CAST[:6]
NO_ROLE = "nobody"

#: Every person, and the names under which the expectations below speak of rows.
HOME_TREE = {"gentofte", "area", "day_care", "other_day_care", "bakken"}
AWAY_TREE = {"kolding", "stranger_day_care"}
EVERYTHING = {"*"}
EXPECTED: dict[str, dict[str, set[str]]] = {
    "Organisation": {
        **dict.fromkeys(AT_HOME, HOME_TREE),
        "stranger_director": AWAY_TREE,
        "stranger_leader": AWAY_TREE,
        "klk_admin": EVERYTHING,
    },
    "User": {
        **{name: {name} for name in (*CAST, NO_ROLE)},
        "director": set(AT_HOME),
        "stranger_director": {"stranger_director", "stranger_leader"},
        "klk_admin": EVERYTHING,
    },
    "RoleHolding": {
        **{name: {name} for name in CAST},
        "director": set(AT_HOME),
        "stranger_director": {"stranger_director", "stranger_leader"},
        "klk_admin": EVERYTHING,
    },
    "Position": {
        "leader": {"leader"},
        "other_leader": {"other_leader"},
        "coordinator": {"coordinator"},
        "stranger_leader": {"stranger_leader"},
        "director": {"leader", "other_leader", "coordinator"},
        "stranger_director": {"stranger_leader"},
        "klk_admin": EVERYTHING,
    },
    "Invitation": {"director": {HOME}, "stranger_director": {AWAY}, "klk_admin": EVERYTHING},
    "StaffImport": {"director": {HOME}, "stranger_director": {AWAY}, "klk_admin": EVERYTHING},
    "UnsavedText": {name: {name} for name in (*CAST, NO_ROLE)},
    "Region": dict.fromkeys((*CAST, NO_ROLE), EVERYTHING),
    "RegionPeriod": dict.fromkeys((*CAST, NO_ROLE), EVERYTHING),
}
MODELS: dict[str, type[models.Model]] = {
    model.__name__: model
    for model in (
        Organisation,
        User,
        RoleHolding,
        Position,
        Invitation,
        StaffImport,
        UnsavedText,
        Region,
        RegionPeriod,
    )
}


@pytest.fixture
def world(request: pytest.FixtureRequest) -> dict[str, User]:
    """The whole cast with rows of every model at home, away and at KLK."""
    cast: dict[str, User] = {name: request.getfixturevalue(name) for name in CAST}
    cast[NO_ROLE] = person("ingen@gentofte.example", "Ingen Rolle", None, None)
    for name, user in cast.items():
        UnsavedText.objects.create(user=user, path=f"/{name}/", sealed=b"x", created_at=NOW)
    region = Region.objects.create(name="Hovedstaden")
    for place in (HOME, AWAY):
        municipality = request.getfixturevalue(place)
        RegionPeriod.objects.create(municipality=municipality, region=region, starts_on=LONG_AGO)
        StaffImport.objects.create(municipality=municipality, created_at=NOW, file_name=place)
        _invite(municipality, Role.POLICY_OFFICER)
    _invite(request.getfixturevalue(KLK), Role.CONSULTANT)
    return cast


def _invite(where: Organisation, role: Role) -> None:
    Invitation.objects.create(
        email=f"ny@{where.code or 'klk'}.example",
        first_name="Ny",
        role=role,
        organisation=where,
        created_at=NOW,
        expires_at=NOW,
    )


def _name(row: Any, names: dict[int, str]) -> str:
    """What the expectations call a row: a person's name in the cast, or the place."""
    places = {
        "Gentofte Kommune": HOME,
        "Kolding Kommune": AWAY,
        "KLK": KLK,
        "Dagtilbud": "area",
        "Børnehuset Åen": "day_care",
        "Børnehuset Skoven": "other_day_care",
        "Bakken": "bakken",
        "Børnehaven Slotssøen": "stranger_day_care",
    }
    if isinstance(row, User):
        return names[row.pk]
    if isinstance(row, RoleHolding | Position | UnsavedText):
        return names[row.user_id]
    if isinstance(row, Organisation):
        return places[row.name]
    if isinstance(row, Invitation):
        return places[row.organisation.name]
    if isinstance(row, StaffImport):
        return places[row.municipality.name]
    return str(row)


def test_every_model_of_the_app_is_here() -> None:
    from django.apps import apps

    own = {model.__name__ for model in apps.get_app_config("accounts").get_models()}
    assert own == set(MODELS) == set(EXPECTED)


@pytest.mark.parametrize("model_name", sorted(MODELS))
def test_rows_seen_are_those_written_above_and_those_the_permission_lets_through(
    world: dict[str, User], model_name: str
) -> None:
    model = MODELS[model_name]
    rows = list(model._default_manager.all())
    names = {user.pk: name for name, user in world.items()}
    everything = {_name(row, names) for row in rows}
    permission = f"accounts.view_{model._meta.model_name}"
    for who, user in world.items():
        reader = User.objects.get(pk=user.pk)
        expected = EXPECTED[model_name].get(who, set())
        expected = everything if expected is EVERYTHING else expected
        seen = list(model._default_manager.visible_to(reader))
        assert {_name(row, names) for row in seen} == expected, who
        assert len(seen) == len({row.pk for row in seen}), "no row twice"
        allowed = {row.pk for row in rows if reader.has_perm(permission, row)}
        assert {row.pk for row in seen} == allowed, who


@pytest.mark.parametrize("model_name", sorted(MODELS))
def test_whoever_is_not_signed_in_or_shut_out_sees_nothing(
    world: dict[str, User], model_name: str
) -> None:
    model = MODELS[model_name]
    assert not model._default_manager.visible_to(AnonymousUser()).exists()
    director = world["director"]
    director.is_active = False
    permission = f"accounts.view_{model._meta.model_name}"
    assert not any(director.has_perm(permission, row) for row in model._default_manager.all())


@pytest.mark.parametrize("who", ["director", "klk_admin"])
def test_a_role_that_has_ended_shows_nothing(world: dict[str, User], who: str) -> None:
    world[who].role_holdings.update(ends_on=LONG_AGO)
    reader = User.objects.get(pk=world[who].pk)
    assert list(User.objects.visible_to(reader)) == [reader]
    for model in (Organisation, Invitation, StaffImport):
        assert not model.objects.visible_to(reader).exists()


#: Every address of this app that names an object of a municipality, and how to find one there.
OBJECT_PAGES: dict[str, Callable[[Organisation], int]] = {
    "organisation": lambda home: home.pk,
    "organisation_new": lambda home: home.pk,
    "organisation_edit": lambda home: home.descendants.get().pk,
    "people": lambda home: home.pk,
    "invite": lambda home: home.pk,
    "invitation_resend": lambda home: home.invitations.get().pk,
    "invitation_withdraw": lambda home: home.invitations.get().pk,
    "person": lambda home: _leader(home).pk,
    "role_new": lambda home: _leader(home).pk,
    "role_end": lambda home: _leader(home).role_holdings.get().pk,
    "role_deputy": lambda home: home.role_holdings.get(role=Role.DIRECTOR).pk,
    "position_edit": lambda home: _leader(home).positions.get().pk,
}


def _leader(home: Organisation) -> User:
    return User.objects.get(
        email="leder@kolding.example", positions__organisation__municipality=home
    )


FOREIGN_ROLES = (*AT_HOME, "consultant", "other_consultant", NO_ROLE)


@pytest.mark.parametrize("page", sorted(OBJECT_PAGES))
def test_the_pages_of_a_foreign_municipality_do_not_exist(
    world: dict[str, User],
    signed_in: Callable[..., Client],
    kolding: Organisation,
    page: str,
) -> None:
    address = reverse(page, args=[OBJECT_PAGES[page](kolding)])
    before = _everything_there(kolding)
    for who in FOREIGN_ROLES:
        client = signed_in(world[who])
        assert client.post(address, {"on": "1.1.2190"}).status_code == 404, who
        if not page.startswith("invitation_"):
            assert client.get(address).status_code == 404, who
    assert _everything_there(kolding) == before
    assert Client().get(address).status_code in (302, 405)


def _everything_there(home: Organisation) -> list[Any]:
    return [
        list(model._default_manager.order_by("pk").values())
        for model in (Organisation, RoleHolding, Position, Invitation)
    ]


def test_a_role_in_a_foreign_organisation_cannot_be_given_by_its_number(
    world: dict[str, User], signed_in: Callable[..., Client], kolding: Organisation
) -> None:
    client = signed_in(world["director"])
    own_leader = reverse("role_new", args=[world["leader"].pk])
    for number in (kolding.pk, kolding.descendants.get().pk, 10**17, "9" * 5000, "x", "²", "-1"):
        assert client.get(f"{own_leader}?organisation={number}").status_code == 404
        assert client.post(f"{own_leader}?organisation={number}").status_code == 404


def test_a_person_of_two_municipalities_shows_each_director_their_own(
    world: dict[str, User], signed_in: Callable[..., Client], kolding: Organisation
) -> None:
    leader = world["leader"]
    RoleHolding.objects.create(
        user=leader, organisation=kolding, role=Role.POLICY_OFFICER, starts_on=LONG_AGO
    )
    address = reverse("person", args=[leader.pk])
    own = signed_in(world["director"]).get(address).content.decode()
    foreign = signed_in(world["stranger_director"]).get(address).content.decode()
    assert ("Børnehuset Åen" in own, "Kolding" in own) == (True, False)
    assert ("Børnehuset Åen" in foreign, "Kolding" in foreign) == (False, True)


def test_whoever_has_left_is_known_by_name_and_cannot_be_reached(
    world: dict[str, User], signed_in: Callable[..., Client], gentofte: Organisation
) -> None:
    leader = world["leader"]
    leader.phone = "22 33 44 55"
    leader.save()
    pages = [
        reverse("person", args=[leader.pk]),
        f"{reverse('people', args=[gentofte.pk])}?former=on",
    ]

    def told(reader: str) -> list[tuple[bool, bool, bool]]:
        client = signed_in(User.objects.get(pk=world[reader].pk))
        shown = [client.get(page).content.decode() for page in pages]
        return [
            (leader.full_name in page, leader.email in page, leader.phone in page) for page in shown
        ]

    assert told("director") == [(True, True, True), (True, True, False)]
    leader.role_holdings.update(ends_on=LONG_AGO + dt.timedelta(days=9))
    assert told("director") == [(True, False, False), (True, False, False)]
    assert told("klk_admin")[0] == (True, True, True)
    own = signed_in(User.objects.get(pk=leader.pk)).get(pages[0]).content.decode()
    assert leader.email in own


def test_whoever_has_left_is_given_no_role_without_being_asked(
    world: dict[str, User], signed_in: Callable[..., Client], gentofte: Organisation
) -> None:
    leader = world["leader"]
    address = f"{reverse('role_new', args=[leader.pk])}?organisation={gentofte.pk}"
    director = signed_in(world["director"])
    assert director.get(address).status_code == 200
    leader.role_holdings.update(ends_on=LONG_AGO + dt.timedelta(days=9))
    given = {"role": Role.POLICY_OFFICER, "starts_on": "3.4.2027"}
    assert director.post(address, given).status_code == 403
    assert not director.get(reverse("person", args=[leader.pk])).context["may_give_role"]
    assert signed_in(world["klk_admin"]).post(address, given).status_code == 302
    assert leader.role_holdings.filter(role=Role.POLICY_OFFICER).exists()
