"""When reminders are looked for, and that asking twice writes once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from notifications import reminders
from notifications.days import is_day_off
from notifications.kinds import MessageKind
from notifications.models import Message
from notifications.reminders import MORNING, Day, Due, Reminder, plan_reminders, sending_day

BEGIN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SIX_YEARS = 6 * 365 * 24 * 60
MOMENTS = st.integers(0, SIX_YEARS).map(lambda minutes: BEGIN + dt.timedelta(minutes=minutes))
WEDNESDAY = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)


def at(year: int, month: int, day: int, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dt.date(year, month, day), dt.time(hour)))


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (at(2026, 11, 25, 8), dt.date(2026, 11, 25)),  # a Wednesday
        (at(2026, 11, 27, 8), dt.date(2026, 11, 29)),  # Friday: the weekend is told today
        (at(2026, 3, 27, 8), dt.date(2026, 3, 29)),  # a weekend in which summer time begins
        (at(2026, 10, 23, 8), dt.date(2026, 10, 25)),  # and one in which it ends
        (at(2027, 3, 24, 8), dt.date(2027, 3, 29)),  # the Wednesday before Easter
        (at(2026, 12, 23, 8), dt.date(2026, 12, 27)),  # Christmas
    ],
)
def test_what_is_told_on_a_working_day(now: dt.datetime, last: dt.date) -> None:
    assert sending_day(now) == Day(timezone.localdate(now), last)


@pytest.mark.parametrize(
    "now",
    [
        at(2026, 11, 25, 7),  # before the morning
        at(2026, 11, 28, 12),  # Saturday
        at(2026, 12, 25, 12),
        at(2026, 3, 29, 12),  # the day on which summer time begins
    ],
)
def test_at_night_and_on_days_off_nobody_is_reminded(now: dt.datetime) -> None:
    assert sending_day(now) is None


@given(MOMENTS)
def test_no_day_is_left_out_and_none_told_of_twice(moment: dt.datetime) -> None:
    """From one working day to the next, what they tell of joins without a gap."""
    day = sending_day(moment)
    local = timezone.localtime(moment)
    assert (day is None) == (is_day_off(local.date()) or local.time() < MORNING)
    if day is None:
        return
    following = day.last + dt.timedelta(days=1)
    assert not is_day_off(following)
    between = (following - day.today).days
    assert all(is_day_off(day.today + dt.timedelta(days=n)) for n in range(1, between))
    after = sending_day(timezone.make_aware(dt.datetime.combine(following, MORNING)))
    assert after is not None
    assert after.today == following


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Due]:
    """What the only reminder finds: filled by the test."""
    due: list[Due] = []
    kind = MessageKind(name="networks.removal", label="x")
    monkeypatch.setattr(reminders, "_reminders", [Reminder(kind, lambda day: due)])
    return due


def occasions() -> list[tuple[Any, str]]:
    return list(Message.objects.order_by("pk").values_list("user", "occasion"))


def test_once_for_each_person_and_occasion(found: list[Due], leader: User, director: User) -> None:
    found += [Due(leader, [leader, director], "1"), Due(leader, [leader], "2")]
    assert plan_reminders(now=WEDNESDAY) == 3
    assert plan_reminders(now=WEDNESDAY + dt.timedelta(hours=1)) == 0
    found.append(Due(director, [leader], "1"))
    assert plan_reminders(now=WEDNESDAY + dt.timedelta(days=1)) == 1
    assert occasions() == [
        (leader.pk, "1"),
        (director.pk, "1"),
        (leader.pk, "2"),
        (leader.pk, "1"),
    ]


def test_what_was_sent_or_withdrawn_is_not_asked_for_again(found: list[Due], leader: User) -> None:
    found.append(Due(leader, [leader], "1"))
    plan_reminders(now=WEDNESDAY)
    Message.objects.update(state="suppressed")
    assert plan_reminders(now=WEDNESDAY + dt.timedelta(days=1)) == 0


def test_nothing_at_night(found: list[Due], leader: User) -> None:
    found.append(Due(leader, [leader]))
    assert plan_reminders(now=at(2026, 11, 25, 3)) == 0
    assert occasions() == []
