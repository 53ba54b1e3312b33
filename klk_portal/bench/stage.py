"""The stage of a run: throw-away servers, the web server, and programs that run to their end."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from klk_portal.embedded.environment import ROOT, Place, installed
from klk_portal.embedded.postgres import Postgres
from klk_portal.embedded.processes import Guard, Program, StartError, free_port, last_lines
from klk_portal.embedded.secrets import keep_secrets
from klk_portal.embedded.valkey import Valkey

#: All that is taken over from the caller: a measurement must not depend on their settings.
FROM_OUTSIDE = ("PATH", "HOME", "LANG", "TMPDIR", "CHROMIUM", "PLAYWRIGHT_BROWSERS_PATH")

DEMO = {"DEMO": "true"}  # what fills the database says so; the servers themselves run without


class Stage:
    """`with Stage() as stage`: everything that it started has ended when the block is left."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="klk-bench-"))
        self.place = Place("127.0.0.1", free_port(), self.folder)
        self.guard = Guard()
        self.postgres = Postgres(self.folder / "postgres", guard=self.guard, throwaway=True)
        self.valkey = Valkey(self.folder / "valkey", guard=self.guard, throwaway=True)
        self.programs: list[Program] = []

    def __enter__(self) -> Stage:
        try:
            self.postgres.start()
            self.valkey.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        for program in reversed(self.programs):
            program.end()
        self.valkey.stop()
        self.postgres.stop()
        self.guard.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, **more: str) -> dict[str, str]:
        """Production: HTTPS, no demo, second factors; only the servers are our own."""
        return {
            **{name: os.environ[name] for name in FROM_OUTSIDE if name in os.environ},
            **keep_secrets(self.folder / "secrets.env"),
            "DJANGO_SETTINGS_MODULE": "klk_portal.bench.settings",
            "BASE_URL": "https://localhost",
            "ALLOWED_HOSTS": "localhost",
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": "smtp://127.0.0.1:1",
            "LOG_LEVEL": "WARNING",
            **more,
        }

    def start(
        self, *command: str | Path, log: Path, stdin: Any = None, **environment: str
    ) -> Program:
        """Start a program that goes on until `forget` or the end of the stage."""
        with log.open("ab") as output:
            program = Program(
                command,
                guard=self.guard,
                env=self.environment(**environment),
                output=output,
                stdin_text=json.dumps(stdin) if stdin is not None else "",
                cwd=ROOT,
            )
        self.programs.append(program)
        return program

    def run(self, *command: str, stdin: Any = None, **environment: str) -> str:
        """Run a Python program to its end; returns what it printed. Raises StartError."""
        out = self.folder / "out"
        out.unlink(missing_ok=True)
        program = self.start(sys.executable, *command, log=out, stdin=stdin, **environment)
        program.process.wait()
        self.forget(program)
        if program.process.returncode != 0:
            raise StartError(f"{' '.join(command)} failed:\n{last_lines(out, 30)}")
        return out.read_text("utf-8")

    def ask(self, module: str, stdin: Any = None, **environment: str) -> Any:
        """Run one of our tools; returns the JSON in its last line."""
        return json.loads(self.run("-m", module, stdin=stdin, **environment).splitlines()[-1])

    def serve(self) -> None:
        """Start the production server and wait until it answers. Raises StartError."""
        log = self.folder / "web.log"
        web = self.start(*installed(self.place.web_command()), log=log)
        while not self.place.answers():
            if not web.running:
                raise StartError(f"The web server did not start:\n{last_lines(log, 30)}")
            time.sleep(0.03)

    def forget(self, program: Program) -> None:
        """End it, if it has not ended yet."""
        program.end()
        self.programs.remove(program)
