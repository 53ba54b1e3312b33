"""Approving a design, or seeing what it still lacks."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.models import NetworkDesign
from networks.selectors.design import what_is_missing
from networks.selectors.goals import goal_branches
from networks.selectors.versions import fingerprint, part_texts
from networks.services.approval import DesignIncomplete, approve_design
from networks.views.design import CONFLICT, href_of_part, newest_design
from networks.views.goal_tree import tree_of


@login_required
def design_approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """The whole draft on one page with one button, or the list of what is missing."""
    design = newest_design(request, pk)
    if not request.user.has_perm("networks.approve_networkdesign", design):
        raise PermissionDenied
    if not design.is_draft:
        return redirect("design_version", pk, design.version)
    if request.method != "POST":
        return _page(request, design)
    try:
        seen = request.POST.get("seen", "")
        approve_design(design=design, by=request.user, now=timezone.now(), seen=seen)
    except DesignIncomplete:
        return _page(request, design, status=CONFLICT)
    except PortalError as error:
        return _page(request, design, refusal=str(error.message), status=CONFLICT)
    messages.success(request, _("Version %(number)s is approved.") % {"number": design.version})
    return redirect("design_version", pk, design.version)


def _page(
    request: SignedInRequest, design: NetworkDesign, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    branches = goal_branches(design)
    context = {
        "design": design,
        "network": design.network,
        "refusal": refusal,
        "missing": [
            {"text": item.text, "href": href_of_part(design.network_id, item.part)}
            for item in what_is_missing(design, branches)
        ],
        "parts": part_texts(design),
        "goals": tree_of(design, branches, to_change=False),
        "seen": fingerprint(design, branches),
    }
    return render(request, "networks/design_approve.html", context, status=status)
