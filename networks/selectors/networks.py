"""Lists of networks with what a reader needs beside the name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from networks.choices import MemberDuty
from networks.models import Assignment, DutyPeriod, Membership, Network, NetworkDesign


def listed_networks(user: User) -> QuerySet[Any, Any]:
    """The networks visible to `user` in Danish order, each with what a list shows.

    `member_count` (active members), `my_state` (of one's own open membership, or None),
    `is_inside`, `coordinator` (name of today's, or None; only for those who `sees_names_in` it).
    Each is a subquery asked for the shown rows alone.
    """
    active = Membership.objects.active().filter(network=OuterRef("pk")).order_by()
    counted = active.values("network").annotate(n=Count("pk")).values("n")
    own = Membership.objects.open().filter(network=OuterRef("pk"), user=user)
    listed: QuerySet[Any, Any] = visible_networks(user).annotate(
        member_count=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)),
        my_state=Subquery(own.values("state")[:1]),
        coordinator=Subquery(_coordinators()),
    )
    return listed


def visible_networks(user: User) -> QuerySet[Any, Any]:
    """The networks whose page `user` may open, in Danish order, each with `is_inside`."""
    visible = Network.objects.visible_to(user).in_danish_order().select_related("municipality")
    return visible.with_is_inside(user)


def sees_names_in(user: User, network: Network, *, is_inside: bool) -> bool:
    """Whether `user` reads who is in the network: from inside, and who steers it. No query."""
    return (
        is_inside or user.is_klk_admin or user.has_role_in(network.municipality_id, Role.DIRECTOR)
    )


def _coordinators() -> QuerySet[DutyPeriod, Any]:
    """The name of today's coordinator of the outer query's network."""
    duties = DutyPeriod.objects.held_on(timezone.localdate()).filter(
        membership__network=OuterRef("pk"), duty=MemberDuty.COORDINATOR
    )
    name = Concat("membership__user__first_name", Value(" "), "membership__user__last_name")
    return duties.annotate(name=name).values("name")[:1]


def design_in_force(network: Network) -> NetworkDesign | None:
    """The newest approved version of the network's design."""
    return NetworkDesign.objects.approved().filter(network=network).newest_first().first()


def assigned_networks(user: User, today: dt.date) -> QuerySet[Any, Any]:
    """A consultant's own networks: as listed, with the purpose and the dates.

    `purpose` and `renewed_on` come from the design in force, `assigned_until` from the assignment.
    """
    own = Assignment.objects.open_to(user, today)
    design = NetworkDesign.objects.approved().filter(network=OuterRef("pk")).newest_first()
    networks: QuerySet[Any, Any] = (
        listed_networks(user)
        .filter(pk__in=own.values("network"))
        .annotate(
            purpose=Subquery(design.values("purpose")[:1]),
            renewed_on=Subquery(design.values("renewed_on")[:1]),
            assigned_from=Subquery(own.filter(network=OuterRef("pk")).values("starts_on")[:1]),
            assigned_until=Subquery(own.filter(network=OuterRef("pk")).values("ends_on")[:1]),
        )
    )
    return networks
