"""The life of a network after approval."""

from __future__ import annotations

import pytest

from accounts.models import Organisation, User
from networks.choices import NetworkStatus
from networks.models import Network
from networks.services.status import StatusNotReachable, set_status
from tests.networks.designs import NOW, approved, empty_network


@pytest.fixture
def network(gentofte: Organisation, director: User) -> Network:
    return approved(gentofte, director).network


def go(network: Network, by: User, *statuses: str) -> Network:
    for status in statuses:
        set_status(network=network, status=status, by=by, now=NOW)
    network.refresh_from_db()
    return network


def test_from_approved_to_active_with_the_day_it_was_established(network: Network, director: User):
    go(network, director, "establishing", "active")
    assert network.status == NetworkStatus.ACTIVE
    assert network.established_on == NOW.date()


def test_two_clicks_are_one(network: Network, director: User):
    go(network, director, "establishing", "establishing")
    assert network.status == NetworkStatus.ESTABLISHING


@pytest.mark.parametrize("status", ["active", "draft", "self_running", "in_consultation"])
def test_no_step_is_left_out(network: Network, director: User, status: str):
    with pytest.raises(StatusNotReachable):
        go(network, director, status)


def test_a_draft_is_only_opened_by_approval(gentofte: Organisation, director: User):
    draft = empty_network(gentofte, director, "Et andet")
    for status in ("approved", "establishing", "active"):
        with pytest.raises(StatusNotReachable):
            go(draft, director, status)


def test_closed_is_the_end(network: Network, director: User):
    go(network, director, "closed")
    assert network.closed_on == NOW.date()
    with pytest.raises(StatusNotReachable):
        go(network, director, "active")
