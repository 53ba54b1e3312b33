"""Starting programs so that every one of them also ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

GUARD = Path(__file__).with_name("guard.py")


class StartError(Exception):
    """A program did not start; the message is one a person can act on."""


class Guard:
    """The process that outlives a killed keeper and ends what it had started (see guard.py)."""

    def __init__(self, *, keep_open: Sequence[int] = ()) -> None:
        """`keep_open`: file descriptors (locks) that shall stay held until everything has ended."""
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(GUARD)],
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=keep_open,
        )

    def watch(self, group: int, ask: signal.Signals) -> None:
        self._tell(f"+{group}{'i' if ask == signal.SIGINT else 't'}\n")

    def forget(self, group: int) -> None:
        self._tell(f"-{group}\n")

    def close(self) -> None:
        """The keeper ends in order: the guard ends what is still named, then itself."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(timeout=30)

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode())
        self._process.stdin.flush()


class Program:
    """A running program in a process group of its own, which no key in the terminal reaches.

    `ask` is the signal that asks it to end.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        guard: Guard,
        ask: signal.Signals = signal.SIGTERM,
        env: Mapping[str, str] | None = None,
        output: IO[bytes] | int | None = None,
        stdin_text: str = "",
        user: str | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.guard, self.ask = guard, ask
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE if stdin_text else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(os.environ if env is None else env),
            cwd=cwd,
            start_new_session=True,
            **as_user(user),
        )
        guard.watch(self.process.pid, ask)
        if self.process.stdin is not None:
            self.process.stdin.write(stdin_text.encode())
            self.process.stdin.close()

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def request_end(self) -> None:
        if self.running:
            self.process.send_signal(self.ask)

    def end(self, patience: float = 10) -> None:
        """Ask it to end, wait `patience` seconds, then end whatever is left of its group."""
        self.request_end()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=patience)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.guard.forget(self.process.pid)


def as_user(user: str | None) -> dict[str, Any]:
    """Arguments of subprocess for running as another account, without root's other groups."""
    if user is None:
        return {}
    import pwd

    account = pwd.getpwnam(user)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def log_file(path: Path, limit: int = 5_000_000) -> IO[bytes]:
    """Open a log for appending; one that has grown past `limit` bytes begins anew."""
    too_long = path.exists() and path.stat().st_size > limit
    return path.open("wb" if too_long else "ab")


def last_lines(path: Path, count: int = 8) -> str:
    """The end of a log, for a message."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text("utf-8", "replace").splitlines()[-count:])


def command_line(number: int) -> str:
    """What process `number` was started as; empty when there is none."""
    listing = Path(f"/proc/{number}/cmdline")
    if Path("/proc/self").exists():
        return listing.read_bytes().replace(b"\0", b" ").decode() if listing.exists() else ""
    answer = subprocess.run(["ps", "-o", "args=", "-p", str(number)], capture_output=True)
    return answer.stdout.decode()


def free_port() -> int:
    """A TCP port on this machine that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
