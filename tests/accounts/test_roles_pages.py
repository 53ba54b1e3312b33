"""The pages of people, roles and positions: who may, what is written, what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import LeaderLevel, Role
from accounts.models import Organisation, Position, RoleHolding, User
from tests.conftest import LONG_AGO

SignedIn = Callable[..., Client]
DAY = dt.timedelta(days=1)
FAR = "31.12.2190"


def danish(day: dt.date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def give_to(user: User, where: Organisation) -> str:
    return f"{reverse('role_new', args=[user.pk])}?organisation={where.pk}"


# --- looking ---------------------------------------------------------------------------------
def test_a_director_sees_who_holds_what(
    signed_in: SignedIn, director: User, leader: User, gentofte: Organisation
) -> None:
    page = signed_in(director).get(reverse("people", args=[gentofte.pk])).content.decode()
    assert leader.email in page
    assert reverse("person", args=[leader.pk]) in page


def test_everybody_sees_their_own_page_and_nobody_a_colleagues(
    signed_in: SignedIn, leader: User, other_leader: User
) -> None:
    client = signed_in(leader)
    own = client.get(reverse("person", args=[leader.pk]))
    assert own.status_code == 200
    assert reverse("role_end", args=[leader.role_holdings.get().pk]) not in own.content.decode()
    assert client.get(reverse("person", args=[other_leader.pk])).status_code == 404
    assert client.get(reverse("role_new", args=[leader.pk])).status_code == 403


# --- giving ----------------------------------------------------------------------------------
def test_a_director_gives_a_role_in_the_own_municipality(
    signed_in: SignedIn, director: User, leader: User, other_day_care: Organisation
) -> None:
    client = signed_in(director)
    places = client.get(reverse("role_new", args=[leader.pk])).context["page"]
    assert other_day_care in list(places)
    response = client.post(
        give_to(leader, other_day_care), {"role": "leader", "starts_on": "3.4.2027", "ends_on": FAR}
    )
    assert response.headers["Location"] == reverse("person", args=[leader.pk])
    given = leader.role_holdings.get(organisation=other_day_care)
    assert (given.starts_on, given.ends_on) == (dt.date(2027, 4, 3), dt.date(2190, 12, 31))
    assert leader.positions.get(organisation=other_day_care).level == LeaderLevel.INSTITUTION


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": ""}, "role"),
        ({"role": "klk_admin"}, "role"),
        ({"role": "leader"}, "role"),
        ({"role": "director", "starts_on": ""}, "starts_on"),
        ({"starts_on": "32.13.2027"}, "starts_on"),
        ({"starts_on": "<script>"}, "starts_on"),
        ({"starts_on": "9" * 500}, "starts_on"),
        ({"ends_on": "1.1.2026"}, "ends_on"),
        ({"ends_on": "🦊"}, "ends_on"),
    ],
)
def test_a_bad_role_is_refused_beside_the_field(
    signed_in: SignedIn,
    director: User,
    leader: User,
    gentofte: Organisation,
    change: dict[str, Any],
    field: str,
) -> None:
    answer = {"role": "policy_officer", "starts_on": "3.4.2027", "ends_on": "", **change}
    response = signed_in(director).post(give_to(leader, gentofte), answer)
    assert field in response.context["form"].errors
    assert leader.role_holdings.count() == 1


def test_the_same_role_twice_is_told_beside_the_field(
    signed_in: SignedIn, director: User, leader: User, gentofte: Organisation
) -> None:
    answer = {"role": "policy_officer", "starts_on": "3.4.2027"}
    client = signed_in(director)
    client.post(give_to(leader, gentofte), answer)
    response = client.post(give_to(leader, gentofte), answer)
    assert "role" in response.context["form"].errors
    assert leader.role_holdings.count() == 2


# --- ending ----------------------------------------------------------------------------------
def test_a_role_ended_today_is_gone_at_the_next_click(
    signed_in: SignedIn, director: User, policy_officer: User, gentofte: Organisation
) -> None:
    theirs = signed_in(policy_officer)
    assert theirs.get(reverse("organisation", args=[gentofte.pk])).status_code == 200
    address = reverse("role_end", args=[policy_officer.role_holdings.get().pk])
    response = signed_in(director).post(address, {"on": danish(timezone.localdate())})
    assert response.headers["Location"] == reverse("person", args=[policy_officer.pk])
    assert theirs.get(reverse("organisation", args=[gentofte.pk])).status_code == 404


@pytest.mark.parametrize("who", ["leader", "internal_consultant", "policy_officer"])
def test_nobody_ends_their_own_role_but_directors(
    request: pytest.FixtureRequest, signed_in: SignedIn, who: str
) -> None:
    user = request.getfixturevalue(who)
    address = reverse("role_end", args=[user.role_holdings.get().pk])
    assert signed_in(user).get(address).status_code == 403
    assert signed_in(user).post(address, {"on": FAR}).status_code == 403
    assert user.role_holdings.get().ends_on is None


def test_the_last_director_is_told_and_stays(signed_in: SignedIn, director: User) -> None:
    address = reverse("role_end", args=[director.role_holdings.get().pk])
    response = signed_in(director).post(address, {"on": danish(timezone.localdate())})
    assert response.context["form"].non_field_errors()
    assert director.role_holdings.get().ends_on is None


@pytest.mark.parametrize("on", ["", "1.1.2020", "32/13/2027", "x" * 300, "<b>"])
def test_a_bad_last_day_is_refused(
    signed_in: SignedIn, director: User, leader: User, on: str
) -> None:
    address = reverse("role_end", args=[leader.role_holdings.get().pk])
    response = signed_in(director).post(address, {"on": on})
    assert "on" in response.context["form"].errors
    assert leader.role_holdings.get().ends_on is None


# --- deputies --------------------------------------------------------------------------------
def test_a_director_names_a_deputy(
    signed_in: SignedIn, director: User, leader: User, gentofte: Organisation
) -> None:
    address = reverse("role_deputy", args=[director.role_holdings.get().pk])
    today = timezone.localdate()
    answer = {
        "deputy": leader.email.upper(),
        "starts_on": danish(today),
        "ends_on": danish(today + 20 * DAY),
    }
    assert signed_in(director).post(address, answer).status_code == 302
    given = leader.role_holdings.get(role=Role.DIRECTOR)
    assert (given.deputy_for, given.ends_on) == (director, today + 20 * DAY)
    invite_page = reverse("invite", args=[gentofte.pk])
    assert signed_in(leader).get(invite_page).status_code == 200
    assert signed_in(leader).get(reverse("role_deputy", args=[given.pk])).status_code == 403


def test_a_deputy_is_found_in_the_own_municipality_only(
    signed_in: SignedIn, director: User, stranger_leader: User, leader: User
) -> None:
    address = reverse("role_deputy", args=[director.role_holdings.get().pk])
    period = {"starts_on": "1.1.2190", "ends_on": "2.1.2190"}
    texts = set()
    for email in (stranger_leader.email, "ukendt@gentofte.example"):
        form = signed_in(director).post(address, {**period, "deputy": email}).context["form"]
        texts.add(str(form.errors["deputy"]))
    assert len(texts) == 1  # known elsewhere and unknown look the same
    bad = [
        ({"deputy": ""}, "deputy"),
        ({"deputy": "x" * 300 + "@a.example"}, "deputy"),
        ({"deputy": director.email}, "deputy"),
        ({"ends_on": "1.1.2189"}, "ends_on"),
        ({"ends_on": "1.1.2020"}, "ends_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"starts_on": "1.1.1999"}, "ends_on"),
    ]
    for change, field in bad:
        answer = {**period, "deputy": leader.email, **change}
        response = signed_in(director).post(address, answer)
        assert field in response.context["form"].errors, change
    assert RoleHolding.objects.filter(role=Role.DIRECTOR).count() == 1


def test_a_leaders_role_has_no_deputy(signed_in: SignedIn, director: User, leader: User) -> None:
    address = reverse("role_deputy", args=[leader.role_holdings.get().pk])
    assert signed_in(director).get(address).status_code == 403


# --- positions -------------------------------------------------------------------------------
def test_a_director_changes_a_position(signed_in: SignedIn, director: User, leader: User) -> None:
    address = reverse("position_edit", args=[leader.positions.get().pk])
    today = timezone.localdate()
    answer = {
        "title": "Pædagogisk leder",
        "level": "team",
        "reports_to": director.email,
        "starts_on": danish(today),
    }
    assert signed_in(director).get(address).status_code == 200
    assert signed_in(director).post(address, answer).status_code == 302
    former, now = leader.positions.order_by("starts_on")
    assert (former.starts_on, former.ends_on) == (LONG_AGO, today - DAY)
    assert (now.title, now.level, now.reports_to) == ("Pædagogisk leder", "team", director)


def test_a_leader_does_not_change_the_own_position(signed_in: SignedIn, leader: User) -> None:
    address = reverse("position_edit", args=[leader.positions.get().pk])
    assert signed_in(leader).get(address).status_code == 403
    assert signed_in(leader).post(address, {}).status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "x" * 101}, "title"),
        ({"title": "\x00"}, "title"),
        ({"level": ""}, "level"),
        ({"level": "king"}, "level"),
        ({"reports_to": "leder@gentofte.example"}, "reports_to"),
        ({"reports_to": "leder2@gentofte.example"}, "reports_to"),
        ({"reports_to": "leder@kolding.example"}, "reports_to"),
        ({"reports_to": "nobody"}, "reports_to"),
        ({"starts_on": "1.1.2024"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
    ],
)
def test_a_bad_position_is_refused_beside_the_field(
    signed_in: SignedIn,
    director: User,
    leader: User,
    other_leader: User,
    stranger_leader: User,
    change: dict[str, Any],
    field: str,
) -> None:
    """leder2 already reports to leder: the other way round would be a circle."""
    below = other_leader.positions.get()
    below.reports_to = leader
    below.save()
    answer = {"title": "Leder", "level": "institution", "reports_to": "", "starts_on": FAR}
    address = reverse("position_edit", args=[leader.positions.get().pk])
    response = signed_in(director).post(address, {**answer, **change})
    assert field in response.context["form"].errors
    assert Position.objects.filter(user=leader).count() == 1
