"""What waits for a person in networks, of whatever kind, read in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import User
from ui.waiting import AT_MOST, Waiting

NO_WORDS, NOTHING = Value(""), Value(0)
NO_DAY = Cast(Value(None), DateField())  # all kinds without a day would be texts


class Row(NamedTuple):
    """Something that waits, in the columns that all kinds share."""

    kind: str
    pk: int  # of what it leads to
    network: int
    name: str  # of the network
    words: str
    day: dt.date | None
    missing: int  # how much of it


def _by_day(row: Row) -> Any:
    return row.day or dt.date.max, row.pk


@dataclass(frozen=True)
class Source:
    """One kind of what waits for people, by its `name`.

    `rows` is given the name, and finds it for a person on a day, as `as_rows` gives it; it is None
    where nothing of it can wait for them. `line` is what the home page says of a row, None where
    the person is not to see it; `order` is that in which they come.
    """

    name: str
    rows: Callable[[str, User, dt.date], QuerySet[Any] | None]
    line: Callable[[Row, User, dt.date], Waiting | None]
    order: Callable[[Row], Any] = _by_day


def as_rows(
    kind: str,
    rows: QuerySet[Any],
    *,
    pk: str = "pk",
    network: str = "network",
    words: Any = NO_WORDS,
    day: Any = NO_DAY,
    missing: Any = NOTHING,
    at_most: int | None = AT_MOST,
) -> QuerySet[Any]:
    """The first of `rows` in the columns of Row; `network` is the way to it, "" for itself."""
    of = (network, f"{network}__name") if network else ("pk", "name")
    found: QuerySet[Any] = rows.values_list(Value(kind), pk, *of, words, day, missing)
    return found[:at_most]


def lines_of(sources: Sequence[Source], user: User, today: dt.date) -> list[Waiting]:
    """The first few lines of each kind, the kinds in their order. One query at most."""
    found = [source.rows(source.name, user, today) for source in sources]
    parts = [rows for rows in found if rows is not None]
    if not parts:
        return []
    read = parts[0].union(*parts[1:], all=True)
    by_kind: dict[str, list[Row]] = {source.name: [] for source in sources}
    for row in map(Row._make, read):
        by_kind[row.kind].append(row)
    return [
        line
        for source in sources
        for line in _lines(source, by_kind[source.name], user, today)[:AT_MOST]
    ]


def _lines(source: Source, rows: list[Row], user: User, today: dt.date) -> list[Waiting]:
    lines = [source.line(row, user, today) for row in sorted(rows, key=source.order)]
    return [line for line in lines if line is not None]
