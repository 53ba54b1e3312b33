"""Giving and ending roles, naming a deputy, changing a position."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.errors import PortalError
from accounts.forms.organisations import SearchForm
from accounts.forms.roles import DeputyForm, EndRoleForm, PositionForm, RoleForm
from accounts.models import Organisation, Position, RoleHolding, User
from accounts.selectors.organisations import places_to_give_roles
from accounts.services.positions import set_position
from accounts.services.roles import appoint, end_role, name_deputy
from accounts.signed_in import SignedInRequest
from ui.pagination import page_of
from ui.refusals import add_refusal

LONGEST_ID = 18  # digits of a number that the database can look for


@login_required
def role_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a person a role: first where (a list to search), then which and when.

    Somebody who has left is invited anew and says yes themselves.
    """
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if not request.user.has_role(Role.DIRECTOR, Role.KLK_ADMIN):
        raise PermissionDenied
    if not request.user.has_perm("accounts.reach_user", person):
        raise PermissionDenied
    chosen = request.GET.get("organisation", "")
    if not chosen:
        return _choose_place(request, person)
    if not chosen.isdecimal() or len(chosen) > LONGEST_ID:
        raise Http404
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user).select_related("municipality"), pk=chosen
    )
    if not request.user.has_perm("accounts.give_role_in_organisation", organisation):
        raise PermissionDenied
    return _give(request, person, organisation)


def _choose_place(request: SignedInRequest, person: User) -> HttpResponse:
    search = SearchForm(request.GET)
    page = page_of(request, places_to_give_roles(request.user, search=search.words))
    context = {"person": person, "page": page, "search": search}
    return render(request, "accounts/role_place.html", context)


def _give(request: SignedInRequest, person: User, organisation: Organisation) -> HttpResponse:
    form = RoleForm(_sent(request), organisation=organisation, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            appoint(user=person, organisation=organisation, by=request.user, **form.cleaned_data)
        except PortalError as refusal:
            add_refusal(form, refusal, form.beside.get(type(refusal)))
        else:
            messages.success(request, _("The role is given."))
            return redirect("person", pk=person.pk)
    context = {"form": form, "person": person, "organisation": organisation}
    return render(request, "accounts/role_new.html", context)


@login_required
def role_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a role, at once or with a day to come."""
    holding = get_object_or_404(_visible_roles(request), pk=pk)
    if not request.user.has_perm("accounts.end_roleholding", holding):
        raise PermissionDenied
    form = EndRoleForm(_sent(request), today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            end_role(holding=holding, on=form.cleaned_data["on"], by=request.user)
        except PortalError as refusal:
            add_refusal(form, refusal, form.beside.get(type(refusal)))
        else:
            messages.success(request, _("The last day of the role is saved."))
            return _back_to(request, holding.user)
    return render(request, "accounts/role_end.html", {"form": form, "holding": holding})


@login_required
def role_deputy(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name somebody who stands in for a director for a time."""
    holding = get_object_or_404(_visible_roles(request), pk=pk)
    if not request.user.has_perm("accounts.name_deputy_roleholding", holding):
        raise PermissionDenied
    form = DeputyForm(
        _sent(request),
        municipality_id=holding.organisation.home_id,
        today=timezone.localdate(),
    )
    if form.is_bound and form.is_valid():
        try:
            name_deputy(holding=holding, by=request.user, **form.cleaned_data)
        except PortalError as refusal:
            add_refusal(form, refusal, form.beside.get(type(refusal)))
        else:
            deputy = form.cleaned_data["deputy"]
            messages.success(request, _("%(name)s is deputy.") % {"name": deputy.full_name})
            return _back_to(request, holding.user)
    return render(request, "accounts/role_deputy.html", {"form": form, "holding": holding})


@login_required
def position_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Title, level and superior from a day on; what was before stays known."""
    position = get_object_or_404(_visible_positions(request), pk=pk)
    if not request.user.has_perm("accounts.change_position", position):
        raise PermissionDenied
    form = PositionForm(_sent(request), position=position, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            set_position(
                user=position.user, organisation=position.organisation, **form.cleaned_data
            )
        except PortalError as refusal:
            add_refusal(form, refusal, form.beside.get(type(refusal)))
        else:
            messages.success(request, _("Saved."))
            return _back_to(request, position.user)
    return render(request, "accounts/position_edit.html", {"form": form, "position": position})


def _visible_roles(request: SignedInRequest) -> Any:
    return RoleHolding.objects.visible_to(request.user).select_related(
        "organisation__municipality", "user", "deputy_for"
    )


def _visible_positions(request: SignedInRequest) -> Any:
    return Position.objects.visible_to(request.user).select_related(
        "organisation__municipality", "user", "reports_to"
    )


def _back_to(request: SignedInRequest, person: User) -> HttpResponse:
    """To the person's page, or home when it is no longer the reader's to see."""
    reader = User.objects.get(pk=request.user.pk)
    if User.objects.visible_to(reader).filter(pk=person.pk).exists():
        return redirect("person", pk=person.pk)
    return redirect("home")


def _sent(request: SignedInRequest) -> Any:
    """What the form was sent with, or None when it is only asked for."""
    return request.POST if request.method == "POST" else None
