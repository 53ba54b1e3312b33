"""A small real SMTP server: what the portal sends while no mail server is set ends up in a folder.

It runs in a thread of the supervisor, so it ends with it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from klk_portal.embedded.mails import store_mail
from klk_portal.embedded.processes import free_port


class Keep:
    """aiosmtpd's handler: keeps each mail as it came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        store_mail(self.folder, envelope.content)
        return "250 Kept"


class MailCatcher:
    """Listens on a free port of this machine; `url` is the EMAIL_URL once it is started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.controller = Controller(Keep(self.folder), hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.controller.start()

    def stop(self) -> None:
        self.controller.stop(no_assert=True)
