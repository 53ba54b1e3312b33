"""Opening and closing the address under which a person's calendar is fetched."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from networks.models import CalendarFeed


@transaction.atomic
def open_feed(*, person: User) -> CalendarFeed:
    """Let the person's calendar be fetched; again is harmless and keeps the address."""
    feed = _lock(person)
    if not feed.is_open:
        feed.is_open = True
        feed.save(update_fields=["is_open"])
    return feed


@transaction.atomic
def revoke_feed(*, person: User) -> CalendarFeed:
    """A new address; every older one is worthless at once. Opens a closed one."""
    return _renewed(person, is_open=True)


@transaction.atomic
def close_feed(*, person: User) -> CalendarFeed:
    """No address any more; opened again, it is a new one."""
    return _renewed(person, is_open=False)


def _renewed(person: User, *, is_open: bool) -> CalendarFeed:
    feed = _lock(person)
    feed.serial += 1
    feed.is_open = is_open
    feed.save(update_fields=["serial", "is_open"])
    return feed


def _lock(person: User) -> CalendarFeed:
    """The person's row, made closed where there is none yet; two at once make one."""
    CalendarFeed.objects.get_or_create(person=person, defaults={"is_open": False})
    return CalendarFeed.objects.select_for_update().get(person=person)
