"""`make bench`: see docs/bench.md. The exit status is 1 when a page is not what it should be."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from klk_portal.bench.rows import Row, as_table, row, write_rows
from klk_portal.bench.stage import Stage
from klk_portal.embedded.environment import ROOT
from klk_portal.embedded.processes import StartError

FACTOR = 100
ROUNDS = 60
SECONDS = 75.0  # for each of the two measurements; fewer rounds on a slow machine
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
DEMO = {"DEMO": "true"}  # the server itself runs without


class Ended(Exception):
    """Somebody asked for the end."""


def on_signal(number: int, _frame: FrameType | None) -> None:
    """The first asks for the end; a second must not cut the tidying up short."""
    for name in ENDINGS:
        signal.signal(name, signal.SIG_IGN)
    raise Ended(signal.Signals(number).name)


def say(text: str) -> None:
    print(text, flush=True)


def measure(stage: Stage, pages: list[dict[str, Any]]) -> dict[str, Any]:
    """One round trip of the load tool over all pages."""
    plan = {"port": stage.place.port, "pages": pages, "rounds": ROUNDS, "seconds": SECONDS}
    answer: dict[str, Any] = stage.ask("klk_portal.bench.load", plan)
    say(f"  {len(answer['pages'])} pages, {answer['rounds']} rounds")
    return answer


def perform(stage: Stage) -> tuple[list[Row], dict[str, str]]:
    """The whole run; returns the rows and the pages that were wrong."""
    say("A throw-away database with the demo world ...")
    stage.run("-m", "klk_portal.prepare", "--demo-if-empty", **DEMO)
    stage.serve()
    pages = stage.ask("klk_portal.bench.subjects")
    say("Measuring ...")
    before = measure(stage, pages)
    right = [page for page in pages if page["name"] not in before["wrong"]]
    if not right:
        return [], before["wrong"]
    say("Weighing in a browser ...")
    weights = stage.ask("klk_portal.bench.browser", {"port": stage.place.port, "pages": right})
    say(f"{FACTOR} times the data ...")
    say(stage.run("manage.py", "seed_scale", f"--factor={FACTOR}", **DEMO))
    say("Measuring again ...")
    after = measure(stage, right)
    wrong = before["wrong"] | {
        f"{name} with {FACTOR} times the data": why for name, why in after["wrong"].items()
    }
    return [*page_rows(before["pages"], after["pages"]), *weight_rows(weights)], wrong


def page_rows(before: dict[str, Any], after: dict[str, Any]) -> list[Row]:
    rows = []
    for name, first in before.items():
        then = after.get(name, first)
        ratio = first["median"] / first["floor_median"]
        rows += [
            row(f"page.{name}.median_ms", first["median"], "ms"),
            row(f"page.{name}.median_ratio", ratio, "× floor"),
            row(f"page.{name}.p95_ratio", first["p95"] / first["floor_p95"], "× floor"),
            row(f"page.{name}.queries", max(first["queries"], then["queries"]), "queries"),
            row(
                f"page.{name}.growth_100x",
                then["median"] / then["floor_median"] / ratio,
                "× before",
            ),
        ]
    return rows


def weight_rows(weights: dict[str, Any]) -> list[Row]:
    """The heaviest page speaks for all."""
    pages = weights.values()
    shifts = [page[width] for page in pages for width in ("shift_wide", "shift_narrow")]
    return [
        row("weight.first_visit_kb", max(page["first_kb"] for page in pages), "kB"),
        row("weight.next_page_kb", max(page["next_kb"] for page in pages), "kB"),
        row("layout.shift", max(shifts), ""),
    ]


def report(rows: list[Row], wrong: dict[str, str]) -> int:
    """Print and keep the rows; returns the exit status."""
    folder = ROOT / (os.environ.get("LOCAL_DIR") or ".local")
    folder.mkdir(parents=True, exist_ok=True)
    file = Path(folder) / "bench.json"
    write_rows(rows, file)
    say("\n" + as_table(rows))
    missed = [entry for entry in rows if not entry.ok]
    say(f"\n{len(rows)} rows in {file}; {len(missed)} miss their target (marked !).")
    for name, why in wrong.items():
        say(f"WRONG PAGE {name}: {why}")
    return 1 if wrong else 0


def main() -> int:
    for name in ENDINGS:
        signal.signal(name, on_signal)
    began = time.monotonic()
    try:
        with Stage() as stage:
            rows, wrong = perform(stage)
        return report(rows, wrong)
    except StartError as error:
        say(f"\n{error}")
        return 1
    except Ended as why:
        say(f"\n{why}: everything that was started has ended.")
        return 130
    finally:
        say(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
