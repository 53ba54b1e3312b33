"""Two at the same moment, with real threads and real transactions."""

from __future__ import annotations

import pytest

from accounts.models import Organisation, User
from networks.models import Assignment, Membership
from networks.services.assignments import assign_consultant
from networks.services.membership import (
    accept_invitation,
    ask_to_join,
    decide_request,
    invite_leader,
    join_network,
    leave_network,
)
from notifications.models import Message
from tests.at_once import at_once
from tests.conftest import institution, person
from tests.networks.members import NOW, TODAY, asked, invited, member, running_network

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(area: Organisation) -> list[User]:
    """Six leaders of the municipality."""
    return [
        person(f"l{n}@gentofte.example", f"Leder {n}", "leader", institution(f"Hus {n}", area))
        for n in range(6)
    ]


def members(network_id: int) -> int:
    return Membership.objects.active().filter(network=network_id).count()


def test_the_last_place_is_taken_once(
    gentofte: Organisation, director: User, leader: User, crowd: list[User]
) -> None:
    network = running_network(gentofte, director, size_max=2)
    member(network, leader, director)
    actions = [lambda p=p: join_network(network=network, person=p, now=NOW) for p in crowd]
    assert at_once(*actions) == sorted(["done"] + ["NetworkFull"] * 5)
    assert members(network.pk) == 2


def test_whichever_way_they_come_the_last_place_is_taken_once(
    gentofte: Organisation, director: User, leader: User, crowd: list[User]
) -> None:
    network = running_network(gentofte, director, size_max=2)
    member(network, leader, director)
    waiting = invited(network, crowd[0], director)
    asking = asked(network, crowd[1])
    found = at_once(
        lambda: accept_invitation(membership=waiting, now=NOW),
        lambda: decide_request(membership=asking, accept=True, by=director, now=NOW),
        lambda: join_network(network=network, person=crowd[2], now=NOW),
    )
    assert found == sorted(["done", "NetworkFull", "NetworkFull"])
    assert members(network.pk) == 2


def test_who_leaves_makes_room_for_exactly_one(
    gentofte: Organisation, director: User, leader: User, crowd: list[User]
) -> None:
    network = running_network(gentofte, director, size_max=2)
    leaving = member(network, leader, director)
    member(network, crowd[0], director)
    actions = [lambda p=p: join_network(network=network, person=p, now=NOW) for p in crowd[1:]]
    at_once(lambda: leave_network(membership=leaving, now=NOW), *actions)
    assert members(network.pk) <= 2


@pytest.mark.parametrize("clicks", [4])
def test_the_same_click_at_once_counts_once(
    clicks: int, gentofte: Organisation, director: User, crowd: list[User]
) -> None:
    network = running_network(gentofte, director, admission="request")
    invite = [lambda: invite_leader(network=network, person=crowd[0], by=director, now=NOW)]
    ask = [lambda: ask_to_join(network=network, person=crowd[1], now=NOW)]
    assert at_once(*invite * clicks) == at_once(*ask * clicks) == ["done"] * clicks
    assert Membership.objects.count() == Message.objects.count() == 2
    both = list(Membership.objects.order_by("asked_at", "pk"))
    accept = [lambda: accept_invitation(membership=both[0], now=NOW)]
    assert at_once(*accept * clicks) == ["done"] * clicks
    assert members(network.pk) == 1


def test_yes_and_no_to_the_same_request_at_once(
    gentofte: Organisation, director: User, leader: User
) -> None:
    asking = asked(running_network(gentofte, director, admission="request"), leader)
    found = at_once(
        *[
            lambda a=a: decide_request(membership=asking, accept=a, by=director, now=NOW)
            for a in (True, False)
        ]
    )
    assert found == ["NoLongerWaiting", "done"]
    assert Message.objects.filter(user=leader).count() == 1


def test_the_same_consultant_is_assigned_once(
    gentofte: Organisation, director: User, internal_consultant: User
) -> None:
    network = running_network(gentofte, director)

    def assign() -> Assignment:
        return assign_consultant(
            network=network, consultant=internal_consultant, starts_on=TODAY, by=director
        )

    assert at_once(assign, assign, assign) == ["AssignedAlready", "AssignedAlready", "done"]
    assert (Assignment.objects.count(), Message.objects.count()) == (1, 1)
