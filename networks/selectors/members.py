"""Who is in a network, who could be, and which consultant could be assigned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.utils.translation import gettext as _

from accounts.choices import OrganisationKind, Role
from accounts.danish import sort_key
from accounts.models import Position, RoleHolding, User
from networks.choices import MemberDuty, MembershipState
from networks.models import Assignment, DutyPeriod, Membership, Network


def members_of(network: Network, today: dt.date) -> QuerySet[Membership]:
    """Active members in Danish order, each with `workplace` and `is_coordinator`."""
    return _all_members(today).filter(network=network)


@lru_cache(maxsize=2)  # a day and the next: putting it together takes as long as the database
def _all_members(today: dt.date) -> QuerySet[Membership]:
    coordinating = DutyPeriod.objects.held_on(today).filter(duty=MemberDuty.COORDINATOR)
    return (
        Membership.objects.active()
        .select_related("user")
        .annotate(
            workplace=Subquery(_workplaces(today, "user").values("organisation__name")[:1]),
            is_coordinator=Exists(coordinating.filter(membership=OuterRef("pk"))),
        )
        .order_by("user__sort_key", "pk")
    )


def some_members_of(network: Network, today: dt.date) -> QuerySet[Any, Any]:
    """`members_of` for a page that shows only some names: coordinators first, `of_all` how many."""
    return _coordinators_first(today).filter(network=network)


@lru_cache(maxsize=2)
def _coordinators_first(today: dt.date) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = _all_members(today).annotate(of_all=Window(Count("pk")))
    named = counted.only("state", "user__first_name", "user__last_name")
    return named.order_by("-is_coordinator", "user__sort_key", "pk")


def people_inside(network_id: int, day: dt.date) -> QuerySet[User]:
    """Who belongs to it on that day: active members and assigned consultants, in Danish order."""
    members = Membership.objects.active().filter(network=network_id)
    assigned = Assignment.objects.held_on(day).filter(network=network_id)
    inside = Q(pk__among=members.values("user")) | Q(pk__among=assigned.values("consultant"))
    return User.objects.filter(inside, is_active=True).in_danish_order()


def waiting_of(network: Network, today: dt.date) -> QuerySet[Membership]:
    """Those who have asked, then those who are invited, the longest waiting first.

    Each has `workplace`.
    """
    return (
        Membership.objects.filter(
            network=network, state__in=[MembershipState.INVITED, MembershipState.REQUESTED]
        )
        .select_related("user")
        .annotate(workplace=Subquery(_workplaces(today, "user").values("organisation__name")[:1]))
        .order_by("-state", "asked_at", "pk")  # "requested" before "invited"
    )


def past_of(network: Network) -> QuerySet[Membership]:
    """Those who were members, the last to leave first."""
    return (
        Membership.objects.filter(network=network, state=MembershipState.LEFT)
        .select_related("user")
        .order_by("-ended_on", "pk")
    )


def leaders_to_invite(
    network: Network, today: dt.date, search: str = "", *, level: str = ""
) -> QuerySet[User]:
    """Leaders who could be invited: those of the leader level `level` first, in Danish order.

    Of the network's municipality, or of any for a network across municipalities; without those
    who are in the network, invited or asking. `search` finds in names and workplaces. Each has
    `workplace`, `level` and `same_level`.
    """
    leads = RoleHolding.objects.held_on(today).filter(user=OuterRef("pk"), role=Role.LEADER)
    if network.municipality.kind != OrganisationKind.KLK:
        leads = leads.in_municipalities([network.municipality_id])
    present = Membership.objects.open().filter(network=network, user=OuterRef("pk"))
    work = _workplaces(today, "pk")
    people = (
        User.objects.filter(Exists(leads), ~Exists(present), is_active=True)
        .annotate(
            workplace=Subquery(work.values("organisation__name")[:1]),
            level=Subquery(work.values("level")[:1]),
            same_level=Exists(work.filter(level=level)),
        )
        .order_by("-same_level", "sort_key", "pk")
    )
    if not (search := search.strip()):
        return people
    key, by_workplace = sort_key(search), Q(workplace__icontains=search)
    return people.filter(Q(sort_key__contains=key) | by_workplace if key else by_workplace)


def hierarchy_advice(network: Network, people: Iterable[User], today: dt.date) -> dict[int, str]:
    """Whom of `people` the network has a superior or a report of, in words, by the person's id.

    A superior and their own report in one network end the confidentiality (domain): advice, never
    a lock. One query.
    """
    ids = {person.pk for person in people}
    present = Membership.objects.open().filter(network=network).values("user")
    lines = (
        Position.objects.held_on(today)
        .filter(Q(user__in=ids, reports_to__in=present) | Q(user__in=present, reports_to__in=ids))
        .select_related("user", "reports_to")
        .order_by("pk")
    )
    advice: dict[int, str] = {}
    for line in lines:
        if line.user_id in ids:
            words = _("Reports to %(who)s, who is in the network or on the way into it.")
            advice[line.user_id] = words % {"who": line.reports_to}
        elif line.reports_to_id is not None:
            words = _("Leads %(who)s, who is in the network or on the way into it.")
            advice[line.reports_to_id] = words % {"who": line.user}
    return advice


def assignable_consultants(network: Network, by: User, today: dt.date) -> QuerySet[User]:
    """Consultants whom `by` may assign: a director the own ones, KLK administration also KLK's."""
    internal = Q(role=Role.INTERNAL_CONSULTANT, organisation=network.municipality_id)
    allowed = internal | Q(role=Role.CONSULTANT) if by.is_klk_admin else internal
    holders = RoleHolding.objects.held_on(today).filter(allowed)
    return User.objects.filter(pk__among=holders.values("user"), is_active=True).in_danish_order()


def assignments_of(network: Network, today: dt.date) -> QuerySet[Assignment]:
    """Assignments in force or to come, the first to begin first."""
    return (
        Assignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), network=network)
        .select_related("consultant")
        .order_by("starts_on", "pk")
    )


def _workplaces(today: dt.date, person: str) -> QuerySet[Position]:
    """Where the person of the outer query is leader today."""
    positions = Position.objects.held_on(today).filter(user=OuterRef(person))
    return positions.order_by("-starts_on", "pk")
