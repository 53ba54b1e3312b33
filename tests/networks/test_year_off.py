"""School holidays and public holidays in a network's year: on the ring, in the list, in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Organisation, User
from networks.dates.holidays import DaysOff, days_off
from networks.dates.wheel import RING, wheel_of
from networks.models import Network, SchoolHoliday
from networks.selectors.year import off_by_month, off_in_year
from tests.architecture.lists import MOST_QUERIES
from tests.networks.meetings import planned
from tests.networks.members import NOW, member

SignIn = Callable[..., Client]


def holiday(name: str, first: dt.date, last: dt.date, where: Organisation | None = None) -> None:
    SchoolHoliday.objects.create(name=name, starts_on=first, ends_on=last, municipality=where)


@pytest.fixture
def year(network: Network, leader: User, director: User) -> str:
    """2027, in which Sofie's network meets on 12 January."""
    member(network, leader, director)
    planned(network, director)
    return reverse("network_year", args=[network.pk, 2027])


def test_both_kinds_stand_in_order_and_end_with_the_year() -> None:
    school = [
        SchoolHoliday(name="Jul", starts_on=dt.date(2027, 12, 19), ends_on=dt.date(2028, 1, 2)),
        SchoolHoliday(name="Nytår", starts_on=dt.date(2026, 12, 19), ends_on=dt.date(2027, 1, 3)),
    ]
    with translation.override("da"):
        found = days_off(2027, school)
    assert found[0].first == found[0].last == dt.date(2027, 1, 1)
    assert DaysOff("Nytår", dt.date(2027, 1, 1), dt.date(2027, 1, 3)) in found
    assert DaysOff("Jul", dt.date(2027, 12, 19), dt.date(2027, 12, 31)) in found
    assert [days.first for days in found] == sorted(days.first for days in found)
    assert "Grundlovsdag" in {days.name for days in found}


def test_a_stretch_of_the_ring_goes_from_morning_to_evening() -> None:
    quarter = DaysOff("Kvartal", dt.date(2027, 1, 1), dt.date(2027, 3, 31))
    long = DaysOff("Længe", dt.date(2027, 1, 1), dt.date(2027, 9, 30))
    whole = DaysOff("Altid", dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    first, second, third = wheel_of(2027, [], NOW, [quarter, long, whole]).off
    assert first.path == f"M 160.0 42.0 A {RING} {RING} 0 0 1 278.0 160.0"
    assert first.label == "Kvartal"
    assert second.path == f"M 160.0 42.0 A {RING} {RING} 0 1 1 42.0 160.0"
    assert not third.path.endswith("160.0 42.0")  # which would draw nothing at all


def test_those_of_the_own_municipality_and_of_everywhere(
    network: Network, gentofte: Organisation, kolding: Organisation
) -> None:
    day = dt.date(2027, 2, 15)
    for name, where in (("Vores", gentofte), ("Deres", kolding), ("Alles", None)):
        holiday(name, day, day, where)
    holiday("I fjor", dt.date(2026, 2, 15), dt.date(2026, 2, 20))
    names = {days.name for days in off_in_year(network, 2027)}
    assert {"Vores", "Alles"} <= names
    assert not {"Deres", "I fjor"} & names


def test_in_words_by_month() -> None:
    off = [
        DaysOff("Juleaften", dt.date(2027, 12, 24), dt.date(2027, 12, 24)),
        DaysOff("Juleferie", dt.date(2027, 12, 24), dt.date(2027, 12, 31)),
    ]
    with translation.override("da"):
        assert off_by_month(off) == [
            ("December", ["24. december: Juleaften", "24. december – 31. december: Juleferie"])
        ]
    with translation.override("en"):
        assert off_by_month(off)[0][1][0] == "24 December: Juleaften"


def test_the_page_says_it_on_the_ring_in_the_list_and_beside_a_meeting(
    year: str, gentofte: Organisation, leader: User, signed_in: SignIn
) -> None:
    holiday("Rejseuge", dt.date(2027, 1, 11), dt.date(2027, 1, 15), gentofte)
    page = signed_in(leader).get(year).content.decode()
    assert re.search(r'class="ui-wheel__off"[^>]*>\s*<title>Rejseuge</title>', page)
    assert "11. januar – 15. januar: Rejseuge" in page
    assert "25. december:" in page
    assert re.search(r'<span class="ui-soft">Rejseuge</span>', page)


def test_one_query_for_them_however_many(
    year: str, gentofte: Organisation, leader: User, signed_in: SignIn
) -> None:
    client = signed_in(leader)
    client.get(year)
    counts = []
    for months in ((), range(1, 13)):
        for month in months:
            holiday("Fri", dt.date(2027, month, 1), dt.date(2027, month, 9), gentofte)
        with CaptureQueriesContext(connection) as seen:
            client.get(year)
        counts.append(len(seen))
        assert sum("networks_schoolholiday" in query["sql"] for query in seen) == 1
    assert counts[0] == counts[1] <= MOST_QUERIES


@pytest.mark.parametrize(("at", "leads_to"), [(2000, 2001), (2027, 2026), (2199, 2198)])
def test_every_year_that_one_is_led_to_has_a_page(
    year: str, at: int, leads_to: int, leader: User, signed_in: SignIn
) -> None:
    client = signed_in(leader)
    page = client.get(year.replace("2027", str(at)))
    assert leads_to in page.context["years"]
    for other in page.context["years"]:
        assert client.get(year.replace("2027", str(other))).status_code == 200
