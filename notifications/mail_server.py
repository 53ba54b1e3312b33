"""One conversation with the mail server, and what its end means for a message."""

from __future__ import annotations

import enum
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Verdict(enum.Enum):
    """How handing a message to the mail server ended."""

    TAKEN = "the mail server took it"
    NOT_OURS = "another sender has it by now"
    PUT_OFF = "the mail server answered: later"
    REFUSED = "it will never be taken"
    AWAY = "the mail server is away, the message was not handed over"
    UNSURE = "the mail server went away with the message in hand"


class _NotesHandOver:
    """Remembers whether the text of the current mail has left for the server.

    Commands go through `send` as text and the mail itself as bytes.
    """

    handed_over = False

    def sendmail(self, *args: Any, **kwargs: Any) -> Any:
        self.handed_over = False
        return super().sendmail(*args, **kwargs)  # type: ignore[misc]

    def send(self, s: Any) -> None:
        if isinstance(s, bytes):
            self.handed_over = True
        super().send(s)  # type: ignore[misc]


class _PlainConversation(_NotesHandOver, smtplib.SMTP):
    """SMTP, with or without STARTTLS."""


class _EncryptedConversation(_NotesHandOver, smtplib.SMTP_SSL):
    """SMTP inside TLS."""


class CarefulBackend(EmailBackend):
    """Django's SMTP, which can say afterwards how far it got."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _EncryptedConversation if self.use_ssl else _PlainConversation

    @property
    def handed_over(self) -> bool:
        return bool(getattr(self.connection, "handed_over", False))


def mail_connection() -> BaseEmailBackend:
    """A connection as the settings want it, not opened yet."""
    careful = f"{CarefulBackend.__module__}.{CarefulBackend.__qualname__}"
    backend = careful if settings.EMAIL_BACKEND == SMTP else settings.EMAIL_BACKEND
    return get_connection(backend=backend)


def verdict_on(error: Exception, connection: BaseEmailBackend) -> Verdict:
    """What `error`, raised while sending over `connection`, means for the message.

    A refused sender or sign-in is the settings' fault, not the message's: it waits.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _by_code(min(code for code, _ in error.recipients.values()))
    if isinstance(error, smtplib.SMTPDataError):
        return _by_code(error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Verdict.REFUSED
    if isinstance(error, smtplib.SMTPResponseException):
        return Verdict.AWAY
    if isinstance(error, OSError):  # smtplib's own errors are among them
        return Verdict.UNSURE if getattr(connection, "handed_over", False) else Verdict.AWAY
    return Verdict.REFUSED


def _by_code(code: int) -> Verdict:
    return Verdict.REFUSED if code >= 500 else Verdict.PUT_OFF


def words_of(error: Exception) -> str:
    """The mail server's words, short, for whoever looks why a mail did not go."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return _readable(code, reply)
    if isinstance(error, smtplib.SMTPResponseException):
        return _readable(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:500]


def _readable(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {' '.join(text.split())}"[:500]
