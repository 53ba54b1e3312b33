"""Creating a person and finding people again."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Organisation, RoleHolding, User
from accounts.selectors.people import colleague_by_address, find_by_address, people_in
from accounts.services.people import AddressTaken, create_person

TODAY = dt.date(2026, 11, 24)


@pytest.mark.django_db
def test_a_person_with_a_password_has_a_verified_address() -> None:
    user = create_person(
        email=" Ny@Gentofte.Example ", first_name="Ny", last_name="Leder", password="lang-nok-sagt"
    )
    assert user.email == "ny@gentofte.example"
    assert user.check_password("lang-nok-sagt")
    assert [(a.email, a.verified, a.primary) for a in user.emailaddress_set.all()] == [
        ("ny@gentofte.example", True, True)
    ]


@pytest.mark.django_db
def test_a_person_without_a_password_has_proven_nothing() -> None:
    user = create_person(email="ny@gentofte.example", first_name="Ny", last_name="")
    assert user.was_invited_only
    assert not user.emailaddress_set.get().verified


def test_an_address_belongs_to_one_person(leader: User) -> None:
    with pytest.raises(AddressTaken):
        create_person(email=leader.email.upper(), first_name="En", last_name="Anden")


def test_a_second_verified_address_of_somebody_is_theirs(leader: User) -> None:
    leader.emailaddress_set.create(email="sofie@hjemme.example", verified=True)
    leader.emailaddress_set.create(email="ikke@bevist.example", verified=False)
    assert find_by_address("SOFIE@hjemme.example") == leader
    assert find_by_address("ikke@bevist.example") is None
    with pytest.raises(AddressTaken):
        create_person(
            email="sofie@hjemme.example", first_name="En", last_name="Anden", password="x" * 12
        )


def test_colleagues_are_found_in_the_own_municipality_only(
    leader: User, stranger_leader: User, gentofte: Organisation
) -> None:
    assert colleague_by_address(leader.email.upper(), gentofte.pk, TODAY) == leader
    assert colleague_by_address(stranger_leader.email, gentofte.pk, TODAY) is None
    assert colleague_by_address("ingen@gentofte.example", gentofte.pk, TODAY) is None


def test_the_list_of_people_is_searched_as_danes_spell(
    director: User, leader: User, stranger_leader: User, gentofte: Organisation
) -> None:
    aase = create_person(email="aa@gentofte.example", first_name="Åse", last_name="Vangård")
    RoleHolding.objects.create(
        user=aase, organisation=gentofte, role=Role.POLICY_OFFICER, starts_on=TODAY
    )

    def found(search: str) -> list[User]:
        return list(people_in(gentofte, director, TODAY, search=search))

    assert found("") == [director, leader, aase]
    assert found("aase") == found("ÅSE") == [aase]
    assert found("direktor@") == [director]
    assert found("%") == found("eva juhl") == []


def test_former_people_are_shown_when_asked_for(
    director: User, leader: User, gentofte: Organisation, day_care: Organisation
) -> None:
    leader.role_holdings.get().delete()
    RoleHolding.objects.create(
        user=leader,
        organisation=day_care,
        role=Role.LEADER,
        starts_on=TODAY - dt.timedelta(days=30),
        ends_on=TODAY - dt.timedelta(days=1),
    )
    assert list(people_in(gentofte, director, TODAY)) == [director]
    everybody = list(people_in(gentofte, director, TODAY, also_former=True))
    assert everybody == [director, leader]
    assert [str(role.organisation) for role in everybody[1].roles_here] == [day_care.name]


def test_roles_elsewhere_are_not_listed(
    director: User, leader: User, gentofte: Organisation, kolding: Organisation
) -> None:
    RoleHolding.objects.create(
        user=leader, organisation=kolding, role=Role.POLICY_OFFICER, starts_on=TODAY
    )
    shown = people_in(gentofte, director, TODAY).get(pk=leader.pk)
    assert [role.role for role in shown.roles_here] == [Role.LEADER]


def test_a_long_list_is_cut_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
    signed_in: Callable[..., Client],
    gentofte: Organisation,
    director: User,
    leader: User,
    other_leader: User,
) -> None:
    url = reverse("people", args=[gentofte.pk])
    told = "people are listed. Search to find the others."
    assert told not in signed_in(director, "en").get(url).content.decode()
    monkeypatch.setattr("accounts.views.people.LISTED", 2)
    answer = signed_in(director, "en").get(url)
    assert f"The first 2 {told}" in answer.content.decode()
    assert answer.context["page"].paginator.count == 2
