"""Versions of a design: reading one, what changed in it, printing it, starting the next."""

from __future__ import annotations

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.http import require_POST

from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.models import Network, NetworkDesign
from networks.printing.design import design_pdf as print_design
from networks.printing.design import version_line
from networks.selectors.difference import design_difference as difference_between
from networks.selectors.goals import goal_branches
from networks.selectors.versions import part_texts, versions_of
from networks.services.versions import start_new_version
from networks.views.goal_tree import tree_of
from ui.pagination import page_of


def version_of(request: SignedInRequest, pk: int, number: int) -> NetworkDesign:
    """One version of the network's design that the reader may see, or a 404."""
    designs = NetworkDesign.objects.visible_to(request.user).filter(network=pk)
    return get_object_or_404(designs.select_related("network__municipality"), version=number)


@login_required
def design_version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One version to read, with the others beside it."""
    design = version_of(request, pk, number)
    versions = page_of(request, versions_of(design.network, request.user))
    may_redesign = request.user.has_perm("networks.redesign_network", design.network)
    context = {
        "design": design,
        "network": design.network,
        "line": version_line(design),
        "parts": part_texts(design),
        "goals": tree_of(design, goal_branches(design), to_change=False),
        "versions": versions,
        "draft": next((version for version in versions if version.is_draft), None),
        "may_redesign": may_redesign,
        "may_set_status": request.user.has_perm("networks.change_network", design.network),
    }
    return render(request, "networks/design_version.html", context)


@login_required
def design_difference(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """What changed from the version before, part by part and word by word."""
    design = version_of(request, pk, number)
    before = version_of(request, pk, number - 1)
    context = {
        "design": design,
        "before": before,
        "network": design.network,
        "parts": difference_between(before, design, goal_branches(before), goal_branches(design)),
    }
    return render(request, "networks/design_difference.html", context)


@login_required
@require_POST
def design_new_version(request: SignedInRequest, pk: int) -> HttpResponse:
    """Start the next version from the newest approved one, or go on with the draft there is."""
    network = get_object_or_404(Network.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("networks.redesign_network", network):
        raise PermissionDenied
    try:
        start_new_version(network=network, by=request.user, now=timezone.now())
    except PortalError as error:
        messages.error(request, str(error.message))
        return redirect("network", pk)
    return redirect("design", pk)


@login_required
def design_pdf(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The design as a tagged PDF in the reader's language."""
    design = version_of(request, pk, number)
    with override(request.user.language):
        pdf = print_design(design)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = re.sub(r"[^\w .,&()-]+", "-", design.network.name)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name} v{design.version}.pdf"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
