"""Meetings in one's own calendar: a feed that one opens and closes, and one entry to take away."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.signed_in import SignedInRequest
from networks import ical
from networks.models import CalendarFeed, Meeting
from networks.models.ties import ties_of
from networks.selectors.calendar import (
    feed_address,
    feed_behind,
    meetings_in_calendar,
    subscribe_address,
)
from networks.services import calendar as service

FEED_NAME = "KLK Netværk"


@login_required
def calendar(request: SignedInRequest) -> HttpResponse:
    """My calendar address: what it is, who can read it, and how to be rid of it."""
    feed = CalendarFeed.objects.visible_to(request.user).first()
    context: dict[str, Any] = {}
    if feed and feed.is_open:
        context = {"address": feed_address(feed), "subscribe": subscribe_address(feed)}
    return render(request, "networks/calendar.html", context)


@login_required
@require_POST
def calendar_open(request: SignedInRequest) -> HttpResponse:
    """Let my calendar be fetched."""
    service.open_feed(person=request.user)
    messages.success(request, _("Here is your address. Subscribe to it once, and it keeps itself."))
    return redirect("calendar")


@login_required
@require_POST
def calendar_renew(request: SignedInRequest) -> HttpResponse:
    """Another address; the old one stops working."""
    service.revoke_feed(person=request.user)
    messages.success(request, _("You have a new address. The old one no longer works."))
    return redirect("calendar")


@login_required
@require_POST
def calendar_close(request: SignedInRequest) -> HttpResponse:
    """No address any more."""
    service.close_feed(person=request.user)
    messages.success(request, _("Your address is closed. Nobody can fetch your calendar any more."))
    return redirect("calendar")


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a calendar program fetches, again and again: the address alone opens it."""
    feed = feed_behind(token)
    if feed is None:
        raise Http404
    meetings = meetings_in_calendar(feed.person, timezone.now())
    with translation.override(feed.person.language):
        response = _calendar_file(ical.published(meetings, name=FEED_NAME), "klk-netvaerk.ics")
    response.headers["Content-Language"] = feed.person.language
    tag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    response.headers["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response


@login_required
@require_safe
def meeting_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """One meeting to add to a calendar, for those who may see it."""
    rows = Meeting.objects.visible_to(request.user).select_related("network")
    meeting = get_object_or_404(rows, pk=pk)
    inside = ties_of(request.user).inside
    return _calendar_file(ical.published([meeting], inside=inside), f"moede-{meeting.pk}.ics")


def _calendar_file(text: str, name: str) -> HttpResponse:
    """A file for a calendar program; never shown in the portal's own origin."""
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
