"""Dates and times in parts: day first in both languages, and never a silent empty date."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from ui.fields import DateField, DateWidget, TimeField

THIRD_OF_APRIL = dt.date(2027, 4, 3)


class Plan(forms.Form):
    day = DateField()
    at = TimeField(required=False)


def plan(day="3", month="4", year="2027", hour="", minute=""):
    data = {"day_day": day, "day_month": month, "day_year": year}
    return Plan({**data, "at_hour": hour, "at_minute": minute})


def error_code(form, field):
    return form.errors.as_data()[field][0].code


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "typed",
    [
        ("3", "4", "2027"),
        ("03", "04", "2027"),
        (" 3 ", "4 ", " 2027"),
        ("3.4.2027", "", ""),
        ("3/4/2027", "", ""),
        ("3-4-2027", "", ""),
        ("03 04 2027", "", ""),
        ("3. 4. 2027", "", ""),
        ("2027-04-03", "", ""),
    ],
)
def test_the_day_comes_first_in_both_languages(typed, language):
    with translation.override(language):
        form = plan(*typed)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["day"] == THIRD_OF_APRIL


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("", "", ""), "required"),
        (("  ", "", ""), "required"),
        (("3", "", ""), "incomplete"),
        (("3", "4", ""), "incomplete"),
        (("", "4", "2027"), "incomplete"),
        (("32", "13", "2027"), "invalid"),
        (("32/13/2027", "", ""), "invalid"),
        (("29", "2", "2027"), "invalid"),
        (("29.2.2027", "", ""), "invalid"),
        (("31", "4", "2027"), "invalid"),
        (("0", "4", "2027"), "invalid"),
        (("3", "4", "12"), "year"),
        (("3.4.27", "", ""), "year"),
        (("3", "4", "0012"), "year"),
        (("3", "4", "99999"), "year"),
        (("3", "april", "2027"), "invalid"),
        (("i morgen", "", ""), "incomplete"),
        (("-3", "4", "2027"), "invalid"),
        (("3", "4", "20²7"), "invalid"),
        (("٣", "٤", "2027"), "invalid"),
        (("3" * 5000, "4", "2027"), "invalid"),
        (("<b>", "\u202e4", "🙂"), "invalid"),
        (("3\x00", "4", "2027"), "invalid"),
    ],
)
def test_what_is_no_date_is_an_error_and_stays_as_typed(typed, code):
    form = plan(*typed)
    assert error_code(form, "day") == code
    assert form["day"].value() == list(typed)
    html = str(form["day"])
    for part in filter(str.isalnum, typed):
        assert f'value="{part}"' in html


def test_a_leap_day_is_a_date():
    assert plan("29", "2", "2028").is_valid()


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_every_date_comes_back_as_it_was_shown(date):
    shown = DateWidget().decompress(date)
    assert DateField().clean(shown) == date


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)), st.sampled_from("./- "))
def test_every_written_date_is_understood(date, between):
    written = between.join([str(date.day), str(date.month), str(date.year)])
    assert DateField().clean([written, "", ""]) == date
    assert DateField().clean([date.isoformat(), "", ""]) == date


@given(st.lists(st.text(max_size=8), min_size=3, max_size=3))
def test_any_text_is_a_date_an_error_or_nothing(typed):
    try:
        cleaned = DateField(required=False).clean(typed)
    except forms.ValidationError:
        return
    assert isinstance(cleaned, dt.date) or not any(part.strip() for part in typed)


@given(st.times().map(lambda time: time.replace(second=0, microsecond=0)))
def test_every_time_comes_back_as_it_was_shown(time):
    shown = TimeField.widget().decompress(time)
    assert TimeField().clean(shown) == time


@pytest.mark.parametrize("typed", [("14", "30"), ("14.30", ""), ("14:30", ""), ("kl. 14.30", "")])
def test_a_time_is_understood(typed):
    form = plan(hour=typed[0], minute=typed[1])
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == dt.time(14, 30)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("14", ""), "incomplete"),
        (("", "30"), "incomplete"),
        (("24", "00"), "invalid"),
        (("12", "60"), "invalid"),
        (("to", "30"), "invalid"),
        (("1430", ""), "incomplete"),
    ],
)
def test_what_is_no_time_is_an_error(typed, code):
    assert error_code(plan(hour=typed[0], minute=typed[1]), "at") == code


def test_an_optional_time_may_be_empty():
    form = plan()
    assert form.is_valid()
    assert form.cleaned_data["at"] is None


def test_an_initial_date_is_shown_in_its_parts():
    html = str(Plan(initial={"day": THIRD_OF_APRIL, "at": dt.time(9, 5)}))
    for shown in ('value="3"', 'value="4"', 'value="2027"', 'value="9"', 'value="05"'):
        assert shown in html


def test_an_unchanged_date_has_not_changed():
    form = Plan(plan().data, initial={"day": THIRD_OF_APRIL})
    assert not form.has_changed()


def test_a_date_may_come_whole_under_its_own_name():
    form = Plan(QueryDict("day=2027-04-03"))
    assert form.is_valid()
    assert form.cleaned_data["day"] == THIRD_OF_APRIL


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", ["3. april 2027", "03.04.2027", "03.04.2027 14.05", "3. april 2027 kl. 14.05"]),
        ("en", ["3 April 2027", "03/04/2027", "03/04/2027 14:05", "3 April 2027, 14:05"]),
    ],
)
def test_days_and_moments_are_shown_day_first(language, said):
    moment = dt.datetime(2027, 4, 3, 14, 5, tzinfo=dt.UTC)
    names = ("DATE_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT", "DATETIME_FORMAT")
    with translation.override(language):
        assert [date_format(moment, name) for name in names] == said
