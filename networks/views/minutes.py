"""Minutes: written together on one page, sent, taken back, approved.

The page is one form: each of its buttons saves the text first and then does its own thing, so
that nothing typed is lost on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.choices import MinutesState
from networks.forms.minutes import ChangeForm, MinutesForm
from networks.forms.revised import Revised
from networks.models import Decision, Meeting, Minutes
from networks.selectors.minutes import still_to_approve
from networks.selectors.outcome import action_lines, actions_noted_at, decisions_of
from networks.services.minutes import (
    SameLinesChanged,
    add_decision,
    approve_minutes,
    remove_decision,
    save_minutes,
    send_minutes,
    take_minutes_back,
)
from ui.refusals import add_refusal

CONFLICT = 409
UNREAD = -1  # no revision at all
FROM_MINUTES = "referat"


def meeting_inside(request: SignedInRequest, pk: int) -> Meeting:
    """A meeting of a network that the reader is inside of, or a 404."""
    meetings = Meeting.objects.inside_visible_to(request.user)
    return get_object_or_404(meetings.select_related("network__municipality"), pk=pk)


@login_required
def meeting_minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read the minutes, or write in them while they are a draft."""
    meeting = meeting_inside(request, pk)
    if request.method != "POST":
        return _page(request, meeting)
    if request.headers.get("HX-Request") == "true":
        return _saved_while_writing(request, meeting)

    def say_when() -> None:
        time = date_format(timezone.localtime(), "TIME_FORMAT")
        messages.success(request, _("The minutes: saved %(time)s.") % {"time": time})

    return _save_then(request, meeting, say_when)


@login_required
@require_POST
def decision_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the text and add the decision."""
    return _save_then(request, meeting_inside(request, pk), lambda: None)


@login_required
@require_POST
def decision_remove(request: SignedInRequest, pk: int, decision_pk: int) -> HttpResponse:
    """Save the text and take out a decision."""
    meeting = meeting_inside(request, pk)
    decision = get_object_or_404(Decision.objects.filter(meeting=meeting), pk=decision_pk)
    return _save_then(request, meeting, lambda: remove_decision(decision=decision, by=request.user))


@login_required
@require_POST
def minutes_action(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the text and go on to noting an action, which leads back here."""
    meeting = meeting_inside(request, pk)
    to = reverse("action_new", args=[pk], query={"fra": FROM_MINUTES})
    return _save_then(request, meeting, lambda: None, to=to)


@login_required
@require_POST
def minutes_send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the text and ask those who were there to approve."""
    meeting = meeting_inside(request, pk)

    def send() -> None:
        send_minutes(meeting=meeting, by=request.user, now=timezone.now())
        messages.success(request, _("The minutes are sent to those who were there."))

    return _save_then(request, meeting, send)


@login_required
def minutes_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what should be changed; then everybody can write in them again."""
    minutes = _minutes(request, pk)
    if minutes.state != MinutesState.TO_APPROVE:
        return redirect("meeting_minutes", pk)
    form = ChangeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            take_minutes_back(minutes=minutes, reason=form.cleaned_data["reason"], by=request.user)
        except PortalError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The minutes can be written in again."))
            return redirect("meeting_minutes", pk)
    context = {"form": form, "meeting": minutes.meeting, "network": minutes.meeting.network}
    return render(request, "networks/minutes_take_back.html", context)


@login_required
@require_POST
def minutes_approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that they are right, as they were read."""
    minutes = _minutes(request, pk)
    seen = Revised(request.POST)
    revision = seen.cleaned_data["revision"] if seen.is_valid() else UNREAD
    try:
        after = approve_minutes(
            minutes=minutes, revision=revision, by=request.user, now=timezone.now()
        )
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        closed = after.state == MinutesState.APPROVED
        messages.success(
            request,
            _("The minutes are approved by everybody who was there.")
            if closed
            else _("You have approved the minutes."),
        )
    return redirect("meeting_minutes", pk)


def _minutes(request: SignedInRequest, pk: int) -> Minutes:
    rows = Minutes.objects.visible_to(request.user).select_related("meeting__network__municipality")
    return get_object_or_404(rows, meeting=pk)


def _save_then(
    request: SignedInRequest, meeting: Meeting, then: Callable[[], object], *, to: str = ""
) -> HttpResponse:
    """Save the text, add the decision that was typed, do what the button says, and go `to`.

    What is not saved stays in the form; once it is, a refusal of the rest is only told.
    """
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, form)
    try:
        _save(request, meeting, form)
        if decision := form.cleaned_data["decision"]:
            add_decision(meeting=meeting, text=decision, by=request.user, now=timezone.now())
    except SameLinesChanged as clash:
        form.put_together(clash.merged.text, base=clash.minutes.text)
        return _page(request, meeting, form, clash=clash, status=CONFLICT)
    except PortalError as refusal:
        add_refusal(form, refusal)
        return _page(request, meeting, form, status=CONFLICT)
    try:
        then()
    except PortalError as refusal:
        messages.error(request, str(refusal))
    return redirect(to or reverse("meeting_minutes", args=[meeting.pk]))


def _save(request: SignedInRequest, meeting: Meeting, form: MinutesForm) -> Minutes:
    return save_minutes(
        meeting=meeting,
        text=form.cleaned_data["text"],
        base=form.cleaned_data["base"],
        by=request.user,
        now=timezone.now(),
    )


def _saved_while_writing(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    """Answer in one line whether it is saved; what is refused the button explains.

    The next text is again compared with this one as it was typed, so that what others wrote and
    the page does not show yet is never taken for something that was deleted.
    """
    form = MinutesForm(request.POST)
    context: dict[str, Any] = {"while_writing": True, "meeting": meeting}
    if form.is_valid():
        try:
            context["minutes"] = _save(request, meeting, form)
        except PortalError as refusal:
            context["refusal"] = refusal
        else:
            context["typed"] = form.cleaned_data["text"]
            context["more"] = context["minutes"].text != context["typed"]
    return render(request, "networks/_minutes_saved.html", context)


def _page(
    request: SignedInRequest,
    meeting: Meeting,
    form: MinutesForm | None = None,
    *,
    clash: SameLinesChanged | None = None,
    status: int = 200,
) -> HttpResponse:
    minutes = (
        Minutes.objects.filter(meeting=meeting)
        .select_related("meeting", "saved_by", "change_wanted_by")
        .first()
    )
    waiting = list(still_to_approve(minutes)) if minutes and not minutes.can_be_written else []
    writes = not meeting.is_cancelled and (minutes is None or minutes.can_be_written)
    context = {
        "meeting": meeting,
        "network": meeting.network,
        "minutes": minutes,
        "decisions": decisions_of(meeting),
        "actions": action_lines(actions_noted_at(meeting), timezone.localdate()),
        "form": form or (MinutesForm(minutes=minutes) if writes else None),
        "writes": writes,
        "clash": clash,
        "waiting": waiting,
        "may_approve": request.user in waiting or not waiting,
    }
    return render(request, "networks/minutes.html", context, status=status)
