"""The list of networks, a network in ten seconds, and a consultant's own networks."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from accounts.danish import sort_key
from accounts.signed_in import SignedInRequest
from networks.choices import Admission
from networks.forms.networks import NetworkFilterForm
from networks.models import DatePoll, Network
from networks.models.ties import ties_of
from networks.selectors.goals import goal_branches
from networks.selectors.meetings import next_meeting
from networks.selectors.members import assignments_of, some_members_of
from networks.selectors.networks import (
    assigned_networks,
    listed_networks,
    name_coordinators,
    sees_names_in,
    visible_networks,
)
from networks.views.goal_tree import tree_of
from ui.pagination import page_of

MEMBERS_SHOWN = 12
NETWORKS_A_PAGE = 10
CARDS_A_PAGE = 4


@login_required
def networks(request: SignedInRequest) -> HttpResponse:
    """The networks I may see; a leader's own stand first."""
    form = NetworkFilterForm(request.GET or None)
    several_homes = request.user.has_role(Role.KLK_ADMIN, Role.CONSULTANT)
    found = listed_networks(request.user)
    if several_homes:
        found = found.select_related("municipality")
    if form.is_valid():
        if name := sort_key(form.cleaned_data["q"]).strip():
            found = found.filter(sort_key__contains=name)
        if status := form.cleaned_data["status"]:
            found = found.filter(status=status)
    if request.user.has_role(Role.LEADER):
        found = found.order_by("my_state", "sort_key", "pk")  # those without one come last
    page = page_of(request, found, per_page=NETWORKS_A_PAGE)
    name_coordinators(page.object_list, request.user)
    context = {
        "form": form,
        "page": page,
        "may_design": request.user.has_role(Role.DIRECTOR, Role.KLK_ADMIN),
        "only_names": not request.user.has_role(
            Role.DIRECTOR,
            Role.KLK_ADMIN,
            Role.LEADER,
            Role.CONSULTANT,
            Role.INTERNAL_CONSULTANT,
        ),
        "several_homes": several_homes,
    }
    return render(request, "networks/networks.html", context)


@login_required
def network(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it is for, my place in it, and who carries it."""
    visible = visible_networks(request.user).select_related("design_in_force", "municipality")
    row: Any = get_object_or_404(visible.annotate(looks_for_a_date=_looks_for_a_date()), pk=pk)
    own = ties_of(request.user).memberships.get(pk)
    sees_names = sees_names_in(request.user, row)
    today = timezone.localdate()
    members = list(some_members_of(row, today)[:MEMBERS_SHOWN]) if sees_names else []
    row.member_count = _count_members(row, members, known=sees_names)
    steers = request.user.has_perm("networks.change_network", row)
    design = row.design_in_force
    context: dict[str, Any] = {
        "network": row,
        "design": design,
        "goals": tree_of(design, goal_branches(design), to_change=False) if design else [],
        "membership": own,
        "steers": steers,
        "sees_names": sees_names,
        "members": members,
        "may_join": own is None and _can_find(request, row),
        "asks_first": row.admission == Admission.REQUEST,
        "places_left": _places_left(row),
        "is_across": row.municipality.kind == OrganisationKind.KLK,
    }
    if sees_names:
        context["next"] = next_meeting(row, own, timezone.now())
        context["inside"] = request.user.has_perm("networks.view_inside_network", row)
        context["plans"] = request.user.has_perm("networks.plan_in_network", row)
        context["polls"] = _open_polls(row) if context["inside"] and row.looks_for_a_date else []
        context["assignments"] = list(assignments_of(row, today))
    return render(request, "networks/network.html", context)


@cache
def _looks_for_a_date() -> Exists:
    return Exists(DatePoll.objects.open().filter(network=OuterRef("pk")))


def _open_polls(row: Network) -> list[DatePoll]:
    """The searches for a date that are going on."""
    return list(DatePoll.objects.open().filter(network=row))


def _count_members(row: Network, some: list[Any], *, known: bool) -> int:
    """How many there are, from `some` of them where the reader sees names."""
    if known:
        return int(some[0].of_all) if some else 0
    return row.memberships.active().count()


def _can_find(request: SignedInRequest, row: Network) -> bool:
    """Rules.can_find without its query: the row is visible and its columns say the rest."""
    return (
        row.can_be_joined
        and row.admission in (Admission.OPEN, Admission.REQUEST)
        and request.user.has_role_in(row.municipality_id, Role.LEADER)
    )


def _places_left(row: Any) -> int | None:
    """How many places are free, or None where the design sets no limit."""
    return None if row.size_max is None else max(row.size_max - row.member_count, 0)


@login_required
def consultant_networks(request: SignedInRequest) -> HttpResponse:
    """The networks a consultant is assigned to, with their dates."""
    if not request.user.has_role(Role.CONSULTANT, Role.INTERNAL_CONSULTANT):
        raise PermissionDenied
    assigned = ties_of(request.user).assigned
    networks = assigned_networks(request.user)
    page = page_of(request, networks, per_page=CARDS_A_PAGE, known=len(assigned))
    name_coordinators(page.object_list, request.user)
    for row in page:
        row.assigned = assigned[row.pk]
    return render(request, "networks/consultant.html", {"page": page})
