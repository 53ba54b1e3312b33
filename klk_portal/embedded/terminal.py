"""What several programs say in one terminal: each line with the name of who said it."""

from __future__ import annotations

import os
import sys
import threading
from typing import IO

WIDTH = 8


class Terminal:
    """Prints lines one at a time. `gone` is set when nobody reads any more."""

    def __init__(self) -> None:
        self.gone = threading.Event()
        self._lock = threading.Lock()

    def say(self, text: str, who: str = "portal") -> None:
        with self._lock:
            for line in text.splitlines() or [""]:
                self._write(f"{who:<{WIDTH}}| {line}\n")

    def follow(self, output: IO[bytes], who: str) -> threading.Thread:
        """Print every line of a program's output from now on, in a thread of its own."""
        thread = threading.Thread(target=self._follow, args=(output, who), daemon=True)
        thread.start()
        return thread

    def _follow(self, output: IO[bytes], who: str) -> None:
        with output:
            for line in output:
                self.say(line.decode("utf-8", "replace").rstrip(), who)

    def _write(self, text: str) -> None:
        """A closed terminal must not keep the programs from being ended: what is said is lost."""
        if self.gone.is_set():
            return
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except (OSError, ValueError):
            self.gone.set()
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
