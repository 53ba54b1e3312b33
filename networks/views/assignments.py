"""Opening a network to a consultant, and closing it again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.forms.members import AssignForm
from networks.models import Assignment
from networks.services.assignments import (
    AssignedAlready,
    EndsBeforeItStarts,
    assign_consultant,
    end_assignment,
)
from networks.views.members import network_for
from ui.refusals import add_refusal

BESIDE = {AssignedAlready: "starts_on", EndsBeforeItStarts: "ends_on"}


@login_required
def network_assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Assign a consultant from day to day."""
    network = network_for(request, pk, "assign_to")
    today = timezone.localdate()
    form = AssignForm(request.POST or None, network=network, by=request.user, today=today)
    if request.method == "POST" and form.is_valid():
        consultant = form.cleaned_data["consultant"]
        try:
            assign_consultant(network=network, by=request.user, **form.cleaned_data)
        except PortalError as error:
            add_refusal(form, error, BESIDE.get(type(error), "consultant"))
        else:
            done = _("%(who)s is assigned and gets an e-mail.") % {"who": consultant}
            messages.success(request, done)
            return redirect("network_members", pk)
    return render(request, "networks/assign.html", {"network": network, "form": form})


@login_required
def assignment_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then close the network to the consultant at once."""
    rows = Assignment.objects.visible_to(request.user)
    assignment = get_object_or_404(rows.select_related("network", "consultant"), pk=pk)
    if not request.user.has_perm("networks.end_assignment", assignment):
        raise PermissionDenied
    if request.method != "POST":
        context = {"network": assignment.network, "assignment": assignment}
        return render(request, "networks/assignment_end.html", context)
    end_assignment(assignment=assignment, on=timezone.localdate(), by=request.user)
    done = _("%(who)s can no longer open the network.") % {"who": assignment.consultant}
    messages.success(request, done)
    return redirect("network_members", assignment.network_id)
