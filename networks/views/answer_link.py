"""What the answer link of a mail opens: one meeting, three answers, no sign-in.

Whoever has the link is the reader of that mailbox. A GET changes nothing: mail scanners open
every link.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.errors import PortalError
from networks.dates.words import time_in_words
from networks.forms.attendance import AnswerForm
from networks.models import Attendance, Meeting, Membership
from networks.selectors.answer_links import answer_behind
from networks.services.attendance import answer_meeting
from ui.refusals import add_refusal

CONFLICT = 409


@never_cache
@sensitive_post_parameters()
def meeting_answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The facts of the mail and its answers, in the language of the mail's reader."""
    found = answer_behind(token, timezone.now())
    if found is None:
        return render(request, "networks/answer_link_dead.html", status=404)
    meeting, membership = found
    language = membership.user.language
    with translation.override(language):
        response = _open(request, meeting, membership)
    response.headers["Content-Language"] = language
    return response


def _open(request: HttpRequest, meeting: Meeting, membership: Membership) -> HttpResponse:
    form = AnswerForm(request.POST or None, meeting=meeting)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            answer_meeting(
                meeting=meeting, membership=membership, **form.said(), now=timezone.now()
            )
        except PortalError as error:
            add_refusal(form, error)
            status = CONFLICT
        else:
            messages.success(request, _("Thank you. Your answer is saved."))
            return redirect(request.path)
    known = Attendance.objects.filter(meeting=meeting, membership=membership).first()
    context: dict[str, Any] = {
        "meeting": meeting,
        "when": time_in_words(meeting.starts_at, meeting.ends_at),
        "form": form,
        # a forwarded mail shows what was answered, and not why
        "known": known.get_answer_display() if known and known.answer else "",
    }
    return render(request, "networks/answer_link.html", context, status=status)
