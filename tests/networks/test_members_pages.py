"""Coming in and leaving on the pages: asking, answering, deciding, twice and with bad input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from networks.models import Membership, Network
from notifications.models import Message
from tests.networks.members import (
    end_roles,
    invited,
    member,
    post,
    running_network,
    state,
    told,
)

SignedIn = Callable[..., Client]
TODAY = timezone.localdate()


# --- joining and answering -------------------------------------------------------------------
def test_asking_and_taking_it_back(
    network: Network, leader: User, director: User, signed_in: SignedIn
) -> None:
    client = signed_in(leader, "en")
    for _ in range(2):
        response = post(client, "network_join", network.pk)
        assert response["Location"] == reverse("network", args=[network.pk])
    membership = network.memberships.get(user=leader)
    assert membership.state == "requested"
    for _ in range(2):
        post(client, "membership_withdraw", membership.pk)
    assert state(membership) == "withdrawn"


def test_joining_an_open_network(
    gentofte: Organisation, director: User, leader: User, signed_in: SignedIn
) -> None:
    network = running_network(gentofte, director)
    client = signed_in(leader, "en")
    for _ in range(2):
        post(client, "network_join", network.pk)
    assert "Welcome" in told(client)
    assert network.memberships.get().state == "active"


def test_where_only_invitations_count_nobody_joins(
    gentofte: Organisation, director: User, leader: User, signed_in: SignedIn
) -> None:
    network = running_network(gentofte, director, admission="invitation")
    client = signed_in(leader)
    assert post(client, "network_join", network.pk).status_code == 404
    invited(network, leader, director)
    assert post(client, "network_join", network.pk).status_code == 403
    assert network.memberships.get().state == "invited"


def test_full_is_told(
    gentofte: Organisation,
    director: User,
    leader: User,
    other_leader: User,
    coordinator: User,
    signed_in: SignedIn,
) -> None:
    network = running_network(gentofte, director, size_max=2)
    for someone in (other_leader, coordinator):
        member(network, someone, director)
    client = signed_in(leader, "en")
    post(client, "network_join", network.pk)
    assert "The network is full" in told(client)
    assert not network.memberships.filter(user=leader).exists()


def test_yes_twice(waiting: Membership, leader: User, signed_in: SignedIn) -> None:
    client = signed_in(leader)
    for _ in range(2):
        response = post(client, "membership_answer", waiting.pk, answer="yes")
        assert response["Location"] == reverse("network", args=[waiting.network_id])
    assert state(waiting) == "active"


def test_no_twice_from_a_network_one_then_no_longer_sees(
    gentofte: Organisation, director: User, leader: User, signed_in: SignedIn
) -> None:
    network = running_network(gentofte, director, admission="invitation")
    membership, client = invited(network, leader, director), signed_in(leader)
    for _ in range(2):
        response = post(client, "membership_answer", membership.pk, answer="no")
        assert response["Location"] == reverse("networks")
    assert state(membership) == "declined"


@pytest.mark.parametrize("answer", ["", "maybe", "YES", "<script>"])
def test_an_answer_is_yes_or_no(
    answer: str, waiting: Membership, leader: User, signed_in: SignedIn
) -> None:
    post(signed_in(leader), "membership_answer", waiting.pk, answer=answer)
    assert state(waiting) == "invited"


def test_an_invitation_that_was_taken_back_is_told(
    waiting: Membership, leader: User, director: User, signed_in: SignedIn
) -> None:
    assert post(signed_in(director), "membership_withdraw", waiting.pk).status_code == 302
    client = signed_in(leader, "en")
    post(client, "membership_answer", waiting.pk, answer="yes")
    assert "answered or withdrawn meanwhile" in told(client)
    assert state(waiting) == "withdrawn"


def test_somebody_whose_role_ended_cannot_say_yes(
    waiting: Membership, leader: User, signed_in: SignedIn
) -> None:
    client = signed_in(end_roles(leader))
    assert post(client, "membership_answer", waiting.pk, answer="yes").status_code == 302
    assert state(waiting) == "invited"


# --- deciding --------------------------------------------------------------------------------
@pytest.mark.parametrize(("decision", "after"), [("yes", "active"), ("no", "declined")])
@pytest.mark.parametrize("who", ["director", "klk_admin"])
def test_deciding_twice(
    decision: str,
    after: str,
    who: str,
    request_to_join: Membership,
    leader: User,
    signed_in: SignedIn,
    request: Any,
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for _ in range(2):
        post(client, "membership_decide", request_to_join.pk, decision=decision)
    assert state(request_to_join) == after
    assert Message.objects.filter(user=leader, kind="networks.decision").count() == 1


@pytest.mark.parametrize("decision", ["", "maybe"])
def test_a_decision_is_yes_or_no(
    decision: str, request_to_join: Membership, director: User, signed_in: SignedIn
) -> None:
    post(signed_in(director), "membership_decide", request_to_join.pk, decision=decision)
    assert state(request_to_join) == "requested"


def test_whoever_asked_does_not_decide(
    request_to_join: Membership, leader: User, signed_in: SignedIn
) -> None:
    client = signed_in(leader)
    assert post(client, "membership_decide", request_to_join.pk, decision="yes").status_code == 403
    assert state(request_to_join) == "requested"


# --- leaving and ending ----------------------------------------------------------------------
def test_leaving_asks_first_and_twice_is_harmless(
    network: Network, other_leader: User, signed_in: SignedIn
) -> None:
    client, url = signed_in(other_leader), reverse("network_leave", args=[network.pk])
    assert client.get(url).status_code == 200
    assert network.memberships.get().state == "active"
    for _ in range(2):
        assert client.post(url).status_code == 302
    assert network.memberships.get().state == "left"


def test_only_a_member_leaves(
    network: Network, waiting: Membership, leader: User, director: User, signed_in: SignedIn
) -> None:
    for someone in (leader, director):
        assert post(signed_in(someone), "network_leave", network.pk).status_code == 404
    assert state(waiting) == "invited"


def test_a_director_ends_a_membership(
    network: Network, other_leader: User, director: User, signed_in: SignedIn
) -> None:
    membership, client = network.memberships.get(), signed_in(director)
    url = reverse("membership_remove", args=[membership.pk])
    assert "Omar Haddad" in client.get(url).content.decode()
    assert state(membership) == "active"
    for _ in range(2):
        client.post(url)
    assert state(membership) == "left"
    assert Message.objects.filter(user=other_leader, kind="networks.removal").count() == 1


def test_ending_what_is_only_an_invitation_is_told(
    waiting: Membership, director: User, signed_in: SignedIn
) -> None:
    client = signed_in(director, "en")
    post(client, "membership_remove", waiting.pk)
    assert "no membership to end" in told(client)
    assert state(waiting) == "invited"
