"""A person's own calendar: what stands in it, and under which address it is fetched."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from networks.models import CalendarFeed, Meeting

_SALT = "networks.calendar_feed"
PAST_SHOWN = dt.timedelta(days=90)
CANCELLED_SHOWN = dt.timedelta(days=30)


def feed_address(feed: CalendarFeed) -> str:
    """The address of an open feed, the same until it is renewed; it is kept nowhere."""
    token = _signer().sign(f"{feed.person_id}-{feed.serial}")
    return f"{settings.BASE_URL}{reverse('calendar_feed', args=[token])}"


def subscribe_address(feed: CalendarFeed) -> str:
    """The same address as calendar programs take it: opening it subscribes."""
    _scheme, _colon, rest = feed_address(feed).partition(":")
    return f"webcal:{rest}"


def feed_behind(token: str) -> CalendarFeed | None:
    """The feed whose address this is; nothing for one that is forged, renewed or closed.

    Nor for somebody who may no longer sign in.
    """
    try:
        person, _dash, serial = _signer().unsign(token).partition("-")
    except signing.BadSignature:
        return None
    feeds = CalendarFeed.objects.filter(is_open=True, person__is_active=True)
    return feeds.select_related("person").filter(person=int(person), serial=int(serial)).first()


def meetings_in_calendar(person: User, now: dt.datetime) -> QuerySet[Meeting]:
    """Coming and recent meetings of the networks that `person` is inside of today.

    A cancelled one stays a while as cancelled, so that it is seen to be; then it is gone.
    Somebody without a role gets none, so that their calendar empties itself.
    """
    shown = Q(cancelled_at=None) | Q(cancelled_at__gt=now - CANCELLED_SHOWN)
    recent = Meeting.objects.inside_visible_to(person).filter(shown, ends_at__gt=now - PAST_SHOWN)
    return recent.select_related("network").order_by("starts_at", "pk")


def _signer() -> signing.Signer:
    """Its dot needs no escaping in an address."""
    return signing.Signer(salt=_SALT, sep=".")
