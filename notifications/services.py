"""How a message gets into the outbox. Sending it is `notifications.sending`."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from kombu.exceptions import KombuError

from notifications.kinds import can_be_stopped, kind_named
from notifications.models import Delivery, DeliveryChoice, MailSettings, Message, MessageState

logger = logging.getLogger(__name__)

SENDER = "notifications.tasks.send_due_messages"


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
    now = now or timezone.now()
    message = Message(
        kind=kind,
        address=address.strip(),
        user_id=user.pk if user else None,
        subject_id=str(subject.pk) if subject else "",
        occasion=occasion,
        params=params or {},
        language=_spoken(language),
        created_at=now,
        due_at=due_at or now,
    )
    _put_in([message], now)


@transaction.atomic
def queue_for_each(
    *,
    kind: str,
    people: Iterable[Any],
    subject: models.Model,
    occasion: str = "",
    params: dict[str, Any] | None = None,
    now: dt.datetime,
) -> None:
    """The same message to each of `people` (users), as `queue_message` but in one write."""
    messages = [
        Message(
            kind=kind,
            address=person.email.strip(),
            user=person,
            subject_id=str(subject.pk),
            occasion=occasion,
            params=params or {},
            language=_spoken(person.language),
            created_at=now,
            due_at=now,
        )
        for person in people
    ]
    _put_in(messages, now)


@transaction.atomic
def withdraw_messages(
    *, kind: str, user: models.Model, subject: models.Model, now: dt.datetime
) -> int:
    """Let nobody send what still waits of `kind` for `user` about `subject`; returns how many.

    What a sender has taken already it may still send: the kind's `still_wanted` is asked there.
    """
    waiting = Message.objects.filter(
        kind=kind,
        user=user.pk,
        subject_id=str(subject.pk),
        state__in=[MessageState.WAITING, MessageState.GATHERED],
    )
    return waiting.update(state=MessageState.SUPPRESSED, finished_at=now)


@transaction.atomic
def mark_read(*, messages: Iterable[Message], now: dt.datetime) -> None:
    """Note that their reader has seen `messages`; when one was seen before stays as it is."""
    if unread := [message.pk for message in messages if message.read_at is None]:
        Message.objects.filter(pk__in=unread).unread().update(read_at=now)


@transaction.atomic
def choose_delivery(*, user: models.Model, chosen: Mapping[str, str]) -> None:
    """Let each kind of message named in `chosen` reach `user` so from now on (Delivery by name).

    Raises KeyError for an unknown kind. What cannot be stopped stays as it is.
    """
    for name, delivery in chosen.items():
        if can_be_stopped(kind_named(name)):
            DeliveryChoice.objects.update_or_create(
                user_id=user.pk, kind=name, defaults={"delivery": Delivery(delivery)}
            )


@transaction.atomic
def choose_mail_times(
    *, user: models.Model, quiet_from: dt.time, quiet_until: dt.time, rests_on_days_off: bool
) -> None:
    """When the portal may write to `user`, in Danish time."""
    times = {
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "rests_on_days_off": rests_on_days_off,
    }
    MailSettings.objects.update_or_create(user_id=user.pk, defaults=times)


@transaction.atomic
def begin_sending_today(*, since: dt.datetime, now: dt.datetime) -> None:
    """Let an outbox that was filled with a told past, as the demo's is, begin now.

    What was due before `since` is nobody's news any more and is never sent; what was due after it
    is due now.
    """
    past = Message.objects.filter(state=MessageState.WAITING, due_at__lt=now)
    past.filter(due_at__lt=since).update(state=MessageState.SUPPRESSED, finished_at=now)
    if past.filter(due_at__gte=since).update(due_at=now):
        wake_on_commit()


def _spoken(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _put_in(messages: list[Message], now: dt.datetime) -> None:
    """Write the rows in one go; those that were asked for before stay as they are."""
    for kind in {message.kind for message in messages}:
        kind_named(kind)
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    if any(message.due_at <= now for message in messages):
        wake_on_commit()


def wake_on_commit() -> None:
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
