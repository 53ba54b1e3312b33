"""What waits for a person in networks, of whatever kind, read in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import DateField, Q, QuerySet, Value
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
    """One kind of what waits for people, by its `name`; made by `source`.

    `rows` are everybody's, in the columns of Row, and never read as they are. `whose` says which of
    them wait for a person on a day, or None where nothing of the kind can; the first `at_most` of
    those are read. `line` is what the home page says of a row, None where the person is not to see
    it; `order` is that in which they come.
    """

    name: str
    rows: QuerySet[Any] = field(repr=False)  # which would read them, into an error report perhaps
    whose: Callable[[User, dt.date], Q | None]
    line: Callable[[Row, User, dt.date], Waiting | None]
    order: Callable[[Row], Any] = _by_day
    at_most: int | None = AT_MOST

    def rows_of(self, user: User, today: dt.date) -> QuerySet[Any] | None:
        """The first of those that wait for `user`."""
        whose = self.whose(user, today)
        return None if whose is None else self.rows.filter(whose)[: self.at_most]


def source(
    name: str,
    rows: QuerySet[Any],
    whose: Callable[[User, dt.date], Q | None],
    line: Callable[[Row, User, dt.date], Waiting | None],
    *,
    pk: str = "pk",
    network: str = "network",
    words: Any = NO_WORDS,
    day: Any = NO_DAY,
    missing: Any = NOTHING,
    **more: Any,
) -> Source:
    """A Source of everybody's `rows`, put together once: that takes longer than to ask.

    What fills their columns is said by the names of Row; `network` is the way to it, "" for the
    row itself. `more` is what else a Source has.
    """
    of = (network, f"{network}__name") if network else ("pk", "name")
    in_columns = rows.values_list(Value(name), pk, *of, words, day, missing)
    return Source(name, in_columns, whose, line, **more)


def lines_of(sources: Sequence[Source], user: User, today: dt.date) -> list[Waiting]:
    """The first few lines of each kind, the kinds in their order. One query at most."""
    found = [source.rows_of(user, today) for source in sources]
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
