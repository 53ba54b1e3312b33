"""Actions: noted at a meeting, done with one tap, listed until they are."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from networks.forms.minutes import ActionForm
from networks.models import Action, Network
from networks.selectors.outcome import action_lines, actions_of_network
from networks.services.actions import (
    DueInThePast,
    add_action,
    finish_action,
    reopen_action,
)
from networks.services.meetings import NotInTheNetwork
from networks.views.minutes import CONFLICT, FROM_MINUTES, meeting_inside
from ui.pagination import page_of
from ui.refusals import add_refusal


@login_required
def network_actions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything the network has agreed on: what is open first, then what is done."""
    inside = Network.objects.inside_visible_to(request.user).select_related("municipality")
    network = get_object_or_404(inside, pk=pk)
    page = page_of(request, actions_of_network(network))
    context = {
        "network": network,
        "page": page,
        "actions": action_lines(page, timezone.localdate()),
    }
    return render(request, "networks/actions.html", context)


@login_required
def action_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what is to be done, by whom, until when."""
    meeting = meeting_inside(request, pk)
    form = ActionForm(request.POST if request.method == "POST" else None, meeting=meeting)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            add_action(meeting=meeting, **form.cleaned_data, by=request.user, now=timezone.now())
        except DueInThePast as refusal:
            add_refusal(form, refusal, "due_on")
            status = CONFLICT
        except NotInTheNetwork as refusal:
            add_refusal(form, refusal, "owner")
            status = CONFLICT
        else:
            messages.success(request, _("Noted. It turns up at the next meeting until it is done."))
            return redirect(_written_from(request), pk)
    back = reverse(_written_from(request), args=[pk])
    context = {"form": form, "meeting": meeting, "network": meeting.network, "back": back}
    return render(request, "networks/action_new.html", context, status=status)


@login_required
@require_POST
def action_finish(request: SignedInRequest, pk: int) -> HttpResponse:
    """It is done."""
    action = _action(request, pk)
    finish_action(action=action, by=request.user, now=timezone.now())
    messages.success(request, _("Done: %(what)s") % {"what": action.text})
    return _back(request, action)


@login_required
@require_POST
def action_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """It is not done after all."""
    action = _action(request, pk)
    reopen_action(action=action, by=request.user)
    messages.success(request, _("Open again: %(what)s") % {"what": action.text})
    return _back(request, action)


def _written_from(request: SignedInRequest) -> str:
    """The page on which somebody began to note an action."""
    return "meeting_minutes" if request.GET.get("fra") == FROM_MINUTES else "meeting"


def _action(request: SignedInRequest, pk: int) -> Action:
    rows = Action.objects.visible_to(request.user).select_related("meeting")
    return get_object_or_404(rows, pk=pk)


def _back(request: SignedInRequest, action: Action) -> HttpResponse:
    """To the page on which the button stood."""
    then = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(then, {request.get_host()}, request.is_secure()):
        return redirect(then)
    return redirect("network_actions", action.meeting.network_id)
