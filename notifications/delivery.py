"""When a message may reach its reader: at once, later, together with others, or never.

Asked right before sending, so that what a person chooses holds for everything not yet sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from django.conf import settings
from django.utils import timezone

from notifications.days import is_day_off
from notifications.kinds import MessageKind
from notifications.models import Delivery, DeliveryChoice, MailSettings, Message

MONDAY = 0
#: Nobody reads a mail about an event that is over: so long before it, rest is over.
LEAD = dt.timedelta(hours=12)


class Way(Enum):
    SEND = "send it now"
    HOLD = "send it later"
    GATHER = "send it later, together with others"
    DROP = "its reader wants none of this kind"


@dataclass(frozen=True)
class Decision:
    """What to do with a message, and for HOLD and GATHER until when it rests."""

    way: Way
    until: dt.datetime | None = None


@dataclass(frozen=True)
class Wishes:
    """What one person has chosen."""

    times: MailSettings = field(default_factory=MailSettings)
    by_kind: dict[str, str] = field(default_factory=dict)


NOTHING_CHOSEN = Wishes()


def wishes_of(people: Iterable[int]) -> dict[int, Wishes]:
    """What each of `people` (ids of users) has chosen, by the id: two queries for all of them."""
    ids = set(people)
    times = {row.user_id: row for row in MailSettings.objects.filter(user__in=ids)}
    chosen: dict[int, dict[str, str]] = {person: {} for person in ids}
    for row in DeliveryChoice.objects.filter(user__in=ids):
        chosen[row.user_id][row.kind] = row.delivery
    return {person: Wishes(times.get(person, MailSettings()), chosen[person]) for person in ids}


def decide(message: Message, kind: MessageKind, wishes: Wishes, now: dt.datetime) -> Decision:
    """What to do with `message`, whose time has come, at `now`.

    What is urgent goes at any time; so does what is sent to an address alone, of which nothing is
    known. What is about an event goes before it would come too late.
    """
    if kind.urgent or message.user_id is None:
        return Decision(Way.SEND)
    chosen = wishes.by_kind.get(kind.name, Delivery.AT_ONCE)
    delivery = Delivery.AT_ONCE if kind.necessary else chosen
    if delivery == Delivery.NEVER:
        return Decision(Way.DROP)
    ways = [(Way.HOLD, next_open(now, wishes.times))]
    if delivery != Delivery.AT_ONCE:
        weekly = delivery == Delivery.WEEKLY
        ways.insert(0, (Way.GATHER, next_summary(now, wishes.times, weekly=weekly)))
    rests = [(way, until) for way, until in ways if until > now]
    event = kind.event_at(message) if rests else None  # it may ask the database
    for way, until in rests:
        if event is None or until <= event - LEAD:
            return Decision(way, until)
    return Decision(Way.SEND)


def next_open(moment: dt.datetime, times: MailSettings) -> dt.datetime:
    """The first moment from `moment` on at which one may write; in Danish time, summer and winter.

    The quiet hours may pass midnight; two equal times mean that none are quiet.
    """
    if not settings.MAILS_REST:
        return moment
    local = timezone.localtime(moment)
    day = local.date()
    if times.rests_on_days_off and is_day_off(day):
        return _opening_after(day, times)
    begin, end = times.quiet_from, times.quiet_until
    clock = local.timetz().replace(tzinfo=None)
    if begin < end:
        quiet = begin <= clock < end
        return _at(day, end) if quiet else moment
    if begin > end and clock < end:
        return _at(day, end)
    if begin > end and clock >= begin:
        return _opening_after(day, times)
    return moment


def next_summary(moment: dt.datetime, times: MailSettings, *, weekly: bool) -> dt.datetime:
    """When the next summary is due after `moment`: in the morning, weekly on a Monday.

    On the next day one may write where that one is a day off.
    """
    day = timezone.localdate(moment)
    while True:
        if (not weekly or day.weekday() == MONDAY) and (found := _opening_on(day, times)) > moment:
            return found
        day += dt.timedelta(days=1)


def _opening_after(day: dt.date, times: MailSettings) -> dt.datetime:
    return _opening_on(day + dt.timedelta(days=1), times)


def _opening_on(day: dt.date, times: MailSettings) -> dt.datetime:
    """The morning of `day`, or of the next day on which one may write."""
    while times.rests_on_days_off and is_day_off(day):
        day += dt.timedelta(days=1)
    return _at(day, times.quiet_until)


def _at(day: dt.date, clock: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, clock))
