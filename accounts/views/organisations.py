"""/organisation/: the tree."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import OrganisationKind
from accounts.errors import PortalError
from accounts.forms.organisations import BelowSearchForm, OrganisationForm, SearchForm
from accounts.models import Organisation
from accounts.selectors.organisations import below, leaders_of, municipalities_seen_by, region_of
from accounts.services.organisations import change_organisation, create_organisation
from accounts.signed_in import SignedInRequest
from ui.pagination import page_of
from ui.refusals import add_refusal

ADDRESS = ("street", "postal_code", "city")
#: `?vis=omraader` shows a municipality's areas, everything else its institutions.
AREAS = "omraader"


@login_required
def organisations(request: SignedInRequest) -> HttpResponse:
    """The municipalities one sees; whoever sees only one goes straight to it."""
    search = SearchForm(request.GET)
    seen = municipalities_seen_by(request.user, timezone.localdate(), search=search.words)
    if not request.user.is_klk_admin and len(own := list(seen[:2])) == 1 and not search.words:
        return redirect("organisation", pk=own[0].pk)
    page = page_of(request, seen)
    return render(request, "accounts/organisations.html", {"page": page, "search": search})


@login_required
def organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it is, who leads it, and what lies below it."""
    shown = get_object_or_404(_visible(request), pk=pk)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "organisation": shown,
        "region": region_of(shown, today),
        "leaders": leaders_of(shown, request.user, today)[:25],
        "may": _rights(request, shown),
    }
    if shown.kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.AREA):
        context |= _list_below(request, shown)
    return render(request, "accounts/organisation.html", context)


def _list_below(request: SignedInRequest, shown: Organisation) -> dict[str, Any]:
    """The list under a municipality or area, its search and its tabs."""
    is_municipality = shown.kind == OrganisationKind.MUNICIPALITY
    areas = is_municipality and request.GET.get("vis") == AREAS
    search = BelowSearchForm(request.GET)
    rows = below(
        shown,
        request.user,
        timezone.localdate(),
        kind=OrganisationKind.AREA if areas else OrganisationKind.INSTITUTION,
        search=search.words,
    )
    here = reverse("organisation", args=[shown.pk])
    tabs = [
        {"label": _("Institutions"), "href": here, "current": not areas},
        {"label": _("Areas"), "href": f"{here}?vis={AREAS}", "current": areas},
    ]
    return {
        "page": page_of(request, rows),
        "search": search,
        "areas": areas,
        "tabs": tabs if is_municipality else [],
    }


def _rights(request: SignedInRequest, shown: Organisation) -> dict[str, bool]:
    """What the reader may do here, for the buttons."""
    actions = ("add_to", "change", "view_people", "invite_to", "import_into")
    rights = {
        action: request.user.has_perm(f"accounts.{action}_organisation", shown)
        for action in actions
    }
    rights["import_into"] &= shown.kind == OrganisationKind.MUNICIPALITY
    return rights


@login_required
def organisation_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new area or institution under this one."""
    parent = get_object_or_404(_visible(request), pk=pk)
    if not request.user.has_perm("accounts.add_to_organisation", parent):
        raise PermissionDenied
    form = OrganisationForm(_sent(request), parent=parent)
    if form.is_bound and form.is_valid():
        try:
            made = create_organisation(parent=parent, **form.cleaned_data)
        except PortalError as refusal:
            add_refusal(form, refusal, form.beside.get(type(refusal)))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("organisation", pk=made.pk)
    context = {"form": form, "organisation": parent, "is_new": True}
    return render(request, "accounts/organisation_form.html", context)


@login_required
def organisation_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change an area's or institution's facts."""
    shown = get_object_or_404(_visible(request), pk=pk)
    if not request.user.has_perm("accounts.change_organisation", shown):
        raise PermissionDenied
    form = OrganisationForm(_sent(request), organisation=shown)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            change_organisation(
                organisation=Organisation.objects.select_related("parent").get(pk=shown.pk),
                name=values["name"],
                parent=values.get("parent", shown.parent),
                institution_type=values["institution_type"],
                address={name: values[name] for name in ADDRESS},  # type: ignore[arg-type]
            )
        except PortalError as refusal:
            add_refusal(form, refusal, form.beside.get(type(refusal)))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation", pk=shown.pk)
    context = {"form": form, "organisation": shown, "is_new": False}
    return render(request, "accounts/organisation_form.html", context)


def _visible(request: SignedInRequest) -> Any:
    return Organisation.objects.visible_to(request.user).select_related("municipality", "parent")


def _sent(request: SignedInRequest) -> Any:
    """What the form was sent with, or None when it is only asked for."""
    return request.POST if request.method == "POST" else None
