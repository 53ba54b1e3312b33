"""manage.py load_municipalities: 98 municipalities, regions by date, safe to repeat."""

import datetime as dt

import pytest
from django.core.management import call_command

from accounts.models import Organisation, Region, RegionPeriod
from accounts.services.municipalities import RegionChange, load_municipalities
from audit.models import AuditEntry


def region_of(code: str, day: dt.date) -> str:
    periods = RegionPeriod.objects.filter(municipality__code=code, starts_on__lte=day)
    return str(periods.exclude(ends_on__lt=day).get().region)


@pytest.mark.django_db
def test_all_98_with_their_regions_before_and_after_the_law() -> None:
    call_command("load_municipalities")
    assert Organisation.objects.municipalities().count() == 98
    names = dict(Organisation.objects.values_list("code", "name"))
    assert names["157"] == "Gentofte Kommune"
    assert names["101"] == "Københavns Kommune"
    before, after = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
    assert (region_of("157", before), region_of("157", after)) == ("Hovedstaden", "Østdanmark")
    assert (region_of("265", before), region_of("265", after)) == ("Sjælland", "Østdanmark")
    assert region_of("621", before) == region_of("621", after) == "Syddanmark"


@pytest.mark.django_db
def test_twice_changes_nothing_and_leaves_no_trace() -> None:
    call_command("load_municipalities")
    rows = (
        list(Organisation.objects.values()),
        list(RegionPeriod.objects.values()),
        list(Region.objects.values()),
    )
    entries = AuditEntry.objects.count()
    assert entries >= 98
    assert set(AuditEntry.objects.values_list("source", flat=True)) == {
        "command: load_municipalities"
    }
    call_command("load_municipalities")
    assert AuditEntry.objects.count() == entries
    assert rows == (
        list(Organisation.objects.values()),
        list(RegionPeriod.objects.values()),
        list(Region.objects.values()),
    )


def test_a_municipality_that_is_there_already_is_renamed_not_doubled(
    gentofte: Organisation,
) -> None:
    row = {"code": "157", "name": "Nygentofte", "region": "Hovedstaden"}
    done = load_municipalities(rows=[row])
    gentofte.refresh_from_db()
    assert (gentofte.name, done.changed, done.created) == ("Nygentofte Kommune", 1, 0)


def test_a_change_that_becomes_known_later_closes_the_running_period(
    gentofte: Organisation,
) -> None:
    row = {"code": "157", "name": "Gentofte", "region": "Hovedstaden"}
    load_municipalities(rows=[row])
    change = RegionChange(dt.date(2027, 1, 1), "Hovedstaden", "Østdanmark")
    load_municipalities(rows=[row], changes=[change])
    periods = gentofte.region_periods.order_by("starts_on")
    assert [(str(p.region), p.ends_on) for p in periods] == [
        ("Hovedstaden", dt.date(2026, 12, 31)),
        ("Østdanmark", None),
    ]
