"""/beskeder/: what the portal has written to the reader, and how it may write."""

from __future__ import annotations

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.messages import MailChoicesForm
from accounts.rules import is_klk_admin
from accounts.signed_in import SignedInRequest
from notifications.delivery import wishes_of
from notifications.kinds import all_kinds, can_be_stopped
from notifications.models import Delivery, Message
from notifications.selectors import page_told_of, shown
from notifications.services import choose_delivery, choose_mail_times, mark_read
from notifications.stopping import stopped_by
from ui.pagination import page_of

A_PAGE = 10


@login_required
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Everything that was or will be sent to the reader, newest first."""
    page = page_of(
        request, Message.objects.visible_to(request.user).newest_first(), per_page=A_PAGE
    )
    on_page = list(page.object_list)
    page.object_list = shown(on_page)
    mark_read(messages=on_page, now=timezone.now())
    context = {"page": page, "may_see_kinds": is_klk_admin(request.user)}
    return render(request, "accounts/messages.html", context)


@login_required
@require_safe
def message_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on to the page that a message of one's own speaks of, as it is today."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    page = page_told_of(message)
    if not page:
        notices.info(request, _("What this message was about is no longer so."))
    return redirect(page or "messages")


@login_required
def message_choices(request: SignedInRequest) -> HttpResponse:
    """Which mails reach me how and when, and why some cannot be stopped."""
    wishes = wishes_of([request.user.pk])[request.user.pk]
    kinds = [kind for kind in all_kinds() if can_be_stopped(kind)]
    initial = MailChoicesForm.initial_of(wishes.times, wishes.by_kind)
    form = MailChoicesForm(request.POST or None, kinds=kinds, initial=initial)
    if request.method == "POST" and form.is_valid():
        choose_delivery(user=request.user, chosen=form.chosen())
        choose_mail_times(user=request.user, **form.times())
        notices.success(request, _("Saved."))
        return redirect("message_choices")
    necessary = [kind for kind in all_kinds() if kind.necessary]
    return render(request, "accounts/message_choices.html", {"form": form, "necessary": necessary})


@csrf_exempt  # mail programs press this button by themselves (RFC 8058): the link is the right
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def messages_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of mail without signing in. A GET changes nothing: scanners open links."""
    found = stopped_by(token)
    if found is None:
        return render(request, "accounts/messages_stop_dead.html", status=404)
    user, kind = found
    done = request.method == "POST"
    if done:
        choose_delivery(user=user, chosen={kind.name: Delivery.NEVER})
    language = user.language  # type: ignore[attr-defined]
    with translation.override(language):
        response = render(request, "accounts/messages_stop.html", {"kind": kind, "done": done})
    response.headers["Content-Language"] = language
    return response
