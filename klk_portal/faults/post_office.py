"""The mail server of a run, which keeps the ledger: python -m klk_portal.faults.post_office < plan

It knows nothing of Django and of the outbox. The plan (JSON) says on which `port` it listens, where
its `ledger` lies, and how it misbehaves until the file `well` exists (`faults`: of each, the share
of mails).
"""

from __future__ import annotations

import asyncio
import email
import json
import random
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from aiosmtpd.controller import Controller

from klk_portal.bench.stage import Stage
from klk_portal.embedded.processes import free_port

#: Of all mails: what the server does to so many of them, and in which order it thinks of it.
BAD = {
    "later_at_the_address": 0.02,
    "refused_at_the_address": 0.005,
    "hangs_up_before_the_mail": 0.01,
    "later_after_the_mail": 0.02,
    "refused_after_the_mail": 0.005,
    "hangs_up_without_taking_it": 0.01,
    "hangs_up_after_taking_it": 0.01,
}
DELAY = 0.02  # seconds at most that it thinks about a mail
LEDGER, WELL = "ledger", "well"
LATER, REFUSED = "451 Too busy, try later", "554 I do not want this"


class PostOffice:
    """aiosmtpd's handler. A mail is taken when its line is in the ledger, answered or not."""

    def __init__(self, ledger: TextIO, *, faults: Mapping[str, float], well: Path) -> None:
        self.ledger, self.faults, self.well = ledger, faults, well
        self.chance = random.Random()

    def _happens(self, fault: str) -> bool:
        return not self.well.exists() and self.chance.random() < self.faults.get(fault, 0)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self._happens("hangs_up_before_the_mail"):
            server.transport.abort()
        if self._happens("later_at_the_address"):
            return LATER
        if self._happens("refused_at_the_address"):
            return REFUSED
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.chance.uniform(0, DELAY))
        if self._happens("later_after_the_mail"):
            return LATER
        if self._happens("refused_after_the_mail"):
            return REFUSED
        if self._happens("hangs_up_without_taking_it"):
            server.transport.abort()
            return "250 Nobody hears this"
        self.ledger.write(f"{email.message_from_bytes(envelope.content)['Message-ID'].strip()}\n")
        self.ledger.flush()
        if self._happens("hangs_up_after_taking_it"):
            server.transport.abort()
        return "250 Taken"


def open_post_office(stage: Stage, *, faults: Mapping[str, float]) -> dict[str, str]:
    """Start the mail server; returns the settings with which the portal finds it."""
    port = free_port()
    plan = {
        "port": port,
        "ledger": str(stage.folder / LEDGER),
        "well": str(stage.folder / WELL),
        "faults": faults,
    }
    module = "klk_portal.faults.post_office"
    stage.start(sys.executable, "-m", module, stdin=plan, log=stage.folder / "post_office.log")
    return {
        "DJANGO_SETTINGS_MODULE": "klk_portal.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "MAILS_REST": "false",
    }


def make_well(stage: Stage) -> None:
    """From now on it behaves."""
    (stage.folder / WELL).touch()


def ledger_of(stage: Stage) -> list[str]:
    """The Message-ID of every mail that it took, in order."""
    return (stage.folder / LEDGER).read_text("utf-8").splitlines()


def main() -> None:
    """Serve until the end of the process."""
    plan = json.load(sys.stdin)
    with Path(plan["ledger"]).open("a", encoding="utf-8") as ledger:
        office = PostOffice(ledger, faults=plan["faults"], well=Path(plan["well"]))
        controller = Controller(office, hostname="127.0.0.1", port=plan["port"])
        controller.start()
        signal.pause()


if __name__ == "__main__":
    main()
