"""Who comes to a meeting, who was there, and who takes which part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.choices import MeetingPart
from networks.forms.attendance import AnswerForm, CodeForm
from networks.models import Attendance
from networks.models.ties import ties_of
from networks.selectors.attendance import presence_of
from networks.selectors.meetings import part_lines
from networks.selectors.members import people_inside
from networks.services.attendance import answer_meeting
from networks.services.meetings import give_part, give_parts
from networks.services.presence import note_presence, say_i_am_here
from networks.views.meetings import CONFLICT, meeting_for
from ui.refusals import add_refusal

SAID = ("answer", "reason", "substitute")


@login_required
def meeting_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """My answer to the meeting: one tap, or with a reason or a substitute."""
    meeting = meeting_for(request, pk, "answer")
    own = ties_of(request.user).memberships[meeting.network_id]
    said = Attendance.objects.filter(meeting=meeting, membership=own).values(*SAID).first()
    if not (said and said["answer"]):
        said = {"answer": request.GET.get("svar", "")}  # "I cannot come" has been pressed already
    form = AnswerForm(request.POST or None, meeting=meeting, initial=said)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            answer_meeting(meeting=meeting, membership=own, **form.said(), now=timezone.now())
        except PortalError as error:
            add_refusal(form, error)
            status = CONFLICT
        else:
            messages.success(request, _("Thank you, your answer is saved."))
            return redirect("meeting", pk)
    context = {"meeting": meeting, "network": meeting.network, "form": form}
    return render(request, "networks/meeting_answer.html", context, status=status)


@login_required
def meeting_here(request: SignedInRequest, pk: int) -> HttpResponse:
    """I am here: the code from the screen, on the day."""
    meeting = meeting_for(request, pk, "answer")
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            say_i_am_here(meeting=meeting, person=request.user, code=code, now=timezone.now())
        except PortalError as error:
            add_refusal(form, error, "code")
            status = CONFLICT
        else:
            messages.success(request, _("Good to have you here."))
            return redirect("meeting", pk)
    context = {"meeting": meeting, "network": meeting.network, "form": form}
    return render(request, "networks/meeting_here.html", context, status=status)


@login_required
def meeting_presence(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tick off who was there, all in one go; the code for the screen stands above."""
    meeting = meeting_for(request, pk, "take_part_in")
    if request.method == "POST":
        ticked = set(request.POST.getlist("there"))
        members = [line.membership.pk for line in presence_of(meeting)]
        there = {pk for pk in members if str(pk) in ticked}
        try:
            count = note_presence(meeting=meeting, there=there, by=request.user, now=timezone.now())
        except PortalError as error:
            messages.error(request, str(error))
        else:
            text = ngettext("Saved: one was there.", "Saved: %(count)s were there.", count)
            messages.success(request, text % {"count": count})
        return redirect("meeting", pk)
    context: dict[str, Any] = {
        "meeting": meeting,
        "network": meeting.network,
        "rows": presence_of(meeting),
        "is_today": timezone.localdate(meeting.starts_at) == timezone.localdate(),
    }
    return render(request, "networks/meeting_presence.html", context)


@login_required
def meeting_parts(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who does what: the fair proposal for each part, and how often each has had it."""
    meeting = meeting_for(request, pk, "take_part_in")
    lines = part_lines(meeting)
    context = {
        "meeting": meeting,
        "network": meeting.network,
        "lines": lines,
        "several_proposed": sum(line.proposed is not None for line in lines) > 1,
        "people": list(people_inside(meeting.network_id, timezone.localdate())),
    }
    return render(request, "networks/meeting_parts.html", context)


@login_required
@require_POST
def meeting_part_give(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a part to somebody, take it oneself, or leave it open."""
    meeting = meeting_for(request, pk, "take_part_in")
    part, chosen = request.POST.get("part", ""), request.POST.get("holder", "")
    people = people_inside(meeting.network_id, timezone.localdate())
    holder = people.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None
    if part not in MeetingPart.values or (chosen and holder is None):
        messages.error(request, _("Choose somebody who is in the network."))
        return redirect("meeting_parts", pk)
    try:
        give_part(meeting=meeting, part=part, holder=holder, by=request.user)
    except PortalError as error:
        messages.error(request, str(error))
    else:
        words = {"part": MeetingPart(part).label, "who": holder or _("nobody yet")}
        messages.success(request, _("%(part)s: %(who)s.") % words)
    return redirect("meeting_parts", pk)


@login_required
@require_POST
def meeting_parts_take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give every part that nobody has to whom the portal proposes."""
    meeting = meeting_for(request, pk, "take_part_in")
    holders = {line.part: line.proposed for line in part_lines(meeting) if line.proposed}
    try:
        give_parts(meeting=meeting, holders=holders, by=request.user)
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The roles are shared out. Anybody can swap."))
    return redirect("meeting_parts", pk)
