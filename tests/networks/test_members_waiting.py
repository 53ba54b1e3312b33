"""What waits for a person in networks: the lines of the home page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Organisation, User
from networks.models import Network
from networks.selectors.waiting import waiting_for
from networks.services.assignments import assign_consultant
from networks.services.duties import name_coordinator
from networks.services.membership import decide_request, decline_invitation
from networks.services.status import set_status
from tests.networks.designs import empty_network
from tests.networks.members import (
    DAY,
    NOW,
    TODAY,
    again,
    asked,
    end_roles,
    invited,
    member,
    running_network,
)


@pytest.fixture
def network(gentofte: Organisation, director: User) -> Network:
    return running_network(gentofte, director, name="Dagtilbud Nord", admission="request")


def lines(person: User, now: dt.datetime = NOW) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(str(line.title), line.subject) for line in waiting_for(again(person), now)]


def test_an_invitation_waits_until_it_is_answered(
    network: Network, leader: User, director: User
) -> None:
    membership = invited(network, leader, director)
    assert lines(leader) == [("Say yes or no to", "Dagtilbud Nord")]
    assert waiting_for(again(leader), NOW)[0].href == reverse("network", args=[network.pk])
    decline_invitation(membership=membership, now=NOW)
    assert lines(leader) == []


def test_a_role_that_ended_has_nothing_to_answer(
    network: Network, leader: User, director: User
) -> None:
    invited(network, leader, director)
    assert lines(end_roles(leader)) == []


def test_a_request_waits_for_the_directors_of_the_municipality(
    network: Network,
    leader: User,
    director: User,
    stranger_director: User,
    klk_admin: User,
) -> None:
    membership = asked(network, leader)
    assert lines(director) == [("Sofie Krag would like to join", "Dagtilbud Nord")]
    assert waiting_for(again(director), NOW)[0].href == reverse(
        "network_members", args=[network.pk]
    )
    assert lines(stranger_director) == lines(klk_admin) == lines(leader) == []
    decide_request(membership=membership, accept=True, by=director, now=NOW)
    assert lines(director) == []


def test_klk_decides_across_municipalities(
    klk: Organisation, klk_admin: User, leader: User
) -> None:
    asked(running_network(klk, klk_admin, name="Tværs", admission="request"), leader)
    assert lines(klk_admin) == [("Sofie Krag would like to join", "Tværs")]


def test_a_draft_waits_for_its_director(
    gentofte: Organisation, director: User, stranger_director: User
) -> None:
    empty_network(gentofte, director, "Kladde")
    assert lines(director) == [("Finish the design", "Kladde")]
    assert lines(stranger_director) == []


def test_a_running_network_without_coordinator(
    network: Network, leader: User, director: User
) -> None:
    membership = member(network, leader, director)
    assert lines(director) == []
    set_status(network=network, status="establishing", by=director, now=NOW)
    assert lines(director) == [("Find a coordinator for", "Dagtilbud Nord")]
    name_coordinator(membership=membership, starts_on=TODAY, by=director)
    assert lines(director) == []


@pytest.mark.parametrize(("days", "waits"), [(0, True), (30, True), (31, False), (None, False)])
def test_an_assignment_that_ends_soon(
    days: int | None, waits: bool, network: Network, consultant: User, klk_admin: User
) -> None:
    today = timezone.localdate()
    assign_consultant(
        network=network,
        consultant=consultant,
        starts_on=today,
        ends_on=None if days is None else today + days * DAY,
        by=klk_admin,
    )
    expected = [("Hand over", "Dagtilbud Nord")] if waits else []
    assert lines(consultant, timezone.now()) == expected


@pytest.mark.parametrize("who", ["director", "leader", "consultant", "klk_admin", "policy_officer"])
def test_few_queries_however_much_waits(
    who: str,
    gentofte: Organisation,
    klk: Organisation,
    director: User,
    leader: User,
    consultant: User,
    klk_admin: User,
    request: Any,
) -> None:
    for number in range(3):
        row = running_network(gentofte, director, name=f"N{number}", admission="request")
        set_status(network=row, status="establishing", by=director, now=NOW)
        asked(row, leader)
        empty_network(gentofte, director, f"K{number}")
        empty_network(klk, klk_admin, f"T{number}")
    person = again(request.getfixturevalue(who))
    assert person.held_roles
    with CaptureQueriesContext(connection) as captured:
        waiting_for(person, NOW)
    assert len(captured) <= 5
