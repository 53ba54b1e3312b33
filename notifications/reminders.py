"""Reminders: what the facts call for is looked for again and again, and written once.

No reminder stands in the outbox before its day, so nothing has to be planned anew when a fact
changes: what is looked for in the next round is what is true by then. docs/outbox.md says how a new
kind of reminder is added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from notifications.days import is_day_off
from notifications.kinds import MessageKind
from notifications.kinds import register as register_kind
from notifications.models import Message
from notifications.services import queue_for_each

MORNING = dt.time(8)
ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A working day on which reminders go out.

    `last` is the day before the next working day: what is to be told on a Saturday is told on the
    Friday before it.
    """

    today: dt.date
    last: dt.date


@dataclass(frozen=True)
class Due:
    """One thing to remind `people` (users) of: as `queue_for_each` takes it.

    `occasion` holds the date it is about: when that moves, there is something new to remind of.
    """

    subject: models.Model
    people: Sequence[Any]
    occasion: str = ""
    params: dict[str, Any] = field(default_factory=dict)


Find = Callable[[Day], Iterable[Due]]


@dataclass(frozen=True)
class Reminder:
    """A kind of message that follows from the facts: `find` gives what is due on a day."""

    kind: MessageKind
    find: Find


_reminders: list[Reminder] = []


def register(reminder: Reminder) -> None:
    """Make the reminder and its kind of message known."""
    register_kind(reminder.kind)
    _reminders.append(reminder)


def sending_day(now: dt.datetime) -> Day | None:
    """The day whose reminders are to be looked for at `now`; None at night and on days off."""
    local = timezone.localtime(now)
    today = last = local.date()
    if is_day_off(today) or local.time() < MORNING:
        return None
    while is_day_off(last + ONE):
        last += ONE
    return Day(today, last)


def plan_reminders(*, now: dt.datetime) -> int:
    """Put every reminder into the outbox that the facts call for; returns how many are new.

    May run at any time, any number of times and twice at once: what was asked for before stays.
    """
    day = sending_day(now)
    if day is None:
        return 0
    return sum(_ask_for(reminder, day, now) for reminder in _reminders)


def _ask_for(reminder: Reminder, day: Day, now: dt.datetime) -> int:
    found = list(reminder.find(day))
    rows = Message.objects.filter(
        kind=reminder.kind.name, subject_id__in={str(due.subject.pk) for due in found}
    )
    asked = set(rows.values_list("user", "subject_id", "occasion"))
    new = 0
    for due in found:
        people = [
            person
            for person in due.people
            if (person.pk, str(due.subject.pk), due.occasion) not in asked
        ]
        if people:
            queue_for_each(
                kind=reminder.kind.name,
                people=people,
                subject=due.subject,
                occasion=due.occasion,
                params=due.params,
                now=now,
            )
            new += len(people)
    return new
