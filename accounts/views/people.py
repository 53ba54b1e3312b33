"""People: who holds what, and one person's roles and positions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.forms.organisations import PeopleSearchForm
from accounts.models import Organisation, Position, RoleHolding, User
from accounts.selectors.people import people_in, positions_of, roles_of
from accounts.signed_in import SignedInRequest
from ui.pagination import page_of

LISTED = 1000  # of people; the page has a search


@login_required
def people(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who holds which role in an organisation and below it."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user).select_related("municipality"), pk=pk
    )
    if not request.user.has_perm("accounts.view_people_organisation", organisation):
        raise PermissionDenied
    search = PeopleSearchForm(request.GET)
    found = people_in(
        organisation,
        request.user,
        timezone.localdate(),
        search=search.words,
        also_former=search.also_former,
    )
    today = timezone.localdate()
    page = page_of(request, found, at_most=LISTED)
    for row in page:
        row.is_here = any(not _state(role, today)[2] for role in row.roles_here)
    context = {
        "organisation": organisation,
        "page": page,
        "search": search,
        "today": today,
        "may_invite": request.user.has_perm("accounts.invite_to_organisation", organisation),
    }
    return render(request, "accounts/person_list.html", context)


@dataclass(frozen=True)
class Period:
    """A role or position with what the reader may do to it, and its state in words."""

    row: Any
    state: str | Promise
    badge: str
    may_end: bool = False
    may_name_deputy: bool = False
    may_change: bool = False


@login_required
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person's roles and positions, as far as the reader may see them."""
    shown = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    roles = page_of(request, roles_of(shown, request.user))
    roles.object_list = [_role(request.user, row) for row in roles]
    positions = [_position(request.user, row) for row in positions_of(shown, request.user)[:25]]
    may_reach = request.user.has_perm("accounts.reach_user", shown)
    context = {
        "person": shown,
        "roles": roles,
        "positions": positions,
        "may_reach": may_reach,
        "may_give_role": may_reach and request.user.has_role(Role.DIRECTOR, Role.KLK_ADMIN),
    }
    return render(request, "accounts/person.html", context)


def _role(reader: User, row: RoleHolding) -> Period:
    state, badge, is_over = _state(row, timezone.localdate())
    return Period(
        row,
        state,
        badge,
        may_end=not is_over and reader.has_perm("accounts.end_roleholding", row),
        may_name_deputy=not is_over and reader.has_perm("accounts.name_deputy_roleholding", row),
    )


def _position(reader: User, row: Position) -> Period:
    state, badge, is_over = _state(row, timezone.localdate())
    return Period(
        row,
        state,
        badge,
        may_change=not is_over and reader.has_perm("accounts.change_position", row),
    )


def _state(row: RoleHolding | Position, today: dt.date) -> tuple[str, str, bool]:
    """State in words, kind of badge, and whether it is over."""
    if row.ends_on is not None and row.ends_on < today:
        return _("Ended"), "neutral", True
    if row.starts_on > today:
        return _("To come"), "info", False
    return _("Current"), "good", False
