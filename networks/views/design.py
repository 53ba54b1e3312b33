"""The step guide: beginning a network, and writing its design part by part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import is_klk_admin
from accounts.signed_in import SignedInRequest
from networks.choices import PART_SLUGS, DesignPart
from networks.forms.design import PART_FORMS, NewNetworkForm, PartForm
from networks.models import NetworkDesign
from networks.selectors.advice import advice_for
from networks.selectors.design import states_by_part, steps_of, what_is_missing
from networks.selectors.difference import field_differences
from networks.selectors.goal_ways import THEN, ways_on
from networks.selectors.goals import goal_branches
from networks.selectors.versions import versions_of
from networks.services.design import (
    DesignIsApproved,
    NetworkNameTaken,
    PartChangedMeanwhile,
    create_network,
    save_part,
)
from networks.views.goal_tree import tree_of
from ui.pagination import page_of
from ui.refusals import add_refusal

PARTS = {slug: part for part, slug in PART_SLUGS.items()}
CONFLICT = 409
NEXT = {
    DesignPart.PURPOSE: gettext_lazy("Save and go to participants"),
    DesignPart.PARTICIPANTS: gettext_lazy("Save and go to themes"),
    DesignPart.THEMES: gettext_lazy("Save and go to leadership"),
    DesignPart.LEADERSHIP: gettext_lazy("Save and go to resources"),
    DesignPart.RESOURCES: gettext_lazy("Save and go to rules of play"),
    DesignPart.RULES: gettext_lazy("Save and go to evaluation"),
    DesignPart.EVALUATION: gettext_lazy("Save and see the whole design"),
}


def newest_design(request: SignedInRequest, pk: int) -> NetworkDesign:
    """The newest version of the network's design that the reader may see, or a 404."""
    designs = NetworkDesign.objects.visible_to(request.user).filter(network=pk).newest_first()
    return get_object_or_404(designs.select_related("network__municipality")[:1])


def design_to_change(request: SignedInRequest, pk: int) -> NetworkDesign:
    """The same for somebody who may change it, or a 403."""
    design = newest_design(request, pk)
    if not request.user.has_perm("networks.change_networkdesign", design):
        raise PermissionDenied
    return design


@login_required
def network_new(request: SignedInRequest) -> HttpResponse:
    """Name a new network; its design begins with the purpose."""
    form = NewNetworkForm(request.POST or None, user=request.user)
    if not (is_klk_admin(request.user) or form.municipalities.exists()):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            network = create_network(
                municipality=form.chosen,
                name=form.cleaned_data["name"],
                by=request.user,
                now=timezone.now(),
            )
        except NetworkNameTaken as error:
            add_refusal(form, error, "name")
        else:
            return redirect("design_part", network.pk, PART_SLUGS[DesignPart.PURPOSE])
    return render(request, "networks/design_network_new.html", {"form": form})


@login_required
def design_home(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the draft is and what it lacks. Who sees no draft reads the approved version."""
    design = newest_design(request, pk)
    if not design.is_draft:
        return redirect("design_version", pk, design.version)
    branches = goal_branches(design)
    missing = what_is_missing(design, branches)
    steps = steps_of(design, branches)
    context = {
        "design": design,
        "network": design.network,
        "steps": steps,
        "missing": [{"text": item.text, "href": href_of_part(pk, item.part)} for item in missing],
        "may_approve": request.user.has_perm("networks.approve_networkdesign", design),
        "done": sum(step.state == "done" for step in steps),
        "next_step": next((step for step in steps if step.state != "done"), None),
        "versions": page_of(request, versions_of(design.network, request.user)),
    }
    return render(request, "networks/design.html", context)


def href_of_part(pk: int, part: str) -> str:
    return reverse("design_part", args=[pk, PART_SLUGS[part]])


@login_required
def design_part(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """One step: its form, what practice says about it, and when it was saved."""
    design = design_to_change(request, pk)
    if slug not in PARTS:
        raise Http404
    part = PARTS[slug]
    if request.method != "POST":
        if not design.is_draft:
            return redirect("design_version", pk, design.version)
        return _part_page(request, design, part)
    form = PART_FORMS[part](request.POST, design=design)
    if request.headers.get("HX-Request") == "true":
        return _saved_while_writing(request, design, part, form)
    if not form.is_valid():
        return _part_page(request, design, part, form)
    return _save(request, design, part, form)


def _saved_while_writing(
    request: SignedInRequest, design: NetworkDesign, part: str, form: PartForm
) -> HttpResponse:
    """Answer in one line whether it is saved; what is refused the button explains."""
    context: dict[str, Any] = {"while_writing": True}
    if form.is_valid():
        try:
            state = save_part(
                design=design,
                part=part,
                values=form.values(),
                expected_revision=form.cleaned_data["revision"],
                by=request.user,
                now=timezone.now(),
            )
        except (PartChangedMeanwhile, DesignIsApproved):
            context["changed"] = True
        else:
            context |= {"state": state, "saved_today": True}
    return render(request, "networks/_design_saved.html", context)


def _save(
    request: SignedInRequest, design: NetworkDesign, part: str, form: PartForm
) -> HttpResponse:
    now = timezone.now()
    try:
        save_part(
            design=design,
            part=part,
            values=form.values(),
            expected_revision=form.cleaned_data["revision"],
            by=request.user,
            now=now,
        )
    except PartChangedMeanwhile as error:
        return _conflict_page(request, design, part, form, error)
    except DesignIsApproved as error:
        add_refusal(form, error)
        return _part_page(request, design, part, form, status=CONFLICT)
    words = {
        "part": DesignPart(part).label,
        "time": date_format(timezone.localtime(now), "TIME_FORMAT"),
    }
    messages.success(request, _("%(part)s: saved %(time)s.") % words)
    return redirect(_way_on(request, design, part) or _after(design.network_id, part))


def _way_on(request: SignedInRequest, design: NetworkDesign, part: str) -> str:
    """Where the pressed button of the goal tree leads, or nothing when another one was pressed.

    What the button spoke of may have been deleted meanwhile: then the tree is shown as it is now.
    """
    if part != DesignPart.PURPOSE or not (wanted := request.POST.get(THEN)):
        return ""
    ways = ways_on(design, goal_branches(design))
    return ways.get(wanted, href_of_part(design.network_id, part))


def _after(pk: int, part: str) -> str:
    """The next step, or after the last one the whole design."""
    parts = DesignPart.values
    place = parts.index(part) + 1
    return href_of_part(pk, parts[place]) if place < len(parts) else reverse("design", args=[pk])


def _part_page(
    request: SignedInRequest,
    design: NetworkDesign,
    part: str,
    form: PartForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    branches = goal_branches(design)
    state = states_by_part(design)[part]
    steps = steps_of(design, branches, current=part)
    context: dict[str, Any] = {
        "design": design,
        "network": design.network,
        "steps": steps,
        "step": next(step for step in steps if step.state == "current"),
        "count": len(steps),
        "form": form or PART_FORMS[part](design=design, revision=state.revision),
        "submit": NEXT[DesignPart(part)],
        "state": state,
        "saved_today": state.saved_at and _is_today(state.saved_at),
        "advice": advice_for(design, part, branches, timezone.localdate()),
        "goals": tree_of(design, branches) if part == DesignPart.PURPOSE else None,
    }
    return render(request, "networks/design_part.html", context, status=status)


def _is_today(moment: Any) -> bool:
    return timezone.localdate(moment) == timezone.localdate()


def _conflict_page(
    request: SignedInRequest,
    design: NetworkDesign,
    part: str,
    form: PartForm,
    error: PartChangedMeanwhile,
) -> HttpResponse:
    """Mine stays in the form and can be saved over theirs, which stands beside it."""
    form.at_revision(error.revision)
    context = {
        "design": design,
        "network": design.network,
        "title": DesignPart(part).label,
        "form": form,
        "error": error,
        "theirs": field_differences(error.current, form.values()),
        "href": href_of_part(design.network_id, part),
        "by_myself": error.saved_by == request.user,
        "then": request.POST.get(THEN, ""),
    }
    return render(request, "networks/design_conflict.html", context, status=CONFLICT)
