"""Rows as they stand in a file, made plain: the same for CSV and for workbooks."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from accounts.staff_files.errors import (
    CellTooLong,
    FileEmpty,
    NoRows,
    TooManyColumns,
    TooManyRows,
)
from accounts.staff_files.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS

#: Names of columns may stand below a title; so many rows are searched for them.
_HEADER_WITHIN = 10


@dataclass(frozen=True)
class Row:
    """One row of the list; `number` is the one that Excel shows beside it."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """Names of columns and the rows below them, every row as long as the header."""

    header: list[str]
    rows: list[Row] = field(default_factory=list)


def column_letter(index: int) -> str:
    """The name Excel gives a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def plain_text(value: object) -> str:
    """What a cell says, on one line: whole numbers without a dot, dates as in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime):
        value = value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, str) and value.isascii() and value.isprintable():
        return " ".join(value.split())
    text = unicodedata.normalize("NFC", str(value))
    return " ".join("".join(map(_harmless, text)).split())


def _harmless(letter: str) -> str:
    """Control characters and halves of characters become spaces: no database takes them."""
    return " " if unicodedata.category(letter) in ("Cc", "Cs") or letter == "\ufeff" else letter


def sheet_of(records: Iterable[Sequence[object]]) -> Sheet:
    """Find the header in `records` (the file's rows, empty ones included) and what is below it.

    Raises FileEmpty, NoRows, TooManyRows, TooManyColumns or CellTooLong.
    """
    rows: list[Row] = []
    for number, record in enumerate(records, start=1):
        if cells := _cells(number, record):
            rows.append(Row(number, cells))
        if len(rows) > MAX_ROWS + _HEADER_WITHIN:
            raise TooManyRows
    if not rows:
        raise FileEmpty
    return _below_header(rows)


def _cells(number: int, record: Sequence[object]) -> list[str]:
    """The cells up to the last one that says something."""
    cells = [plain_text(value) for value in record]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise TooManyColumns(number)
    for index, cell in enumerate(cells):
        if len(cell) > MAX_CELL:
            raise CellTooLong(number, column_letter(index))
    return cells


def _below_header(rows: list[Row]) -> Sheet:
    at = next(
        (n for n, row in enumerate(rows[:_HEADER_WITHIN]) if sum(map(bool, row.cells)) > 1), 0
    )
    body = rows[at + 1 :]
    if not body:
        raise NoRows
    if len(body) > MAX_ROWS:
        raise TooManyRows
    width = max(len(row.cells) for row in rows[at:])
    return Sheet(
        header=_widened(rows[at].cells, width),
        rows=[Row(row.number, _widened(row.cells, width)) for row in body],
    )


def _widened(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
