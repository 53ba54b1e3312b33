"""`among`: as `in`, and the same rows whether ids or other rows are given."""

from __future__ import annotations

import pytest

from accounts.models import Organisation, User
from networks.models import Membership, Network
from tests.networks.members import running_network


def test_ids_and_rows_find_the_same(network: Network, director: User, other_leader: User) -> None:
    running_network(network.municipality, director, name="Dagtilbud Syd")
    rows = Membership.objects.filter(user=other_leader)
    for given in ([network.pk], rows.values("network"), rows.order_by("pk").values("network")[:1]):
        assert list(Network.objects.filter(pk__among=given)) == [network]
        assert list(Network.objects.exclude(pk__among=given)) != [network]
    assert list(Membership.objects.filter(network__among=[network.pk, 0])) == list(rows)


def test_nothing_is_among_nothing(network: Network) -> None:
    for nothing in ([], Network.objects.none().values("pk"), Network.objects.filter(pk=0)):
        assert not Network.objects.filter(pk__among=nothing).exists()


def test_what_is_no_id_never_reaches_the_database(gentofte: Organisation) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        Network.objects.filter(pk__among=["1} OR {1"]).exists()
