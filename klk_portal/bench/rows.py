"""What a run says in the end: a list of rows, printed and kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

#: What the last part of a name may be at most; names without a target only tell.
TARGETS: dict[str, float] = {
    "median_ratio": 3.0,
    "queries": 12,
    "growth_100x": 1.2,
    "first_visit_kb": 200,
    "next_page_kb": 30,
    "shift": 0,
    "preview_seconds": 20,
    "write_seconds": 60,
    "wakeup_growth": 1.2,
    "lost": 0,
    "twice_unexplained": 0,
    "said_sent_but_not": 0,
    "unknown": 0,
    "lost_claim_seconds": 30,
}
#: What it must be at least.
AT_LEAST: dict[str, float] = {"throughput_ratio": 0.6}


@dataclass(frozen=True)
class Row:
    """One figure; `name` is dotted, and its last part says which target holds."""

    name: str
    value: float
    unit: str
    target: float | None
    ok: bool


def row(name: str, value: float, unit: str) -> Row:
    figure, value = name.rpartition(".")[2], round(value, 3)
    if (least := AT_LEAST.get(figure)) is not None:
        return Row(name, value, unit, least, value >= least)
    target = TARGETS.get(figure)
    return Row(name, value, unit, target, target is None or value <= target)


def write_rows(rows: Iterable[Row], file: Path) -> None:
    lines = ",\n".join(json.dumps(asdict(entry)) for entry in rows)
    file.write_text(f"[\n{lines}\n]\n", "utf-8")


def as_table(rows: Iterable[Row]) -> str:
    """One line a page, one column a figure; what misses its target is marked."""
    table: dict[str, dict[str, Row]] = {}
    for entry in rows:
        subject, _dot, figure = entry.name.rpartition(".")
        table.setdefault(subject, {})[figure] = entry
    columns = list(dict.fromkeys(figure for cells in table.values() for figure in cells))
    width = max(map(len, table), default=0)
    head = " ".join(f"{_short(figure):>12}" for figure in columns)
    lines = [f"{'':{width}} {head}"]
    for subject, cells in table.items():
        line = " ".join(f"{_cell(cells.get(figure)):>12}" for figure in columns)
        lines.append(f"{subject:{width}} {line}")
    return "\n".join(lines)


def as_lines(rows: Iterable[Row]) -> str:
    """One line a figure, with its target."""
    return "\n".join(
        f"{entry.name:32}{entry.value:>10g} {entry.unit}{_wanted(entry)}{'' if entry.ok else '  !'}"
        for entry in rows
    )


def _wanted(entry: Row) -> str:
    if entry.target is None:
        return ""
    least = entry.name.rpartition(".")[2] in AT_LEAST
    return f"   (at {'least' if least else 'most'} {entry.target:g})"


def _short(figure: str) -> str:
    return figure.replace("_ratio", " ×").replace("growth_100x", "100 × data").replace("_", " ")


def _cell(entry: Row | None) -> str:
    if entry is None:
        return ""
    number = f"{entry.value:g}" if entry.value == int(entry.value) else f"{entry.value:.2f}"
    return number if entry.ok else f"{number} !"
