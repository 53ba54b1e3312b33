"""A network by request, and somebody on the way in. A file with a network of its own says so."""

from __future__ import annotations

import pytest

from accounts.models import Organisation, User
from networks.models import Membership, Network
from tests.networks.members import asked, invited, member, running_network


@pytest.fixture
def network(gentofte: Organisation, director: User, other_leader: User) -> Network:
    """By request; Omar is a member."""
    network = running_network(gentofte, director, name="Dagtilbud Nord", admission="request")
    member(network, other_leader, director)
    return network


@pytest.fixture
def waiting(network: Network, leader: User, director: User) -> Membership:
    """Sofie is invited."""
    return invited(network, leader, director)


@pytest.fixture
def request_to_join(network: Network, leader: User) -> Membership:
    """Sofie has asked."""
    return asked(network, leader)
