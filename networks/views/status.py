"""Where a network goes next."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from networks.forms.status import StatusForm
from networks.models import Network
from networks.services.status import StatusNotReachable, set_status
from ui.refusals import add_refusal


@login_required
def network_status(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the network is being established, is active or is closed."""
    networks = Network.objects.visible_to(request.user).select_related("municipality")
    network = get_object_or_404(networks, pk=pk)
    if not request.user.has_perm("networks.change_network", network):
        raise PermissionDenied
    form = StatusForm(request.POST or None, network=network)
    if request.method == "POST" and form.is_valid():
        status = form.cleaned_data["status"]
        try:
            network = set_status(
                network=network, status=status, by=request.user, now=timezone.now()
            )
        except StatusNotReachable as error:
            add_refusal(form, error, "status")
        else:
            words = {"status": network.get_status_display()}
            messages.success(request, _("The network is now: %(status)s.") % words)
            return redirect("network", pk)
    return render(request, "networks/design_status.html", {"network": network, "form": form})
