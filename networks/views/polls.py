"""Finding a date: propose, answer in ten seconds, choose."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.forms.polls import ProposeForm, SuitsForm
from networks.models import DatePoll
from networks.selectors.polls import option_lines
from networks.services.polls import answer_dates, choose_date, give_up_poll, propose_dates
from networks.views.meetings import CONFLICT
from networks.views.members import network_for
from ui.refusals import add_refusal


def poll_for(request: SignedInRequest, pk: int, action: str = "") -> DatePoll:
    """The search for a date with the caller's right to `action`, or 404, or 403."""
    polls = DatePoll.objects.visible_to(request.user).select_related("network__municipality")
    poll = get_object_or_404(polls, pk=pk)
    if action and not request.user.has_perm(f"networks.{action}_datepoll", poll):
        raise PermissionDenied
    return poll


@login_required
def poll_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose days; the members are asked by mail."""
    network = network_for(request, pk, "plan_in")
    form = ProposeForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            poll = propose_dates(
                network=network,
                theme=form.cleaned_data["theme"],
                place=form.cleaned_data["place"],
                times=form.times(),
                by=request.user,
                now=timezone.now(),
            )
        except PortalError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The members are asked by e-mail."))
            return redirect("date_poll", poll.pk)
    return render(request, "networks/poll_new.html", {"network": network, "form": form})


@login_required
def date_poll(request: SignedInRequest, pk: int) -> HttpResponse:
    """My answers first, then how it looks, the best date on top of it."""
    poll = poll_for(request, pk)
    lines = option_lines(poll, request.user)
    answers = request.user.has_perm("networks.answer_datepoll", poll) and poll.closed_at is None
    form = SuitsForm(request.POST or None, lines=lines) if answers else None
    status = 200
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            answer_dates(poll=poll, person=request.user, choices=form.choices())
        except PortalError as error:
            add_refusal(form, error)
            status = CONFLICT
        else:
            messages.success(request, _("Thank you, your answer is saved."))
            return redirect("date_poll", pk)
    context = {
        "poll": poll,
        "network": poll.network,
        "form": form,
        "lines": lines,
        "answered": any(line.mine for line in lines),
        "chooses": request.user.has_perm("networks.close_datepoll", poll),
    }
    return render(request, "networks/date_poll.html", context, status=status)


@login_required
@require_POST
def poll_choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let one of the dates become the meeting, or give the search up."""
    poll = poll_for(request, pk, "close")
    chosen = request.POST.get("option", "")
    if not chosen:
        give_up_poll(poll=poll, by=request.user, now=timezone.now())
        messages.success(request, _("The search for a date is closed."))
        return redirect("network", poll.network_id)
    known = chosen.isdecimal() and len(chosen) < 19
    option = get_object_or_404(poll.options, pk=chosen if known else 0)
    try:
        meeting = choose_date(poll=poll, option=option, by=request.user, now=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
        return redirect("date_poll", pk)
    messages.success(request, _("The meeting is planned, and everybody gets an e-mail."))
    return redirect("meeting", meeting.pk)
