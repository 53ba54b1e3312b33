"""`make bench`: see docs/bench.md. The exit status is 1 when a page is not what it should be."""

from __future__ import annotations

import sys
from typing import Any

from klk_portal.bench.rows import Row, as_lines, as_table, row, write_rows
from klk_portal.bench.running import results, run, say
from klk_portal.bench.stage import DEMO, Stage
from klk_portal.faults.post_office import open_post_office

FACTOR = 100
ROUNDS = 60
SECONDS = 150.0  # for each of the two measurements; fewer rounds on a slow machine


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
    say("A list of 5,000 leaders ...")
    staff_list = stage.ask("klk_portal.bench.staff_list")
    say("The outbox, and a million messages in line ...")
    mails = open_post_office(stage, faults={})
    outbox = stage.ask("klk_portal.bench.outbox", **mails)
    wrong = before["wrong"] | {
        f"{name} with {FACTOR} times the data": why for name, why in after["wrong"].items()
    }
    rows = [*page_rows(before["pages"], after["pages"]), *weight_rows(weights)]
    return [*rows, *staff_list_rows(staff_list), *outbox_rows(outbox)], wrong


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


def staff_list_rows(figures: dict[str, float]) -> list[Row]:
    return [
        row("import.preview_seconds", figures["preview"], "s"),
        row("import.write_seconds", figures["write"], "s"),
    ]


def outbox_rows(figures: dict[str, float]) -> list[Row]:
    return [
        row("outbox.mails_per_second", figures["outbox"], "mails/s"),
        row("outbox.bare_mails_per_second", figures["bare"], "mails/s"),
        row("outbox.throughput_ratio", figures["outbox"] / figures["bare"], "× bare"),
        row("outbox.lost_claim_seconds", figures["lost_claim"], "s"),
        row("outbox.wakeup_ms", figures["wake_up_ms"], "ms"),
        row("outbox.wakeup_growth", figures["wake_up_many_ms"] / figures["wake_up_ms"], "× before"),
    ]


def report(rows: list[Row], wrong: dict[str, str]) -> int:
    """Print and keep the rows; returns the exit status."""
    file = results() / "bench.json"
    write_rows(rows, file)
    others = [entry for entry in rows if entry.name.startswith(("import.", "outbox."))]
    say("\n" + as_table(entry for entry in rows if entry not in others))
    say(as_lines(others))
    missed = [entry for entry in rows if not entry.ok]
    say(f"\n{len(rows)} rows in {file}; {len(missed)} miss their target (marked !).")
    for name, why in wrong.items():
        say(f"WRONG PAGE {name}: {why}")
    return 1 if wrong else 0


def work(stage: Stage) -> int:
    return report(*perform(stage))


if __name__ == "__main__":
    sys.exit(run(work))
