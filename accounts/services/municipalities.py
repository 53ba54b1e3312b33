"""The Danish municipalities and the regions they lie in, from the official lists.

Regions change by law: on 1 January 2027 Hovedstaden and Sjælland become Østdanmark. So a
municipality lies in a region for a period, and a change is a line in a list and no new code.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from accounts.choices import OrganisationKind
from accounts.models import Organisation, Region, RegionPeriod

DATA = Path(__file__).resolve().parent.parent / "data"
#: The reform that made today's regions and municipalities.
REGIONS_SINCE = dt.date(2007, 1, 1)
#: Names that are not simply the place and "Kommune".
FULL_NAMES = {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}


@dataclass(frozen=True)
class RegionChange:
    """From a day on, the municipalities of one region lie in another."""

    day: dt.date
    old: str
    new: str


@dataclass
class Loaded:
    """What a load did, in numbers of rows."""

    created: int = 0
    changed: int = 0
    left: int = 0
    periods: int = 0


def read_municipalities() -> list[dict[str, str]]:
    """The 98 municipalities of 2026: code, name and region."""
    return _read("municipalities.csv")


def read_region_changes() -> list[RegionChange]:
    """The changes of regions that are decided by law, the earliest first."""
    changes = [
        RegionChange(dt.date.fromisoformat(row["from"]), row["old"], row["new"])
        for row in _read("region_changes.csv")
    ]
    return sorted(changes, key=lambda change: change.day)


@transaction.atomic
def load_municipalities(
    *, rows: Iterable[Mapping[str, str]], changes: Iterable[RegionChange] = ()
) -> Loaded:
    """Create or rename municipalities by their official code, and note their regions.

    `rows` have code, name and region (as of REGIONS_SINCE). What already agrees is left alone, so
    a second run writes nothing.
    """
    changes = list(changes)
    known = {row.code: row for row in Organisation.objects.municipalities()}
    regions = {region.name: region for region in Region.objects.all()}
    periods = _known_periods()
    loaded = Loaded()
    new: list[RegionPeriod] = []
    for row in rows:
        municipality = _save_municipality(known.get(row["code"]), row, loaded)
        for name, first, last in _periods(row["region"], changes):
            if name not in regions:
                regions[name] = Region.objects.create(name=name)
            region = regions[name]
            period = periods.get((municipality.pk, first))
            if period is None:
                new.append(
                    RegionPeriod(
                        municipality=municipality, region=region, starts_on=first, ends_on=last
                    )
                )
            elif (period.region_id, period.ends_on) != (region.pk, last):
                loaded.periods += 1
                period.region, period.ends_on = region, last
                period.save()
    loaded.periods += len(RegionPeriod.objects.bulk_create(new))
    return loaded


def _save_municipality(
    known: Organisation | None, row: Mapping[str, str], loaded: Loaded
) -> Organisation:
    name = FULL_NAMES.get(row["name"], f"{row['name']} Kommune")
    if known is None:
        loaded.created += 1
        municipality: Organisation = Organisation.objects.create(
            kind=OrganisationKind.MUNICIPALITY, code=row["code"], name=name
        )
        return municipality
    if known.name == name:
        loaded.left += 1
        return known
    loaded.changed += 1
    known.name = name
    known.save(update_fields=["name", "sort_key"])
    return known


def _periods(region: str, changes: list[RegionChange]) -> list[tuple[str, dt.date, dt.date | None]]:
    """Region, first and last day of each period of a municipality that began in `region`."""
    periods: list[tuple[str, dt.date, dt.date | None]] = []
    first = REGIONS_SINCE
    for change in changes:
        if change.old == region:
            periods.append((region, first, change.day - dt.timedelta(days=1)))
            region, first = change.new, change.day
    return [*periods, (region, first, None)]


def _known_periods() -> dict[tuple[int, dt.date], RegionPeriod]:
    return {(row.municipality_id, row.starts_on): row for row in RegionPeriod.objects.all()}


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
