"""A kind of message with its texts, a mail server, and a short way to queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from notifications import kinds
from notifications.kinds import MessageKind
from notifications.models import Message
from notifications.services import queue_message
from tests.notifications.post_office import PostOffice

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
SECRET = "https://portal.example/secret-7f3a9c"


def later(**units: float) -> dt.datetime:
    return NOW + dt.timedelta(**units)


@pytest.fixture
def register_kind(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[..., None]:
    """Make a kind known for the time of a test."""
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates", "templates"]}
    ]
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    def register(name: str = "test.note", **behaviour: Any) -> None:
        kinds.register(MessageKind(name=name, label="Note", **behaviour))

    return register


@pytest.fixture
def note(register_kind: Callable[..., None], db: None) -> Callable[..., Message]:
    """Queue a note: `note("sofie@gentofte.example", language="en", about="B&B")`."""
    register_kind(context_at_sending=lambda message: {"link": SECRET})

    def queue(address: str, *, kind: str = "test.note", about: str = "", **rest: Any) -> Message:
        rest = {"language": "da", "now": NOW, **rest}
        queue_message(kind=kind, address=address, params={"about": about}, **rest)
        return Message.objects.filter(kind=kind, address=address).latest("pk")

    return queue


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """A real SMTP server, and the portal set to use it."""
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_TIMEOUT = 5
    office.start()
    yield office
    office.stop()
