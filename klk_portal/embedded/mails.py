"""The folder where caught mails lie: one file `<key>.eml` each, as it came over SMTP.

Written by the mail catcher, read by the demo-only page that shows them.
"""

from __future__ import annotations

import email
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path

KEY = re.compile(r"\d{19}")
KEPT = 500


@dataclass(frozen=True)
class ReceivedMail:
    """One mail as its reader sees it."""

    key: str
    received: datetime
    sender: str
    recipients: str
    subject: str
    text: str  # the plain part
    html: str  # the HTML part, empty when there is none

    @property
    def links(self) -> list[str]:
        """Web addresses in the plain part, in order."""
        return re.findall(r"https?://[^\s<>\"']+", self.text)


def store_mail(folder: Path, content: bytes) -> str:
    """Keep one mail; returns its key. Only the newest KEPT stay."""
    folder.mkdir(parents=True, exist_ok=True)
    key = str(time.time_ns())
    fresh = folder / f"{key}.new"
    fresh.write_bytes(content)
    fresh.rename(folder / f"{key}.eml")
    for old in sorted(folder.glob("*.eml"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return key


def received_mails(folder: Path | str) -> list[ReceivedMail]:
    """Every mail kept in `folder`, newest first; an absent folder holds none."""
    files = sorted(Path(folder).glob("*.eml"), reverse=True)
    return [read_mail(file) for file in files if KEY.fullmatch(file.stem)]


def received_mail(folder: Path | str, key: str) -> ReceivedMail | None:
    """The mail with this key, or None; anything that is no key is None too."""
    file = Path(folder) / f"{key}.eml"
    return read_mail(file) if KEY.fullmatch(key) and file.exists() else None


def read_mail(file: Path) -> ReceivedMail:
    message = email.message_from_bytes(file.read_bytes(), policy=modern)
    assert isinstance(message, EmailMessage)
    return ReceivedMail(
        key=file.stem,
        received=datetime.fromtimestamp(int(file.stem) / 1e9, tz=UTC),
        sender=str(message["From"] or ""),
        recipients=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=part_of(message, "plain"),
        html=part_of(message, "html"),
    )


def part_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
