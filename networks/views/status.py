"""What becomes of a network: where it goes next, and what it is called."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from networks.forms.design import NameForm
from networks.forms.status import StatusForm
from networks.models import Network
from networks.services.design import NetworkNameTaken, rename_network
from networks.services.status import StatusNotReachable, set_status
from ui.refusals import add_refusal


def _network_to_change(request: SignedInRequest, pk: int) -> Network:
    """A network that the reader sees and may change, or a 404 or a 403."""
    networks = Network.objects.visible_to(request.user).select_related("municipality")
    network = get_object_or_404(networks, pk=pk)
    if not request.user.has_perm("networks.change_network", network):
        raise PermissionDenied
    return network


@login_required
def network_rename(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the network another name, draft or approved."""
    network = _network_to_change(request, pk)
    form = NameForm(request.POST or None, initial={"name": network.name})
    if request.method == "POST" and form.is_valid():
        try:
            network = rename_network(
                network=network, name=form.cleaned_data["name"], by=request.user
            )
        except NetworkNameTaken as error:
            add_refusal(form, error, "name")
        else:
            words = {"name": network.name}
            messages.success(request, _("The network is now called “%(name)s”.") % words)
            return redirect("network", pk)
    return render(request, "networks/network_rename.html", {"network": network, "form": form})


@login_required
def network_status(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the network is being established, is active or is closed."""
    network = _network_to_change(request, pk)
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
