"""Lists of networks with what a reader needs beside the name."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from accounts.models import User
from networks.choices import MemberDuty
from networks.models import Assignment, DutyPeriod, Membership, Network, NetworkDesign


def listed_networks(user: User) -> QuerySet[Network]:
    """The networks visible to `user` in Danish order, each with what a list shows.

    `member_count` (active members), `my_state` (of one's own open membership, or None),
    `coordinator` (name of today's, or None). Each is a subquery asked for the shown rows alone.
    """
    active = Membership.objects.active().filter(network=OuterRef("pk")).order_by()
    counted = active.values("network").annotate(n=Count("pk")).values("n")
    own = Membership.objects.open().filter(network=OuterRef("pk"), user=user)
    return (
        Network.objects.visible_to(user)
        .select_related("municipality")
        .annotate(
            member_count=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)),
            my_state=Subquery(own.values("state")[:1]),
            coordinator=Subquery(_coordinators().values("name")[:1]),
        )
        .in_danish_order()
    )


def _coordinators() -> QuerySet[DutyPeriod]:
    duties = DutyPeriod.objects.held_on(timezone.localdate()).filter(
        membership__network=OuterRef("pk"), duty=MemberDuty.COORDINATOR
    )
    return duties.annotate(
        name=Concat("membership__user__first_name", Value(" "), "membership__user__last_name")
    )


def design_in_force(network: Network) -> NetworkDesign | None:
    """The newest approved version of the network's design."""
    return NetworkDesign.objects.approved().filter(network=network).newest_first().first()


def assigned_networks(user: User, today: dt.date) -> QuerySet[Network]:
    """A consultant's own networks: as listed, with the purpose and the dates.

    `purpose` and `renewed_on` come from the design in force, `assigned_until` from the assignment.
    """
    own = Assignment.objects.open_to(user, today)
    design = NetworkDesign.objects.approved().filter(network=OuterRef("pk")).newest_first()
    return (
        listed_networks(user)
        .filter(pk__in=own.values("network"))
        .annotate(
            purpose=Subquery(design.values("purpose")[:1]),
            renewed_on=Subquery(design.values("renewed_on")[:1]),
            assigned_from=Subquery(own.filter(network=OuterRef("pk")).values("starts_on")[:1]),
            assigned_until=Subquery(own.filter(network=OuterRef("pk")).values("ends_on")[:1]),
        )
    )
