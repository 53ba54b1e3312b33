"""Meetings: planning them, one by one or by a rule, reading one, changing it, calling it off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.forms.days import EachDayForm
from networks.forms.meetings import CancelForm, MeetingForm, PlanForm, WorkForm
from networks.models import Meeting
from networks.models.meeting import WORK
from networks.selectors.meetings import (
    attendance_rates,
    comers_of,
    held_parts,
    planned_days,
    work_in_words,
)
from networks.selectors.outcome import outcome_of
from networks.services.meetings import (
    MeetingChangedMeanwhile,
    cancel_meeting,
    change_meeting,
    note_work,
    plan_meetings,
)
from networks.views.members import network_for
from ui.refusals import add_refusal

CONFLICT = 409


def meeting_for(request: SignedInRequest, pk: int, action: str = "") -> Meeting:
    """The meeting with the caller's right to `action`, or 404, or 403."""
    meetings = Meeting.objects.visible_to(request.user)
    meeting = get_object_or_404(meetings.select_related("network", "host", "goal"), pk=pk)
    if action and not request.user.has_perm(f"networks.{action}_meeting", meeting):
        raise PermissionDenied
    return meeting


@login_required
def meetings_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what and how often, look at the days, take some out, and plan the rest."""
    network = network_for(request, pk, "plan_in")
    today = timezone.localdate()
    repeats = request.GET.get("repeats", PlanForm.ONCE)
    form = PlanForm(request.POST or None, network=network, today=today, repeats=repeats)
    context: dict[str, Any] = {"network": network, "form": form}
    if request.method == "POST" and form.is_valid() and not form.has_more_to_ask:
        times = [form.time_on(day) for day in form.days()]
        each = EachDayForm(request.POST, days=form.days())
        if request.POST.get("step") == "plan" and each.is_valid():
            kept = set(request.POST.getlist("day"))
            chosen = [time for time in times if _iso(time[0]) in kept]
            if not chosen:
                form.add_error(None, _("Keep at least one day."))
            elif done := _plan(request, form, chosen, each):
                return done
        context |= {"days": planned_days(network, times, today), "each": each}
    return render(request, "networks/meetings_plan.html", context)


def _iso(begins: dt.datetime) -> str:
    return timezone.localdate(begins).isoformat()


def _plan(
    request: SignedInRequest,
    form: PlanForm,
    times: list[tuple[dt.datetime, dt.datetime]],
    each: EachDayForm,
) -> HttpResponse | None:
    """Plan them and lead on; a refusal stays on the form."""
    differs = {begins: each.on(timezone.localdate(begins)) for begins, _ends in times}
    try:
        made = plan_meetings(
            network=form.network,
            times=times,
            values=form.about(),
            each=differs,
            by=request.user,
            now=timezone.now(),
        )
    except PortalError as error:
        add_refusal(form, error)
        return None
    text = ngettext(
        "The meeting is planned, and everybody gets an e-mail.",
        "%(count)s meetings are planned, and everybody gets an e-mail.",
        len(made),
    )
    messages.success(request, text % {"count": len(made)})
    if len(made) == 1:
        return redirect("meeting", made[0].pk)
    return redirect("network_year", form.network.pk, timezone.localdate(made[0].starts_at).year)


@login_required
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """When, where, my part and my answer; for those inside also who comes and who does what."""
    row = meeting_for(request, pk)
    now = timezone.now()
    context: dict[str, Any] = {
        "meeting": row,
        "network": row.network,
        "is_over": row.is_over(now),
        "is_today": timezone.localdate(row.starts_at) == timezone.localdate(now),
        "work": work_in_words(row),
        "plans": request.user.has_perm("networks.change_meeting", row),
        "inside": request.user.has_perm("networks.view_inside_meeting", row),
    }
    if context["inside"]:
        context |= _inside_of(request, row)
    else:
        rates = attendance_rates([row])
        context["there"], context["counted"] = rates.get(pk, (0, 0))
    return render(request, "networks/meeting.html", context)


def _inside_of(request: SignedInRequest, row: Meeting) -> dict[str, Any]:
    """What only members and assigned consultants read, and what of it is the reader's own."""
    parts, comers = held_parts(row), comers_of(row)
    return {
        **outcome_of(row, request.user),
        "parts": parts,
        "comers": comers,
        "there": comers.there,
        "counted": comers.counted,
        "were_there": [member for member in comers.members if member.was_there],
        "were_away": [member for member in comers.members if member.was_there is False],
        "own": next(
            (member for member in comers.members if member.user_id == request.user.pk), None
        ),
        "may_answer": request.user.has_perm("networks.answer_meeting", row),
        "own_answer": comers.answer_of(request.user),
        "my_parts": [part.label for part in parts if part.holder_id == request.user.pk],
    }


@login_required
def meeting_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what it is about, when or where; calendars are told."""
    row = meeting_for(request, pk, "change")
    form = MeetingForm(request.POST or None, meeting=row)
    context: dict[str, Any] = {"meeting": row, "network": row.network, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change_meeting(
                meeting=row,
                values=form.values(),
                expected_revision=form.cleaned_data["revision"],
                by=request.user,
                now=timezone.now(),
            )
        except MeetingChangedMeanwhile as error:
            form.at_revision(error.revision)
            context["theirs"] = meeting_for(request, pk)
            status = CONFLICT
        except PortalError as error:
            add_refusal(form, error, "day")
            status = CONFLICT
        else:
            messages.success(request, _("Saved. Everybody gets an e-mail with the change."))
            return redirect("meeting", pk)
    return render(request, "networks/meeting_edit.html", context, status=status)


@login_required
def meeting_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask why, then call it off."""
    row = meeting_for(request, pk, "change")
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        cancel_meeting(meeting=row, because=because, by=request.user, now=timezone.now())
        messages.success(request, _("The meeting is cancelled, and everybody gets an e-mail."))
        return redirect("meeting", pk)
    context = {"meeting": row, "network": row.network, "form": form}
    return render(request, "networks/meeting_cancel.html", context)


@login_required
def meeting_work(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who convened, set the agenda, facilitated, wrote the minutes and followed up."""
    row = meeting_for(request, pk, "change")
    form = WorkForm(request.POST or None, instance=meeting_for(request, pk))
    if request.method == "POST" and form.is_valid():
        work = {name: form.cleaned_data[name] for name in WORK}
        note_work(meeting=row, work=work, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("meeting", pk)
    context = {"meeting": row, "network": row.network, "form": form}
    return render(request, "networks/meeting_work.html", context)
