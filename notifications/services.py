"""How a message gets into the outbox. Sending it is `notifications.sending`."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from kombu.exceptions import KombuError

from notifications.kinds import kind_named
from notifications.models import Message

logger = logging.getLogger(__name__)

SENDER = "notifications.tasks.send_due_messages"


@transaction.atomic
def queue_message(
    *,
    kind: str,
    address: str,
    language: str,
    user: models.Model | None = None,
    subject: models.Model | None = None,
    occasion: str = "",
    params: dict[str, Any] | None = None,
    due_at: dt.datetime | None = None,
    now: dt.datetime | None = None,
) -> None:
    """Put one message into the outbox, in the transaction of the change that causes it.

    `subject` is the row it speaks of (the outbox keeps its primary key), `occasion` tells a
    deliberate second message of the same kind apart, `due_at` holds it back until then. Asking
    twice for the same kind, address, subject and occasion is harmless: the first stays.
    `params` are plain facts for the text, never a link that opens something.

    Raises KeyError for a kind that nobody registered.
    """
    kind_named(kind)
    now = now or timezone.now()
    message = Message(
        kind=kind,
        address=address.strip(),
        user_id=user.pk if user else None,
        subject_id=str(subject.pk) if subject else "",
        occasion=occasion,
        params=params or {},
        language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        created_at=now,
        due_at=due_at or now,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if message.due_at <= now:
        _wake_on_commit()


def _wake_on_commit() -> None:
    """Once a transaction is enough, however many messages it writes."""
    asked = [entry[1] for entry in connection.run_on_commit]
    if wake_sender not in asked:
        transaction.on_commit(wake_sender, robust=True)


def wake_sender() -> None:
    """Tell the worker that something is due. With the queue away, beat's next round does it."""
    try:
        current_app.send_task(SENDER, expires=60)
    except (KombuError, OSError) as error:
        logger.warning("The queue is away, messages wait for the next round: %s", error)
