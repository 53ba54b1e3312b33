"""When a network's reminders come, as its coordinator wants it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from networks.forms.reminders import ReminderTimesForm
from networks.services.reminder_times import choose_reminder_days
from networks.views.members import network_for


@login_required
def network_reminders(request: SignedInRequest, pk: int) -> HttpResponse:
    """One choice a reminder."""
    network = network_for(request, pk, "plan_in")
    form = ReminderTimesForm(request.POST or None, network=network)
    if request.method == "POST" and form.is_valid():
        choose_reminder_days(network=network, days=form.chosen(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("network_year_now", pk)
    return render(request, "networks/network_reminders.html", {"network": network, "form": form})
