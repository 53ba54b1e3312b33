"""A mail server to test against: what the recipient is called says what it does."""

from __future__ import annotations

import email
import threading
from email.message import EmailMessage
from email.policy import default as modern
from typing import Any

from aiosmtpd.controller import Controller

from klk_portal.embedded.processes import free_port


def text_of(mail: EmailMessage) -> str:
    """What a reader sees whose program shows text alone."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


class PostOffice:
    """aiosmtpd's handler and its server; what the recipient's name says is what it does."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.senders: list[str] = []  # on the envelope
        self.connections = 0
        self.port = free_port()
        self._lock = threading.Lock()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        if not self._controller.loop.is_closed():
            self._controller.stop(no_assert=True)

    @property
    def addresses(self) -> list[str]:
        return [str(mail["To"]) for mail in self.mails]

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.startswith("nobody"):
            return "550 No such person here"
        if address.startswith("later"):
            return "451 Greylisted, come back"
        if address.startswith("hangup"):
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        if address.startswith("spam"):
            return "554 I do not want this"
        mail = email.message_from_bytes(envelope.content, policy=modern)
        assert isinstance(mail, EmailMessage)
        with self._lock:
            self.mails.append(mail)
            self.senders.append(envelope.mail_from)
        if address.startswith("vanish"):
            server.transport.abort()
        return "250 Kept"
