"""Steering a network: who may; inviting, coordinators, long lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, Position, User
from networks.models import Assignment, DutyPeriod, Membership, Network
from networks.services.membership import leave_network
from notifications.models import Message
from tests.conftest import institution, person
from tests.networks.members import (
    NOW,
    asked,
    assigned,
    dates,
    invited,
    member,
    post,
    running_network,
    state,
    told,
)

SignedIn = Callable[..., Client]
TODAY = timezone.localdate()


# --- who may ---------------------------------------------------------------------------------
OUTSIDERS = {
    "stranger_director": 404,
    "stranger_leader": 404,
    "internal_consultant": 404,
    "other_consultant": 404,
    "other_leader": 403,
    "policy_officer": 403,
}
OF_NETWORK = (
    "network_invite",
    "network_coordinator",
    "network_assign",
)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_who_may_not_steer(
    who: str, network: Network, klk_admin: User, signed_in: SignedIn, request: Any
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for name in OF_NETWORK:
        for method in (client.get, client.post):
            assert method(reverse(name, args=[network.pk])).status_code == OUTSIDERS[who], name
    assert (Membership.objects.count(), Assignment.objects.count()) == (1, 0)


@pytest.mark.parametrize("who", ["director", "klk_admin"])
def test_who_may_steer(who: str, network: Network, signed_in: SignedIn, request: Any) -> None:
    client = signed_in(request.getfixturevalue(who))
    for name in (*OF_NETWORK, "network_members"):
        assert client.get(reverse(name, args=[network.pk])).status_code == 200, name


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger_director", 404),
        ("stranger_leader", 404),
        ("coordinator", 404),  # of another network
        ("policy_officer", 404),
        ("internal_consultant", 404),
        ("other_consultant", 404),
        ("other_leader", 404),  # a member does not see who is invited
        ("consultant", 403),  # assigned
    ],
)
def test_somebody_elses_invitation(
    who: str,
    status: int,
    network: Network,
    waiting: Membership,
    consultant: User,
    klk_admin: User,
    signed_in: SignedIn,
    request: Any,
) -> None:
    assigned(network, consultant, klk_admin)
    client = signed_in(request.getfixturevalue(who))
    for name in (
        "membership_answer",
        "membership_decide",
        "membership_withdraw",
        "membership_remove",
    ):
        data = {"answer": "yes", "decision": "yes"}
        assert post(client, name, waiting.pk, **data).status_code == status, name
    assert state(waiting) == "invited"


def test_a_director_does_not_answer_for_somebody(
    waiting: Membership, director: User, klk_admin: User, signed_in: SignedIn
) -> None:
    for steers in (director, klk_admin):
        client = signed_in(steers)
        assert post(client, "membership_answer", waiting.pk, answer="yes").status_code == 403
    assert state(waiting) == "invited"


def test_a_member_ends_nobody_elses_membership(
    network: Network, other_leader: User, coordinator: User, director: User, signed_in: SignedIn
) -> None:
    theirs = member(network, coordinator, director)
    client = signed_in(other_leader)
    for name in ("membership_remove", "membership_decide", "membership_withdraw"):
        assert post(client, name, theirs.pk, decision="no").status_code == 403, name
    assert state(theirs) == "active"


def test_actions_are_not_done_by_a_link(
    network: Network, waiting: Membership, leader: User, director: User, signed_in: SignedIn
) -> None:
    for client, name, pk in (
        (signed_in(leader), "network_join", network.pk),
        (signed_in(leader), "membership_answer", waiting.pk),
        (signed_in(director), "membership_decide", waiting.pk),
        (signed_in(director), "membership_withdraw", waiting.pk),
    ):
        assert client.get(reverse(name, args=[pk])).status_code == 405
    signed_in(director).get(reverse("membership_remove", args=[waiting.pk]))
    assert state(waiting) == "invited"


# --- inviting --------------------------------------------------------------------------------
def test_a_director_invites_a_leader(
    network: Network, leader: User, director: User, signed_in: SignedIn
) -> None:
    client = signed_in(director, "en")
    for _ in range(2):
        assert post(client, "network_invite", network.pk, person=leader.pk).status_code == 302
    assert network.memberships.get(user=leader).asked_by == director
    assert Message.objects.filter(user=leader).count() == 1
    assert "Sofie Krag is invited and gets an e-mail" in told(client)


@pytest.mark.parametrize(
    "wrong", ["stranger_leader", "policy_officer", "director", "other_leader", "klk_admin"]
)
def test_only_leaders_from_here_who_are_not_in_it(
    wrong: str, network: Network, director: User, signed_in: SignedIn, request: Any
) -> None:
    client = signed_in(director, "en")
    post(client, "network_invite", network.pk, person=request.getfixturevalue(wrong).pk)
    assert "cannot be invited" in told(client)
    assert network.memberships.count() == 1


@pytest.mark.parametrize("wrong", ["", "0", "x", "999999", "1 OR 1=1", "9" * 40, "\x00"])
def test_unknown_people(wrong: str, network: Network, director: User, signed_in: SignedIn) -> None:
    client = signed_in(director, "en")
    assert post(client, "network_invite", network.pk, person=wrong).status_code == 302
    assert "cannot be invited" in told(client)
    assert network.memberships.count() == 1


def offered(client: Client, network: Network, query: str = "") -> list[str]:
    page = client.get(reverse("network_invite", args=[network.pk]) + query).context["page"]
    return [person.full_name for person in page]


def test_the_same_leader_level_first_and_searched_by_name_or_workplace(
    network: Network,
    area: Organisation,
    director: User,
    leader: User,
    coordinator: User,
    stranger_leader: User,
    signed_in: SignedIn,
) -> None:
    head = person("chef@gentofte.example", "Aage Aa", "leader", area)
    Position.objects.filter(user=head).update(level="head")
    client = signed_in(director)
    assert offered(client, network) == ["Lise Bech", "Sofie Krag", "Aage Aa"]
    assert offered(client, network, "?q=åge") == ["Aage Aa"]
    assert offered(client, network, "?q=bakken") == ["Lise Bech"]
    assert offered(client, network, "?q=%3C%3E") == []
    assert offered(client, network, "?q=" + "x" * 300) == ["Lise Bech", "Sofie Krag", "Aage Aa"]


def test_a_superior_and_their_own_report_are_pointed_out(
    network: Network,
    area: Organisation,
    director: User,
    leader: User,
    other_leader: User,
    signed_in: SignedIn,
) -> None:
    head = person("chef@gentofte.example", "Aage Aa", "leader", area)
    Position.objects.filter(user=other_leader).update(reports_to=head)
    Position.objects.filter(user=leader).update(reports_to=other_leader)
    url = reverse("network_invite", args=[network.pk])
    shown = signed_in(director, "en").get(url).content.decode()
    assert "Leads Omar Haddad" in shown
    assert "Reports to Omar Haddad" in shown
    invited(network, head, director)  # advice, never a lock


# --- coordinator -----------------------------------------------------------------------------
def test_naming_a_coordinator_twice(network: Network, director: User, signed_in: SignedIn) -> None:
    membership, client = network.memberships.get(), signed_in(director)
    for _ in range(2):
        data = {"member": membership.pk, **dates("starts_on", TODAY)}
        assert post(client, "network_coordinator", network.pk, **data).status_code == 302
    assert DutyPeriod.objects.get().membership == membership


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("member", {"member": "999999"}),
        ("member", {"member": "x"}),
        ("member", {"member": ""}),
        ("starts_on", {"starts_on_day": "32"}),
        ("starts_on", {"starts_on_year": "2020"}),
        ("starts_on", {"starts_on_day": "", "starts_on_month": "", "starts_on_year": ""}),
    ],
)
def test_a_coordinator_with_bad_input(
    field: str, wrong: dict[str, str], network: Network, director: User, signed_in: SignedIn
) -> None:
    data = {"member": network.memberships.get().pk, **dates("starts_on", TODAY), **wrong}
    response = post(signed_in(director), "network_coordinator", network.pk, **data)
    assert list(response.context["form"].errors) == [field]
    assert not DutyPeriod.objects.exists()


def test_a_member_of_another_network_cannot_be_coordinator(
    network: Network, gentofte: Organisation, director: User, leader: User, signed_in: SignedIn
) -> None:
    other = member(running_network(gentofte, director, name="Et andet"), leader, director)
    data = {"member": other.pk, **dates("starts_on", TODAY)}
    response = post(signed_in(director), "network_coordinator", network.pk, **data)
    assert list(response.context["form"].errors) == ["member"]


# --- long lists ------------------------------------------------------------------------------
def test_more_than_fit_are_a_click_away(
    network: Network,
    area: Organisation,
    director: User,
    consultant: User,
    klk_admin: User,
    signed_in: SignedIn,
) -> None:
    for number in range(14):
        someone = person(
            f"l{number}@gentofte.example",
            f"Leder {number}",
            "leader",
            institution(f"Hus {number}", area),
        )
        row = asked(network, someone) if number < 3 else invited(network, someone, director)
        if number > 11:
            row.state, row.joined_on = "active", NOW.date()
            row.save()
            leave_network(membership=row, now=NOW)
    url = reverse("network_members", args=[network.pk])
    client = signed_in(director, "en")
    first = client.get(url)
    assert [row.state for row in first.context["waiting"]] == ["requested"] * 3 + ["invited"] * 7
    assert "?vis=venter" in first.content.decode()
    assert len(client.get(url + "?vis=venter").context["page"]) == 12
    assert len(client.get(url + "?vis=tidligere").context["page"]) == 2
    assigned(network, consultant, klk_admin)
    reading = signed_in(consultant, "en").get(url)
    assert "Waiting for an answer" in reading.content.decode()
    assert "membership_decide" not in reading.content.decode()
    assert "/afgoer/" not in reading.content.decode()


def test_members_do_not_see_who_waits(
    network: Network, waiting: Membership, other_leader: User, signed_in: SignedIn
) -> None:
    url = reverse("network_members", args=[network.pk])
    for query in ("", "?vis=venter", "?vis=tidligere", "?vis=x"):
        response = signed_in(other_leader).get(url + query)
        assert response.status_code == 200
        assert "Sofie Krag" not in response.content.decode()


def test_names_are_text(
    network: Network, leader: User, director: User, signed_in: SignedIn
) -> None:
    leader.first_name = "<script>alert(1)</script>"
    leader.save()
    invited(network, leader, director)
    client = signed_in(director)
    for name in ("network", "network_members", "network_invite", "network_coordinator"):
        assert "<script>alert" not in client.get(reverse(name, args=[network.pk])).content.decode()
