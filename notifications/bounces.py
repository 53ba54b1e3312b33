"""Mails that come back: what a delivery status notification (RFC 3464) says of which message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.message import EmailMessage, Message

from notifications.rendering import named_by
from notifications.troubles import note_bounce

STATUS = "message/delivery-status"
RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")


def take_bounce(mail: EmailMessage, *, now: dt.datetime) -> bool:
    """Note what `mail` says did not arrive; whether it spoke of a message of the outbox.

    Everything else that lands in the mailbox (an answer, a notice that it takes longer) is left.
    """
    reason = _reason(mail)
    found = next(filter(None, map(named_by, _ids(mail))), None)
    if not reason or found is None:
        return False
    message_id, written_at = found
    return note_bounce(message_id=message_id, written_at=written_at, reason=reason, now=now)


def _reason(mail: EmailMessage) -> str:
    """Why it failed for good, in the words of the server that refused it; "" if it did not."""
    for part in mail.walk():
        blocks = part.get_payload() if part.get_content_type() == STATUS else ()
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, Message) and _has_failed(block):
                words = block.get("Diagnostic-Code") or block.get("Status") or "failed"
                return "came back: " + " ".join(str(words).split())
    return ""


def _has_failed(block: Message) -> bool:
    return str(block.get("Action", "")).strip().lower() == "failed"


def _ids(mail: EmailMessage) -> Iterator[str]:
    """The Message-IDs of the mail that came back, as far as it is enclosed or referred to."""
    for part in mail.walk():
        if part.get_content_type() in RETURNED:
            yield part.as_string()
    yield str(mail.get("In-Reply-To", ""))
    yield str(mail.get("References", ""))
