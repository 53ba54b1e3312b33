"""The list of networks, a network in ten seconds, a consultant's own networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation, User
from networks.models import Network
from networks.services.duties import name_coordinator
from networks.services.membership import leave_network
from networks.services.status import set_status
from tests.networks.designs import empty_network
from tests.networks.members import (
    NOW,
    TODAY,
    asked,
    assigned,
    end_roles,
    invited,
    member,
    running_network,
)

SignedIn = Callable[..., Client]
LIST = "/netvaerk/"


@pytest.fixture
def network(
    gentofte: Organisation, director: User, other_leader: User, coordinator: User
) -> Network:
    """Open, with two members; Lise coordinates."""
    network = running_network(gentofte, director, name="Dagtilbud Nord")
    member(network, other_leader, director)
    duty = member(network, coordinator, director)
    name_coordinator(membership=duty, starts_on=TODAY.replace(year=2026, month=1), by=director)
    return network


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def listed(client: Client, query: str = "") -> list[str]:
    return [row.name for row in client.get(LIST + query).context["page"]]


# --- the list --------------------------------------------------------------------------------
def test_a_director_sees_all_of_the_own_municipality_with_status_size_and_coordinator(
    network: Network, gentofte: Organisation, director: User, signed_in: SignedIn
) -> None:
    empty_network(gentofte, director, "Kladde")
    client = signed_in(director, "en")
    assert listed(client) == ["Dagtilbud Nord", "Kladde"]
    shown = page(client, LIST)
    for words in ("Approved", "Draft", "2 of at most 12", "Lise Bech"):
        assert words in shown


def test_a_leader_sees_the_own_ones_first(
    network: Network, gentofte: Organisation, director: User, leader: User, signed_in: SignedIn
) -> None:
    running_network(gentofte, director, name="Åben for alle")
    running_network(gentofte, director, name="Kun inviterede", admission="invitation")
    mine = running_network(gentofte, director, name="Øst", admission="invitation")
    member(mine, leader, director)
    client = signed_in(leader, "en")
    assert listed(client) == ["Øst", "Dagtilbud Nord", "Åben for alle"]
    shown = page(client, LIST)
    assert "You are a member" in shown
    assert "Lise Bech" not in shown  # who is in another network is its inside


def test_a_policy_officer_sees_the_names_of_approved_ones(
    network: Network,
    gentofte: Organisation,
    director: User,
    policy_officer: User,
    signed_in: SignedIn,
) -> None:
    empty_network(gentofte, director, "Kladde")
    client = signed_in(policy_officer, "en")
    assert listed(client) == ["Dagtilbud Nord"]
    shown = page(client, LIST)
    assert "Lise Bech" not in shown
    assert "at most" not in shown


def test_a_consultant_sees_the_assigned_ones(
    network: Network,
    gentofte: Organisation,
    director: User,
    consultant: User,
    other_consultant: User,
    klk_admin: User,
    signed_in: SignedIn,
) -> None:
    running_network(gentofte, director, name="Et andet")
    assigned(network, consultant, klk_admin)
    assert listed(signed_in(consultant)) == ["Dagtilbud Nord"]
    assert listed(signed_in(other_consultant)) == []
    assert listed(signed_in(klk_admin)) == ["Dagtilbud Nord", "Et andet"]


def test_a_stranger_sees_nothing(
    network: Network, stranger_director: User, stranger_leader: User, signed_in: SignedIn
) -> None:
    for person in (stranger_director, stranger_leader):
        assert listed(signed_in(person)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=nord", ["Dagtilbud Nord"]),
        ("?q=+NORD+", ["Dagtilbud Nord"]),
        ("?q=aarhus", ["Århus"]),
        ("?q=%22%27%3B--", ["Dagtilbud Nord", "Århus"]),
        ("?status=draft", ["Århus"]),
        ("?status=approved&q=å", []),
        ("?status=nonsense", ["Dagtilbud Nord", "Århus"]),
        ("?q=" + "x" * 500, ["Dagtilbud Nord", "Århus"]),
        ("?page=99", ["Dagtilbud Nord", "Århus"]),
        ("?page=x&q=%00", ["Dagtilbud Nord", "Århus"]),
    ],
)
def test_search_and_status(
    query: str,
    found: list[str],
    network: Network,
    gentofte: Organisation,
    director: User,
    signed_in: SignedIn,
) -> None:
    empty_network(gentofte, director, "Århus")
    assert listed(signed_in(director), query) == found


def test_nothing_found_and_nothing_there_say_what_to_do(
    director: User, leader: User, signed_in: SignedIn
) -> None:
    assert "A network begins with its design" in page(signed_in(director, "en"), LIST)
    assert "those open to you" in page(signed_in(leader, "en"), LIST)
    assert "No network matches" in page(signed_in(director, "en"), LIST + "?q=x")


# --- a network in ten seconds ----------------------------------------------------------------
def test_a_member_reads_what_it_is_for_and_who_is_in_it(
    network: Network, other_leader: User, signed_in: SignedIn
) -> None:
    shown = page(signed_in(other_leader, "en"), reverse("network", args=[network.pk]))
    for words in (
        "fortroligt rum",
        "Approved",
        "Lise Bech",
        "Omar Haddad",
        "Nye ledere bliver",
        "85 %",
        "Since",
        reverse("network_leave", args=[network.pk]),
        reverse("design_version", args=[network.pk, 1]),
    ):
        assert words in shown, words
    assert reverse("network_status", args=[network.pk]) not in shown


def test_a_director_reads_names_and_may_change_the_status(
    network: Network, director: User, signed_in: SignedIn
) -> None:
    client = signed_in(director, "en")
    shown = page(client, reverse("network", args=[network.pk]))
    for words in ("Lise Bech", "Omar Haddad", reverse("network_status", args=[network.pk])):
        assert words in shown
    assert "leder2@gentofte.example" not in shown
    assert "leder2@gentofte.example" not in page(
        client, reverse("network_members", args=[network.pk])
    )


def test_whoever_can_find_it_reads_the_purpose_and_not_the_inside(
    network: Network, leader: User, policy_officer: User, signed_in: SignedIn
) -> None:
    for person in (leader, policy_officer):
        client = signed_in(person, "en")
        shown = page(client, reverse("network", args=[network.pk]))
        assert "fortroligt rum" in shown
        assert "2 of at most 12" in shown
        for name in ("Omar Haddad", "Lise Bech", "leder2@"):
            assert name not in shown
        assert client.get(reverse("network_members", args=[network.pk])).status_code == 403


@pytest.mark.parametrize(
    ("admission", "words"), [("open", "Join the network"), ("request", "Ask to join")]
)
def test_the_button_says_how_one_comes_in(
    admission: str,
    words: str,
    gentofte: Organisation,
    director: User,
    leader: User,
    signed_in: SignedIn,
) -> None:
    network = running_network(gentofte, director, admission=admission)
    shown = page(signed_in(leader, "en"), reverse("network", args=[network.pk]))
    assert words in shown
    assert reverse("network_join", args=[network.pk]) in shown
    assert "network_join" not in page(signed_in(director), reverse("network", args=[network.pk]))


def test_a_full_network_has_no_button(
    gentofte: Organisation,
    director: User,
    leader: User,
    other_leader: User,
    coordinator: User,
    signed_in: SignedIn,
) -> None:
    network = running_network(gentofte, director, size_max=2)
    for person in (other_leader, coordinator):
        member(network, person, director)
    shown = page(signed_in(leader, "en"), reverse("network", args=[network.pk]))
    assert "The network is full" in shown
    assert reverse("network_join", args=[network.pk]) not in shown


def test_the_invited_and_the_asker_see_their_place(
    gentofte: Organisation, director: User, leader: User, other_leader: User, signed_in: SignedIn
) -> None:
    network = running_network(gentofte, director, admission="request")
    invitation, request = invited(network, leader, director), asked(network, other_leader)
    url = reverse("network", args=[network.pk])
    shown = page(signed_in(leader, "en"), url)
    assert "Mette Holm would like you to be in it" in shown
    assert reverse("membership_answer", args=[invitation.pk]) in shown
    shown = page(signed_in(other_leader, "en"), url)
    assert reverse("membership_withdraw", args=[request.pk]) in shown


def test_after_leaving_the_inside_is_closed(
    network: Network, director: User, other_leader: User, signed_in: SignedIn
) -> None:
    leave_network(membership=network.memberships.get(user=other_leader), now=NOW)
    shown = page(signed_in(other_leader, "en"), reverse("network", args=[network.pk]))
    assert "Lise Bech" not in shown
    assert "Join the network" in shown


def test_a_role_that_ended_gives_nothing(
    network: Network, other_leader: User, signed_in: SignedIn
) -> None:
    client = signed_in(end_roles(other_leader))
    assert client.get(reverse("network", args=[network.pk])).status_code == 404
    assert listed(client) == []


STRANGERS = (
    "stranger_director",
    "stranger_leader",
    "other_consultant",
    "consultant",
    "internal_consultant",
)
ADDRESSES = (
    "network",
    "network_members",
    "network_invite",
    "network_join",
    "network_leave",
    "network_coordinator",
    "network_assign",
)


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_no_page(
    who: str, network: Network, signed_in: SignedIn, request: Any
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for name in ADDRESSES:
        url = reverse(name, args=[network.pk])
        assert client.post(url).status_code == 404, name
        if name != "network_join":
            assert client.get(url).status_code == 404, name


def test_a_network_that_is_not_there(director: User, signed_in: SignedIn) -> None:
    client = signed_in(director)
    for pk in (0, 999_999, 10**15):
        assert client.get(reverse("network", args=[pk])).status_code == 404


def test_a_draft_leads_to_its_design(
    gentofte: Organisation, director: User, signed_in: SignedIn
) -> None:
    draft = empty_network(gentofte, director)
    shown = page(signed_in(director, "en"), reverse("network", args=[draft.pk]))
    assert reverse("design", args=[draft.pk]) in shown


def test_a_closed_network_takes_nobody_in(
    network: Network, director: User, leader: User, signed_in: SignedIn
) -> None:
    set_status(network=network, status="closed", by=director, now=NOW)
    assert signed_in(leader).get(reverse("network", args=[network.pk])).status_code == 404
    assert "Closed" in page(signed_in(director, "en"), reverse("network", args=[network.pk]))


# --- consultants -----------------------------------------------------------------------------
def test_a_consultants_own_networks_with_their_dates(
    network: Network, consultant: User, klk_admin: User, director: User, signed_in: SignedIn
) -> None:
    assigned(network, consultant, klk_admin)
    set_status(network=network, status="establishing", by=director, now=NOW)
    set_status(network=network, status="active", by=director, now=NOW)
    client = signed_in(consultant, "en")
    shown = page(client, "/raadgivning/")
    for words in (
        "Dagtilbud Nord",
        "Gentofte Kommune",
        "fortroligt rum",
        "2 of at most 12",
        "From 1 January 2026",
        "23 November 2026",
    ):
        assert words in shown, words
    for url in ("network", "network_members"):
        assert "Omar Haddad" in page(client, reverse(url, args=[network.pk]))
    assert "leder2@gentofte.example" in page(client, reverse("network_members", args=[network.pk]))


def test_a_consultant_never_reaches_the_municipality(
    network: Network,
    gentofte: Organisation,
    leader: User,
    consultant: User,
    klk_admin: User,
    signed_in: SignedIn,
) -> None:
    assigned(network, consultant, klk_admin)
    client = signed_in(consultant)
    for name, pk in (("organisation", gentofte.pk), ("people", gentofte.pk), ("person", leader.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 404, name


def test_not_assigned_sees_an_empty_page(
    network: Network, other_consultant: User, leader: User, signed_in: SignedIn
) -> None:
    shown = page(signed_in(other_consultant, "en"), "/raadgivning/")
    assert "You are not assigned to a network" in shown
    assert "Dagtilbud Nord" not in shown
    assert signed_in(leader).get("/raadgivning/").status_code == 403


# --- queries ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "who", ["director", "other_leader", "leader", "klk_admin", "policy_officer", "consultant"]
)
def test_few_queries(
    who: str, network: Network, consultant: User, klk_admin: User, signed_in: SignedIn, request: Any
) -> None:
    assigned(network, consultant, klk_admin)
    client = signed_in(request.getfixturevalue(who))
    urls = [LIST, reverse("network", args=[network.pk])]
    if who == "consultant":
        urls.append("/raadgivning/")
    for url in urls:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        assert len(captured) <= 12, url
