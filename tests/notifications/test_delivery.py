"""When a mail may come: quiet hours, days off, summaries, and what is stopped."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from notifications.days import is_day_off
from notifications.delivery import LEAD, Way, Wishes, decide, next_open, next_summary
from notifications.kinds import MessageKind
from notifications.models import MailSettings, Message

HERE = ZoneInfo("Europe/Copenhagen")
NEW_YEAR = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.fixture(autouse=True)
def _rest(settings):
    settings.MAILS_REST = True


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-24 10:00", "2026-11-24 10:00"),  # a Tuesday
        ("2026-11-24 20:00", "2026-11-25 07:00"),
        ("2026-11-24 23:59", "2026-11-25 07:00"),
        ("2026-11-25 03:00", "2026-11-25 07:00"),
        ("2026-11-27 20:00", "2026-11-30 07:00"),  # over the weekend
        ("2026-11-28 12:00", "2026-11-30 07:00"),
        ("2026-12-23 21:00", "2026-12-28 07:00"),  # over Christmas, whose Eve is a Thursday
        ("2027-03-24 20:30", "2027-03-30 07:00"),  # over Easter and the change to summer time
        ("2026-10-23 22:00", "2026-10-26 07:00"),  # over the change to winter time
        ("2027-03-28 02:30", "2027-03-30 07:00"),  # an hour that there is not
    ],
)
def test_mails_rest_at_night_and_on_days_off(moment, opens):
    assert next_open(at(moment), MailSettings()) == at(opens)


def test_whoever_likes_gets_mails_day_and_night():
    times = MailSettings(quiet_from=dt.time(0), quiet_until=dt.time(0), rests_on_days_off=False)
    assert next_open(at("2026-12-25 03:00"), times) == at("2026-12-25 03:00")


def test_quiet_hours_in_the_middle_of_the_day():
    times = MailSettings(quiet_from=dt.time(9), quiet_until=dt.time(15), rests_on_days_off=False)
    assert next_open(at("2026-11-24 10:00"), times) == at("2026-11-24 15:00")
    assert next_open(at("2026-11-24 16:00"), times) == at("2026-11-24 16:00")


@given(
    moment=st.floats(0, 4 * 366).map(lambda days: NEW_YEAR + dt.timedelta(days=days)),
    quiet_from=st.times(),
    quiet_until=st.times(),
    rests=st.booleans(),
)
def test_it_opens_later_within_days_and_stays_open(moment, quiet_from, quiet_until, rests):
    times = MailSettings(quiet_from=quiet_from, quiet_until=quiet_until, rests_on_days_off=rests)
    opens = next_open(moment, times)
    assert moment <= opens <= moment + dt.timedelta(days=8)
    assert next_open(opens, times) == opens
    if rests:
        assert not is_day_off(timezone.localdate(opens))


@pytest.mark.parametrize(
    ("moment", "weekly", "due"),
    [
        ("2026-11-24 06:00", False, "2026-11-24 07:00"),
        ("2026-11-24 10:00", False, "2026-11-25 07:00"),
        ("2026-11-27 10:00", False, "2026-11-30 07:00"),
        ("2026-11-24 10:00", True, "2026-11-30 07:00"),
        ("2026-11-30 07:00", True, "2026-12-07 07:00"),
        ("2027-03-24 10:00", True, "2027-03-30 07:00"),  # Monday is Easter
        ("2027-03-29 10:00", True, "2027-03-30 07:00"),
    ],
)
def test_a_summary_comes_in_the_morning_of_a_working_day(moment, weekly, due):
    assert next_summary(at(moment), MailSettings(), weekly=weekly) == at(due)


def decided(
    now: str, delivery: str = "", event: dt.datetime | None = None, **kind: object
) -> tuple[Way, dt.datetime | None]:
    made = MessageKind("test.note", "Note", event_at=lambda message: event, **kind)
    wishes = Wishes(by_kind={"test.note": delivery} if delivery else {})
    found = decide(Message(user_id=1), made, wishes, at(now))
    return found.way, found.until


SATURDAY = "2026-11-28 10:00"
MONDAY = at("2026-11-30 07:00")


def test_what_is_decided():
    assert decided("2026-11-24 10:00") == (Way.SEND, None)
    assert decided(SATURDAY) == (Way.HOLD, MONDAY)
    assert decided(SATURDAY, urgent=True) == (Way.SEND, None)
    assert decided(SATURDAY, "never") == (Way.DROP, None)
    assert decided(SATURDAY, "daily") == (Way.GATHER, MONDAY)
    assert decided("2026-11-24 10:00", "weekly") == (Way.GATHER, MONDAY)
    assert decided(SATURDAY, "never", necessary="So it is.") == (Way.HOLD, MONDAY)
    assert decided(SATURDAY, "daily", necessary="So it is.") == (Way.HOLD, MONDAY)


def test_what_is_near_does_not_rest():
    assert decided(SATURDAY, event=MONDAY + HOUR) == (Way.SEND, None)
    assert decided(SATURDAY, event=MONDAY + LEAD) == (Way.HOLD, MONDAY)
    assert decided(SATURDAY, "daily", event=MONDAY + HOUR) == (Way.SEND, None)
    # Too near for the summary of the week, and not for the morning after.
    near = at("2026-11-26 10:00")
    assert decided("2026-11-24 22:00", "weekly", event=near) == (
        Way.HOLD,
        at("2026-11-25 07:00"),
    )


def test_an_address_without_a_person_is_written_to_at_once():
    kind = MessageKind("test.note", "Note")
    assert decide(Message(), kind, Wishes(), at(SATURDAY)).way is Way.SEND


def test_a_demo_does_not_rest(settings):
    settings.MAILS_REST = False
    assert decided(SATURDAY) == (Way.SEND, None)
