"""The annual wheel (årshjul) of a network."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from networks.dates.wheel import wheel_of
from networks.models import DatePoll
from networks.models.ties import ties_of
from networks.selectors.meetings import attendance_rates, meetings_of_year
from networks.selectors.networks import visible_networks
from networks.selectors.year import off_by_month, off_in_year, year_lines
from networks.services.meetings import allow_substitutes
from networks.views.members import network_for

YEARS = range(2000, 2200)  # those that have a page


@login_required
def network_year(request: SignedInRequest, pk: int, year: int | None = None) -> HttpResponse:
    """The meetings of a year as a ring and as a list; a director reads rates, never names."""
    network = get_object_or_404(visible_networks(request.user), pk=pk)
    inside = request.user.has_perm("networks.view_inside_network", network)
    if not (inside or request.user.has_perm("networks.change_network", network)):
        raise PermissionDenied
    year = year or timezone.localdate().year
    if year not in YEARS:
        raise Http404
    now = timezone.now()
    meetings = list(meetings_of_year(network, year))
    own = ties_of(request.user).memberships.get(network.pk)
    off = off_in_year(network, year)
    lines = year_lines(meetings, attendance_rates(meetings), own=own, off=off, now=now)
    context: dict[str, Any] = {
        "network": network,
        "year": year,
        "lines": lines,
        "wheel": wheel_of(year, [line.meeting for line in lines], now, off),
        "off": off_by_month(off),
        "plans": request.user.has_perm("networks.plan_in_network", network),
        "inside": inside,
        "years": [other for other in (year - 1, year + 1) if other in YEARS],
        "polls": DatePoll.objects.open().filter(network=network) if inside else [],
    }
    return render(request, "networks/network_year.html", context)


@login_required
@require_POST
def network_substitutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say whether members may send somebody else."""
    network = network_for(request, pk, "plan_in")
    allowed = request.POST.get("allowed") == "yes"
    allow_substitutes(network=network, allowed=allowed, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("network_year_now", pk)
