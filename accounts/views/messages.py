"""/beskeder/: what the portal has written to the reader."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.rules import is_klk_admin
from notifications.models import Message
from notifications.selectors import shown
from ui.pagination import page_of

A_PAGE = 10


@login_required
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Everything that was or will be sent to the reader, newest first."""
    page = page_of(
        request, Message.objects.visible_to(request.user).newest_first(), per_page=A_PAGE
    )
    page.object_list = shown(page.object_list)
    context = {"page": page, "may_see_kinds": is_klk_admin(request.user)}
    return render(request, "accounts/messages.html", context)
