"""One run at a time in one folder, also while a killed run is still being ended by its guard."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

from klk_portal.embedded.processes import StartError, command_line

PATIENCE = 60.0  # seconds; longer than the guard takes


class RunLock:
    """The lock on a folder. The guard holds the same descriptor, so it ends with the last of us."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / ".lock"
        self.descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, url: str, say: Callable[[str], None]) -> None:
        """Take it, waiting for a dead run's programs to end. Raises StartError if one lives."""
        until = time.monotonic() + PATIENCE
        told = False
        while not self._try():
            if self._holder_lives() or time.monotonic() > until:
                raise StartError(f"The portal already runs from {self.file.parent}: {self._says()}")
            if not told:
                say("An earlier run is still ending ...")
                told = True
            time.sleep(0.1)
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, f"{os.getpid()} {url}".encode(), 0)

    def release(self) -> None:
        os.ftruncate(self.descriptor, 0)
        os.close(self.descriptor)

    def _try(self) -> bool:
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _says(self) -> str:
        number, _space, url = os.pread(self.descriptor, 500, 0).decode().partition(" ")
        return f"{url} (process {number})"

    def _holder_lives(self) -> bool:
        number = os.pread(self.descriptor, 500, 0).decode().partition(" ")[0]
        return number.isdecimal() and "klk_portal.run" in command_line(int(number))
