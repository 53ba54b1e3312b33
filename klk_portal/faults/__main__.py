"""`make faults`: see docs/faults.md. The exit status is 1 when a message is lost or nags twice."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2

from klk_portal.bench.rows import Row, as_lines, row, write_rows
from klk_portal.bench.running import results, run, say
from klk_portal.bench.stage import DEMO, Stage
from klk_portal.embedded.environment import installed
from klk_portal.embedded.processes import Program, StartError
from klk_portal.faults import KIND
from klk_portal.faults.post_office import BAD, ledger_of, make_well, open_post_office
from klk_portal.faults.verdict import Verdict, judge
from klk_portal.faults.watching import Watch

MESSAGES = 10_000
FACTOR = 15  # of the demo: it has members enough for so many reminders
SECONDS = 180.0
QUEUE_IS_AWAY = 60.0  # seconds, or a third of a shorter run
WORKERS = 2
PATIENCE = 900.0  # seconds for what is left when the torment is over
OPEN = ("waiting", "claimed", "gathered")


class Crew:
    """The portal's workers and its beat, in bad hands: whoever is killed is started anew."""

    def __init__(self, stage: Stage, **environment: str) -> None:
        self.stage, self.environment = stage, environment
        self.beat = self._start(stage.place.beat_command(), "beat")
        self.workers = [self._worker(number) for number in range(WORKERS)]
        self.kills = 0

    def _worker(self, number: int) -> Program:
        command = [*self.stage.place.worker_command(), f"--hostname=worker{number}@%h"]
        return self._start(command, f"worker{number}")

    def _start(self, command: list[str], name: str) -> Program:
        log = self.stage.folder / f"{name}.log"
        return self.stage.start(*installed(command), log=log, **self.environment)

    def kill_one(self) -> None:
        """`kill -9` for a whole worker or for one of its two hands, and a new one where it fell."""
        number = random.randrange(len(self.workers))
        worker = self.workers[number]
        hands = _children(worker.process.pid)
        with suppress(ProcessLookupError):
            if hands and random.random() < 0.5:
                os.kill(random.choice(hands), signal.SIGKILL)
            else:
                os.killpg(worker.process.pid, signal.SIGKILL)
        self.kills += 1
        self.tend()

    def tend(self) -> None:
        """Start anew whatever has ended."""
        for number, worker in enumerate(self.workers):
            if not worker.running:
                self.stage.forget(worker)
                self.workers[number] = self._worker(number)
        if not self.beat.running:
            self.stage.forget(self.beat)
            self.beat = self._start(self.stage.place.beat_command(), "beat")


def _children(parent: int) -> list[int]:
    """The processes that `parent` has started; none where the machine does not tell."""
    listing = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(number) for number in listing.read_text().split()] if listing.exists() else []


def torment(stage: Stage, crew: Crew, watch: Watch, seconds: float) -> None:
    """Kill workers all the time, take the queue away for a while, restart the database once."""
    began = told = time.monotonic()
    away = min(QUEUE_IS_AWAY, seconds / 3)
    plan: list[tuple[float, str, Callable[[], None]]] = [
        (seconds * 0.2, "Valkey is stopped", partial(_halt_queue, stage, watch)),
        (seconds * 0.2 + away, "Valkey is back", partial(_restart_queue, stage, watch)),
        (seconds * 0.7, "PostgreSQL is restarted", stage.postgres.restart),
    ]
    while (passed := time.monotonic() - began) < seconds:
        while plan and plan[0][0] <= passed:
            _when, what, act = plan.pop(0)
            act()
            say(f"  {passed:4.0f} s  {what}")
        crew.kill_one()
        if time.monotonic() - told > 20:
            told = time.monotonic()
            say(f"  {passed:4.0f} s  {crew.kills} kills, {_told(watch)}")
        time.sleep(random.uniform(0.5, 4))
    for _when, _what, act in plan:
        act()


def _halt_queue(stage: Stage, watch: Watch) -> None:
    stage.valkey.halt()
    watch.nobody_sends.set()


def _restart_queue(stage: Stage, watch: Watch) -> None:
    stage.valkey.restart()
    watch.nobody_sends.clear()


def _told(watch: Watch) -> str:
    with suppress(psycopg2.Error):
        return ", ".join(f"{count} {state}" for state, count in sorted(watch.states().items()))
    return "the database is away"


def wait_until_done(crew: Crew, watch: Watch) -> None:
    """Until nothing waits any more. Raises StartError when that takes too long."""
    began = told = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        crew.tend()
        with suppress(psycopg2.Error):
            if not any(watch.states()[state] for state in OPEN):
                return
        if time.monotonic() - told > 20:
            told = time.monotonic()
            say(f"        {_told(watch)}")
        time.sleep(1)
    raise StartError(f"After {PATIENCE:.0f} s there was still something to send: {_told(watch)}")


def perform(stage: Stage, seconds: float) -> list[Row]:
    """The whole run."""
    say("A throw-away database with a larger demo world, a mail server with moods ...")
    stage.run("-m", "klk_portal.prepare", "--demo-if-empty", **DEMO)
    stage.run("manage.py", "seed_scale", f"--factor={FACTOR}", **DEMO)
    mails = open_post_office(stage, faults=BAD)
    asked: dict[str, str] = stage.ask("klk_portal.faults.outbox", ["fill", MESSAGES], **mails)
    say(f"{len(asked)} reminders are due. {seconds:.0f} seconds of bad weather ...")
    watch = Watch(stage.postgres, KIND)
    watch.start()
    began = time.monotonic()
    crew = Crew(stage, **mails)
    torment(stage, crew, watch, seconds)
    say("The weather is fair again, what waits is waited for ...")
    make_well(stage)
    wait_until_done(crew, watch)
    states = watch.states()
    say(f"        {_told(watch)}")
    by_hand: set[str] = set()
    while again := stage.ask("klk_portal.faults.outbox", ["again", None], **mails):
        by_hand |= set(again)
        say(f"A person sends {len(again)} anew ...")
        wait_until_done(crew, watch)
    watch.over.set()
    verdict = judge(asked=asked, ledger=ledger_of(stage), by_hand=by_hand, said=watch.said_sent())
    return rows_of(verdict, states, crew, watch, time.monotonic() - began)


def rows_of(
    verdict: Verdict, states: Counter[str], crew: Crew, watch: Watch, seconds: float
) -> list[Row]:
    figures: dict[str, Any] = {
        **asdict(verdict),
        "unsure": states["unsure"],
        "failed": states["failed"],
        "kills": crew.kills,
    }
    return [
        *(row(f"faults.{name}", value, "") for name, value in figures.items()),
        row("faults.lost_claim_seconds", watch.longest, "s"),
        row("faults.seconds", seconds, "s"),
    ]


def report(rows: list[Row]) -> int:
    """Print and keep the rows; returns the exit status."""
    write_rows(rows, results() / "faults.json")
    say("")
    say(as_lines(rows))
    return 0 if all(entry.ok for entry in rows) else 1


def work(stage: Stage) -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    return report(perform(stage, seconds))


if __name__ == "__main__":
    sys.exit(run(work))
