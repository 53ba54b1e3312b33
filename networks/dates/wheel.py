"""The annual wheel (årshjul) as plain numbers for a picture: twelve months, a dot a meeting."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone
from django.utils.dates import MONTHS_3

from networks.dates.holidays import DaysOff

SIZE = 320.0
CENTRE = SIZE / 2
RING, NAMES, INNER = 118.0, 146.0, 88.0
NEARLY_ROUND = 0.999  # a path that ends where it begins is not drawn


class Dated(Protocol):
    """What the wheel has to know of a meeting."""

    pk: int
    theme: str
    starts_at: dt.datetime

    @property
    def is_cancelled(self) -> bool: ...
    def is_over(self, now: dt.datetime) -> bool: ...


@dataclass(frozen=True)
class Spot:
    """A point of the picture; `state` is done, next, planned or cancelled."""

    x: float
    y: float
    label: str
    state: str = ""
    pk: int = 0


@dataclass(frozen=True)
class Stretch:
    """Days of the ring, as the path of an SVG."""

    path: str
    label: str


@dataclass(frozen=True)
class Wheel:
    """January is at the top and the year goes with the clock."""

    off: list[Stretch]
    months: list[Spot]
    ticks: list[tuple[float, float, float, float]]
    meetings: list[Spot]


def wheel_of(
    year: int, meetings: Iterable[Dated], now: dt.datetime, off: Iterable[DaysOff] = ()
) -> Wheel:
    """The wheel of `year` (Danish time) with the given meetings in it, in their order.

    `off` are days of that year on which nobody meets.
    """
    spots, next_is_found = [], False
    for meeting in meetings:
        day = timezone.localdate(meeting.starts_at)
        state = "cancelled" if meeting.is_cancelled else "planned"
        if state == "planned" and meeting.is_over(now):
            state = "done"
        elif state == "planned" and not next_is_found:
            state, next_is_found = "next", True
        x, y = _point(_share(year, day), RING)
        spots.append(Spot(x, y, meeting.theme, state, meeting.pk))
    months = [
        Spot(*_point((number - 0.5) / 12, NAMES), str(MONTHS_3[number])) for number in range(1, 13)
    ]
    ticks = [(*_point(number / 12, INNER), *_point(number / 12, RING)) for number in range(12)]
    return Wheel([_stretch(year, days) for days in off], months, ticks, spots)


def _stretch(year: int, days: DaysOff) -> Stretch:
    """From the morning of the first day to the evening of the last."""
    begins = _share(year, days.first, of_day=0)
    ends = min(_share(year, days.last, of_day=1), begins + NEARLY_ROUND)
    (x1, y1), (x2, y2) = _point(begins, RING), _point(ends, RING)
    is_long = int(ends - begins > 0.5)
    return Stretch(f"M {x1} {y1} A {RING} {RING} 0 {is_long} 1 {x2} {y2}", days.name)


def _share(year: int, day: dt.date, *, of_day: float = 0.5) -> float:
    """How much of the year is over when `of_day` of `day` is, each month a twelfth."""
    length = calendar.monthrange(year, day.month)[1]
    return (day.month - 1 + (day.day - 1 + of_day) / length) / 12


def _point(share: float, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * share - math.pi / 2
    return (
        round(CENTRE + radius * math.cos(angle), 1),
        round(CENTRE + radius * math.sin(angle), 1),
    )
