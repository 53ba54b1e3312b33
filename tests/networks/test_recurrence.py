"""Rules by which meetings repeat: over years, months left out and both changes of the clock."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.dates.recurrence import AT_MOST, FURTHEST, ZONE, Recurrence, at, days_of, period
from networks.forms.meetings import nth_in_month

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2040, 12, 31))
RULES = st.builds(
    Recurrence,
    unit=st.sampled_from(["weeks", "months"]),
    every=st.integers(1, 12),
    weekday=st.integers(0, 6),
    nth=st.sampled_from([1, 2, 3, 4, -1]),
    first=DAYS,
    never_in=st.frozensets(st.integers(1, 12), max_size=11),
    except_on=st.frozensets(DAYS, max_size=5),
    count=st.one_of(st.none(), st.integers(1, AT_MOST)),
    until=st.one_of(st.none(), DAYS),
)


@given(RULES)
def test_every_day_is_what_the_rule_says(rule: Recurrence):
    days = days_of(rule)
    assert days == sorted(set(days))
    assert len(days) <= min(rule.count or AT_MOST, AT_MOST)
    for day in days:
        assert day.weekday() == rule.weekday
        assert day.month not in rule.never_in
        assert day not in rule.except_on
        assert rule.first <= day <= rule.first + FURTHEST
        assert rule.until is None or day <= rule.until
        if rule.unit == "months" and rule.nth > 0:
            assert nth_in_month(day) in (rule.nth, -1 if rule.nth == 5 else rule.nth)
        if rule.unit == "months" and rule.nth == -1:
            assert (day + dt.timedelta(days=7)).month != day.month


@given(RULES)
def test_what_is_left_out_is_the_only_difference(rule: Recurrence):
    """Without exceptions the same rule has every one of its days, and only days left out more."""
    whole = Recurrence(
        rule.unit, rule.every, rule.weekday, rule.first, rule.nth, rule.never_in, until=rule.until
    )
    missing = set(days_of(whole)) - set(days_of(rule))
    if rule.count is None and len(days_of(whole)) < AT_MOST:
        assert missing <= rule.except_on


@given(RULES.filter(lambda rule: rule.unit == "weeks"))
def test_weeks_lie_apart_as_asked(rule: Recurrence):
    days = days_of(rule)
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    assert all(gap % (7 * rule.every) == 0 for gap in gaps)


def test_second_tuesday_but_never_in_july_and_december():
    rule = Recurrence(
        "months", 1, 1, dt.date(2027, 1, 1), nth=2, never_in=frozenset({7, 12}), count=10
    )
    days = days_of(rule)
    assert [day.isoformat() for day in days[:7]] == [
        "2027-01-12", "2027-02-09", "2027-03-09", "2027-04-13", "2027-05-11", "2027-06-08",
        "2027-08-10",
    ]  # fmt: skip
    assert len(days) == 10


def test_four_times_a_year_and_every_other_week_and_six_modules():
    quarter = Recurrence("months", 3, 2, dt.date(2027, 1, 6), nth=1, count=4)
    assert [day.month for day in days_of(quarter)] == [1, 4, 7, 10]
    fortnight = Recurrence("weeks", 2, 3, dt.date(2027, 1, 7), count=26)
    assert days_of(fortnight)[-1] == dt.date(2027, 12, 23)
    modules = Recurrence("weeks", 3, 0, dt.date(2027, 2, 1), count=6)
    assert len(days_of(modules)) == 6


@pytest.mark.parametrize("day", [dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.date(2027, 6, 1)])
def test_a_meeting_at_two_stays_at_two_when_the_clock_moves(day: dt.date):
    begins, ends = period(day, dt.time(14), dt.time(17))
    assert (begins.astimezone(ZONE).hour, ends.astimezone(ZONE).hour) == (14, 17)
    assert ends - begins == dt.timedelta(hours=3)


def test_an_hour_that_the_clock_skips_is_the_one_after_it():
    assert at(dt.date(2027, 3, 28), dt.time(2, 30)).hour == 3


@given(DAYS, st.times(), st.times())
def test_a_period_is_never_empty(day: dt.date, begins: dt.time, ends: dt.time):
    start, end = period(day, begins, ends)
    assert start < end or begins == ends or start.astimezone(dt.UTC) <= end.astimezone(dt.UTC)
