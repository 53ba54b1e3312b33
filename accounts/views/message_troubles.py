"""/beskeder/fejl/: the mails that did not arrive, for KLK administration."""

from __future__ import annotations

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.views.message_kinds import check_reader
from notifications.models import Message
from notifications.selectors import in_trouble_shown, promptness
from notifications.troubles import send_again, settle
from ui.pagination import page_of


@login_required
@require_safe
def message_troubles(request: HttpRequest) -> HttpResponse:
    """What did not arrive and why, the newest first, and how prompt the others are."""
    check_reader(request)
    rows = Message.objects.looked_after_by(request.user).order_by("-finished_at", "-pk")
    page = page_of(request, rows.select_related("user"))
    page.object_list = in_trouble_shown(page.object_list)
    context = {"page": page, "promptness": promptness(now=timezone.now())}
    return render(request, "accounts/message_troubles.html", context)


@login_required
@require_POST
def message_send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one anew."""
    check_reader(request)
    sent = send_again(messages=[_known(pk)], now=timezone.now())
    return _told(request, sent, _("The mail is sent again."))


@login_required
@require_POST
def message_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one off the list: nothing is to be done about it."""
    check_reader(request)
    settled = settle(messages=[_known(pk)], now=timezone.now())
    return _told(request, settled, _("The mail is off the list."))


def _known(pk: int) -> int:
    """Its number, also when somebody else has looked after it meanwhile: that is no 404."""
    return get_object_or_404(Message.objects.only("pk"), pk=pk).pk


def _told(request: HttpRequest, changed: int, done: str) -> HttpResponse:
    if changed:
        notices.success(request, done)
    else:
        notices.info(request, _("Somebody has looked after that mail already."))
    return redirect("message_troubles")


@login_required
@require_POST
def messages_send_again(request: HttpRequest) -> HttpResponse:
    """Send anew whatever certainly did not arrive, as after a mail server that refused everything.

    What perhaps arrived is decided one by one.
    """
    check_reader(request)
    rows = Message.objects.looked_after_by(request.user).certainly_failed()
    count = send_again(messages=rows.values_list("pk", flat=True), now=timezone.now())
    text = ngettext("%(count)d mail is sent again.", "%(count)d mails are sent again.", count)
    notices.success(request, text % {"count": count})
    return redirect("message_troubles")
