"""Starts everything that `make run` needs, keeps it running, and ends all of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from klk_portal.embedded.environment import Place, installed, read_environment, write_environment
from klk_portal.embedded.lock import RunLock
from klk_portal.embedded.mailcatcher import MailCatcher
from klk_portal.embedded.postgres import Postgres
from klk_portal.embedded.processes import Guard, Program, StartError
from klk_portal.embedded.terminal import Terminal
from klk_portal.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_PAUSE = 30.0  # seconds between two tries to start what keeps dying
STEADY = 60.0  # what lived this long starts again at once


class Stopped(Exception):
    """Somebody asked for the end while we were still starting."""


@dataclass
class Kept:
    """A program that is started again when it dies."""

    name: str
    command: list[str]
    program: Program
    started: float = field(default_factory=time.monotonic)
    pause: float = 1.0
    again_at: float | None = None


class Supervisor:
    """One run: `run()` returns the exit status when everything has ended."""

    def __init__(self, *, end_with_parent: bool = False) -> None:
        self.place = Place.from_environment()
        self.terminal = Terminal()
        self.parent = os.getppid() if end_with_parent else None
        self.ending = threading.Event()
        self.why = ""
        self.status = 0
        self.kept: list[Kept] = []
        self.undo: list[Callable[[], None]] = []
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None

    def run(self) -> int:
        """Start, watch, end. Raises StartError when something does not start."""
        lock = RunLock(self.place.folder)
        lock.take(self.place.url, self.terminal.say)
        self.place.check_port()
        self._catch_signals()
        self.guard = Guard(keep_open=[lock.descriptor])
        try:
            with suppress(Stopped):
                self._start()
                self._watch()
        finally:
            self._end()
            lock.release()
        return self.status

    # --- starting ---------------------------------------------------------------------------
    def _start(self) -> None:
        began = time.monotonic()
        self.env = self.place.environment()
        self._start_servers()
        write_environment(self.place.folder, self.env)
        self.undo.append(lambda: write_environment(self.place.folder, {}))
        sign_ins = self._prepare()
        self._keep("web", self.place.web_command())
        self._keep("worker", self.place.worker_command())
        self._keep("beat", self.place.beat_command())
        self._wait_for_web()
        self._welcome(sign_ins, time.monotonic() - began)

    def _start_servers(self) -> None:
        """Start what the environment does not bring."""
        if not self.env.get("DATABASE_URL"):
            self.postgres = Postgres(self.place.folder / "postgres", guard=self.guard)
            self._start_server(self.postgres, "DATABASE_URL")
        if not self.env.get("REDIS_URL"):
            self.valkey = Valkey(self.place.folder / "valkey", guard=self.guard)
            self._start_server(self.valkey, "REDIS_URL")
        if not self.env.get("EMAIL_URL"):
            catcher = MailCatcher(self.place.folder / "mail")
            self._start_server(catcher, "EMAIL_URL")
            self.env["MAIL_CATCHER_DIR"] = str(catcher.folder)

    def _start_server(self, server: Postgres | Valkey | MailCatcher, variable: str) -> None:
        self.undo.append(server.stop)
        server.start()
        self.env[variable] = server.url
        self._stop_if_asked()

    def _prepare(self) -> list[list[str]]:
        """Migrate and load the demo; returns the demo sign-ins that exist."""
        report = self.place.folder / "sign-ins.json"
        report.unlink(missing_ok=True)
        demo = ["--demo-if-empty"] if self.place.demo else []
        command = ["python", "-m", "klk_portal.prepare", "--report", str(report), *demo]
        program = self._launch("prepare", command)
        while program.running:
            if self._should_end():
                program.end()
            time.sleep(0.02)
        program.end()
        self._stop_if_asked()
        if program.process.returncode != 0:
            raise StartError("The database could not be made ready: see the lines above.")
        answer: list[list[str]] = json.loads(report.read_text("utf-8"))
        return answer

    def _launch(self, name: str, command: list[str]) -> Program:
        program = Program(installed(command), guard=self.guard, env=self.env, output=-1, cwd=ROOT)
        assert program.process.stdout is not None
        self.terminal.follow(program.process.stdout, name)
        return program

    def _keep(self, name: str, command: list[str]) -> None:
        kept = Kept(name, command, self._launch(name, command))
        self.kept.append(kept)
        self.undo.append(lambda: kept.program.end())

    def _wait_for_web(self) -> None:
        web = self.kept[0].program
        while not self.place.answers():
            self._stop_if_asked()
            if not web.running:
                raise StartError("The web server did not start: see the lines above.")
            time.sleep(0.03)

    def _welcome(self, sign_ins: list[list[str]], seconds: float) -> None:
        say = self.terminal.say
        say(f"\nKLK Netværksportal is ready after {seconds:.1f} s: {self.place.url}\n")
        if sign_ins:
            say("Sign in with one of these, password netvaerk-demo:\n")
            width = max(len(email) for email, _label in sign_ins)
            for email, label in sign_ins:
                say(f"  {email:<{width}}  {label}")
        if "MAIL_CATCHER_DIR" in self.env and self.env["DEMO"] == "true":
            say(f"\nIts mails go nowhere; read them at {self.place.url}/demo/mails/")
        say("\nCtrl-C ends it.")

    # --- watching ---------------------------------------------------------------------------
    def _watch(self) -> None:
        while not self._should_end():
            self._look_after_servers()
            for kept in self.kept:
                self._look_after(kept)
            self.ending.wait(0.2)

    def _look_after(self, kept: Kept) -> None:
        """Web ends everything; the others come back, after ever longer pauses."""
        if kept.program.running:
            return
        now = time.monotonic()
        if kept.again_at is None:
            self._mourn(kept, now)
        elif now >= kept.again_at:
            kept.program = self._launch(kept.name, kept.command)
            kept.started, kept.again_at = now, None

    def _mourn(self, kept: Kept, now: float) -> None:
        kept.program.end()
        said = f"{kept.name} ended by itself (status {kept.program.process.returncode})"
        if kept.name == "web":
            self._ask_end(said, status=1)
            return
        kept.pause = 1.0 if now - kept.started > STEADY else min(kept.pause * 2, LONGEST_PAUSE)
        kept.again_at = now + kept.pause
        self.terminal.say(f"{said}, starting it again in {kept.pause:.0f} s")

    def _look_after_servers(self) -> None:
        """Without the database nothing works; without the queue everything but mail does."""
        postgres, valkey = self.postgres, self.valkey
        if postgres and postgres.program and not postgres.program.running:
            self._ask_end(f"PostgreSQL ended by itself, see {postgres.log}", status=1)
        if valkey and valkey.program and not valkey.program.running:
            self.terminal.say("valkey ended by itself, starting it again")
            valkey.restart()

    # --- ending -----------------------------------------------------------------------------
    def _catch_signals(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(name) != signal.SIG_IGN:  # nohup means it
                signal.signal(name, self._on_signal)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        said = {signal.SIGINT: "Ctrl-C", signal.SIGHUP: "The terminal closed"}
        self._ask_end(said.get(signal.Signals(number), signal.Signals(number).name))

    def _ask_end(self, why: str, status: int = 0) -> None:
        if not self.ending.is_set():
            self.why, self.status = why, status
            self.ending.set()

    def _should_end(self) -> bool:
        if self.terminal.gone.is_set():
            self._ask_end("Nobody reads any more")
        if self.parent is not None and os.getppid() != self.parent:
            self._ask_end("make is gone")
        return self.ending.is_set()

    def _stop_if_asked(self) -> None:
        if self._should_end():
            raise Stopped

    def _end(self) -> None:
        """Ask web, worker and beat at once, then end each, then the servers, the database last."""
        if self.why:
            self.terminal.say(f"{self.why}: ending everything ...")
        for kept in self.kept:
            kept.program.request_end()
        for undo in reversed(self.undo):
            undo()
        self.guard.close()
        self.terminal.say("Everything has ended.")


def reset() -> None:
    """Empty the folder `.local`. Raises StartError while the portal runs from it."""
    place = Place.from_environment()
    lock = RunLock(place.folder)
    lock.take(place.url, print)
    Postgres.forget(place.folder / "postgres")
    for entry in place.folder.iterdir():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    lock.release()
    print(f"{place.folder} is empty.")


def manage(arguments: list[str]) -> None:
    """Become `manage.py` with the settings of the portal that runs here. Raises StartError."""
    settings = read_environment(Place.from_environment().folder)
    if not settings:
        raise StartError("The portal does not run here: start it with `make run` first.")
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    os.execvpe(command[0], command, {**os.environ, **settings})
