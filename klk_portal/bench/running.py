"""A run from its first line to its exit status, whoever ends it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from klk_portal.bench.stage import Stage
from klk_portal.embedded.environment import ROOT
from klk_portal.embedded.processes import StartError

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(Exception):
    """Somebody asked for the end."""


def say(text: str) -> None:
    print(text, flush=True)


def results() -> Path:
    """The folder for what a run has found."""
    folder = ROOT / (os.environ.get("LOCAL_DIR") or ".local")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run(work: Callable[[Stage], int]) -> int:
    """Do `work` on a stage of its own; returns its exit status, or that of a run cut short."""
    for name in ENDINGS:
        signal.signal(name, _on_signal)
    began = time.monotonic()
    try:
        with Stage() as stage:
            return work(stage)
    except StartError as error:
        say(f"\n{error}")
        return 1
    except Ended as why:
        say(f"\n{why}: everything that was started has ended.")
        return 130
    finally:
        say(f"{time.monotonic() - began:.0f} s")


def _on_signal(number: int, _frame: FrameType | None) -> None:
    """The first asks for the end; a second must not cut the tidying up short."""
    for name in ENDINGS:
        signal.signal(name, signal.SIG_IGN)
    raise Ended(signal.Signals(number).name)
