"""Ends what a killed keeper can no longer end.

The keeper (supervisor or test run) holds the writing end of this program's standard input and
names there the process groups that it starts (`+123`) and ends (`-123`). When the keeper is gone,
however it went, the input closes, and whatever is still named is ended here: politely, then by
force. Started as a file, not as a module, so that it imports nothing of the portal.
"""

from __future__ import annotations

import os
import signal
import sys
import time

PATIENCE = 15.0  # seconds between asking and forcing
ASK = {"i": signal.SIGINT, "t": signal.SIGTERM}  # PostgreSQL stops fast on SIGINT only


def read_groups() -> dict[int, signal.Signals]:
    """Read until the keeper is gone; returns the groups left, each with how to ask it to end."""
    groups: dict[int, signal.Signals] = {}
    for line in sys.stdin:
        sign, number = line[0], int(line[1:].strip(" it\n"))
        if sign == "+":
            groups[number] = ASK["i" if line.rstrip().endswith("i") else "t"]
        else:
            groups.pop(number, None)
    return groups


def tell(group: int, what: int) -> bool:
    """Send a signal to a process group; False when there is none any more."""
    try:
        os.killpg(group, what)
    except OSError:
        return False
    return True


def main() -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    left = [group for group, ask in read_groups().items() if tell(group, ask)]
    until = time.monotonic() + PATIENCE
    while left and time.monotonic() < until:
        time.sleep(0.1)
        left = [group for group in left if tell(group, 0)]
    for group in left:
        tell(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
