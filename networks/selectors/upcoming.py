"""What is next for a person: the dates of the networks they follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.choices import NetworkStatus
from networks.models import Assignment, Network, NetworkDesign, SuccessCriterion


@dataclass(frozen=True)
class Upcoming:
    """A dated thing to come: what happens, in which network, and where to read more."""

    day: dt.date
    what: str | Promise
    network: str
    href: str
    detail: str = ""


def upcoming_for(user: User, today: dt.date, *, limit: int = 5) -> list[Upcoming]:
    """The next dates of the networks that `user` follows, nearest first. Three queries at most.

    A leader follows the networks they are in; everybody else those whose page they may open.
    """
    designs = _designs_in_force(_followed_by(user))
    dates = [
        *_measurements(designs, today, limit),
        *_renewals(designs, today, limit),
        *_own_assignments(user, today, limit),
    ]
    return sorted(dates, key=lambda item: item.day)[:limit]


def _followed_by(user: User) -> QuerySet[Network]:
    networks = Network.objects.visible_to(user).exclude(status=NetworkStatus.CLOSED)
    can_only_find = Network.objects.findable_by(user).exclude(
        pk__in=Network.objects.inside_visible_to(user)
    )
    return networks.exclude(pk__in=can_only_find)


def _designs_in_force(networks: QuerySet[Network]) -> QuerySet[NetworkDesign]:
    """The newest approved design of each network."""
    newest = NetworkDesign.objects.approved().filter(network=OuterRef("network")).newest_first()
    return NetworkDesign.objects.approved().filter(
        network__in=networks, pk=Subquery(newest.values("pk")[:1])
    )


def _measurements(designs: QuerySet[NetworkDesign], today: dt.date, limit: int) -> list[Upcoming]:
    criteria = (
        SuccessCriterion.objects.filter(goal__design__in=designs, target_date__gte=today)
        .select_related("goal__design__network")
        .order_by("target_date", "pk")[:limit]
    )
    return [
        Upcoming(
            criterion.target_date,
            _("The success criterion is to be reached"),
            criterion.goal.design.network.name,
            reverse("network", args=[criterion.goal.design.network_id]),
            criterion.indicator,
        )
        for criterion in criteria
    ]


def _renewals(designs: QuerySet[NetworkDesign], today: dt.date, limit: int) -> list[Upcoming]:
    renewed = (
        designs.filter(renewed_on__gte=today)
        .select_related("network")
        .order_by("renewed_on", "pk")[:limit]
    )
    return [
        Upcoming(
            design.renewed_on,
            _("The design is to be renewed"),
            design.network.name,
            reverse("network", args=[design.network_id]),
        )
        for design in renewed
        if design.renewed_on
    ]


def _own_assignments(user: User, today: dt.date, limit: int) -> list[Upcoming]:
    ending = (
        Assignment.objects.open_to(user, today)
        .filter(ends_on__isnull=False)
        .select_related("network")
        .order_by("ends_on", "pk")[:limit]
    )
    return [
        Upcoming(
            assignment.ends_on,
            _("Your assignment ends"),
            assignment.network.name,
            reverse("network", args=[assignment.network_id]),
        )
        for assignment in ending
        if assignment.ends_on
    ]
