"""Lists of networks with what a reader needs beside the name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from networks.models import Network, NetworkDesign
from networks.models.network import NetworkQuerySet
from networks.models.ties import ties_of
from networks.selectors.coordinators import coordinators_on


def listed_networks(user: User) -> QuerySet[Any, Any]:
    """The networks visible to `user` in Danish order, each with what a list shows.

    `member_count` (active members) and `my_state` (of one's own open membership, or None).
    Subqueries are asked for the shown rows alone.
    """
    listed: QuerySet[Any, Any] = (
        visible_networks(user).in_short().annotate(my_state=_own_state(user))
    )
    return listed


def name_coordinators(networks: Iterable[Any], user: User) -> None:
    """Let each of the shown rows say in `coordinator` who it is today.

    None where there is none, and where the reader does not see names. One query at most: asked
    for each row of the list's own query, all duties are looked through again and again.
    """
    named = [network.pk for network in networks if sees_names_in(user, network)]
    found = coordinators_on(named, timezone.localdate())
    for network in networks:
        network.coordinator = found.get(network.pk)


def _own_state(user: User) -> Case | Value:
    """The state of the reader's own membership as a column, from what is known already."""
    own = ties_of(user).memberships
    known = [When(pk=network, then=Value(row.state)) for network, row in own.items()]
    nothing = Value(None, output_field=CharField())
    return Case(*known, default=nothing) if known else nothing


def visible_networks(user: User) -> NetworkQuerySet:
    """The networks whose page `user` may open, in Danish order."""
    return Network.objects.visible_to(user).in_danish_order()


def sees_names_in(user: User, network: Network) -> bool:
    """Whether `user` reads who is in the network: from inside, and who steers it."""
    steers = user.is_klk_admin or user.has_role_in(network.municipality_id, Role.DIRECTOR)
    return steers or network.pk in ties_of(user).inside


def assigned_networks(user: User) -> QuerySet[Any, Any]:
    """A consultant's own networks in Danish order, with `member_count` and what the design says.

    That is `purpose` and `renewed_on`; the dates of the assignment are among the person's ties.
    """
    # Subqueries, as these are asked for the shown rows alone: joined, all of them would be read.
    design = NetworkDesign.objects.filter(pk=OuterRef("design_in_force"))
    networks = Network.objects.assigned_visible_to(user).in_danish_order()
    assigned: QuerySet[Any, Any] = networks.in_short().annotate(
        purpose=Subquery(design.values("purpose")),
        renewed_on=Subquery(design.values("renewed_on")),
    )
    return assigned.select_related("municipality")
