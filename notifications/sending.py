"""The sender: takes due rows of the outbox and hands them to the mail server.

The guarantee (docs/outbox.md): no row is lost, and none is handed to the mail server again after
it may have taken it. Any number of senders may run at once, and each may die at any line.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from notifications.delivery import NOTHING_CHOSEN, Decision, Way, Wishes, decide, wishes_of
from notifications.kinds import kind_named
from notifications.mail_server import Verdict, mail_connection, verdict_on, words_of
from notifications.models import Message, MessageState
from notifications.rendering import render_mail
from notifications.summaries import bundle_due, ended, follow_lost

logger = logging.getLogger(__name__)

BATCH = 25
LEASE = dt.timedelta(minutes=10)
SHORTEST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(hours=1)
GIVEN_UP_AFTER = dt.timedelta(days=5)
TOO_MANY_DROPS = 3
HUNG_UP = (Verdict.AWAY, Verdict.UNSURE)


class ServerAway(Exception):
    """The mail server cannot be reached or keeps hanging up."""


def send_due(*, now: dt.datetime | None = None) -> int:
    """Send everything that is due; returns how many mails the mail server took.

    `now` stands still when it is given, as in tests.
    """
    sweep_lost(now=now or timezone.now())
    bundle_due(now=now or timezone.now())
    sent = 0
    while batch := claim_due(now=now or timezone.now()):
        try:
            sent += _send_batch(batch, now)
        except ServerAway as error:
            logger.warning("The mail server is away, messages wait: %s", error)
            break
    return sent


@transaction.atomic
def sweep_lost(*, now: dt.datetime) -> None:
    """Take back what a lost sender had claimed.

    What was not handed over goes back to the others. What was handed over may have been sent:
    it is marked so and never sent again by itself.
    """
    lost = Message.objects.lost(now)
    lost.filter(handed_over_at=None).update(
        state=MessageState.WAITING, claim=None, lease_until=None
    )
    # The claim stays: a sender that was only slow may still say how it ended.
    unsure = lost.exclude(handed_over_at=None).update(
        state=MessageState.UNSURE, finished_at=now, failure="The sender was lost while sending."
    )
    if unsure:
        follow_lost(now=now)


@transaction.atomic
def claim_due(*, now: dt.datetime) -> list[Message]:
    """Take the longest due rows that no other sender is taking, for the time of a lease."""
    rows = Message.objects.due(now).select_for_update(skip_locked=True)
    claim = uuid.uuid4()
    Message.objects.filter(pk__in=[row.pk for row in rows[:BATCH]]).update(
        state=MessageState.CLAIMED, claim=claim, lease_until=now + LEASE, handed_over_at=None
    )
    claimed = Message.objects.filter(claim=claim, state=MessageState.CLAIMED)
    return list(claimed.select_related("user").order_by("due_at", "pk"))


def _send_batch(batch: list[Message], now: dt.datetime | None) -> int:
    """Send over one connection, opened anew when the server hangs up."""
    sent = drops = 0
    with _released_at_the_end(batch, now), _closing(mail_connection()) as connection:
        wishes = wishes_of(message.user_id for message in batch if message.user_id)
        for message in batch:
            chosen = wishes.get(message.user_id or 0, NOTHING_CHOSEN)
            mail = _prepared(message, chosen, now or timezone.now())
            if mail is None:
                continue
            _open(connection)
            verdict = _hand_over(message, mail, connection, now or timezone.now())
            sent += verdict is Verdict.TAKEN
            drops = drops + 1 if verdict in HUNG_UP else 0
            if drops == TOO_MANY_DROPS:
                raise ServerAway("it hung up again and again")
    return sent


@contextmanager
def _closing(connection: BaseEmailBackend) -> Iterator[BaseEmailBackend]:
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _released_at_the_end(batch: list[Message], now: dt.datetime | None) -> Iterator[None]:
    """With the server away, what it never saw waits a little and counts as nobody's failure."""
    try:
        yield
    except ServerAway as error:
        for message in batch:
            untouched: dict[str, object] = {"state": MessageState.CLAIMED, "handed_over_at": None}
            _finish_if(message, untouched, _put_off(message, str(error), now))
        raise


def _open(connection: BaseEmailBackend) -> None:
    try:
        connection.open()
    except OSError as error:
        raise ServerAway(words_of(error)) from error


def _prepared(message: Message, wishes: Wishes, now: dt.datetime) -> EmailMessage | None:
    """The mail to send, or None when the message is not to be sent now or cannot be made."""
    try:
        kind = kind_named(message.kind)
        decision = decide(message, kind, wishes, now)
        if decision.way is Way.DROP or not kind.still_wanted(message):
            _finish(message, state=MessageState.SUPPRESSED, finished_at=now)
        elif decision.until is not None:
            _finish(message, **_rest(decision))
        else:
            return render_mail(message, kind)
    except (OperationalError, InterfaceError):
        raise  # the database is ill, not the message: the lease gives it back
    except Exception as error:
        place = _place_of(error)
        logger.error("Message %s (%s) cannot be made: %s", message.pk, message.kind, place)
        _finish(message, state=MessageState.FAILED, finished_at=now, failure=place)
    return None


def _rest(decision: Decision) -> dict[str, object]:
    """The columns of a message that waits for a better time, alone or for its summary.

    The next try of one that the mail server had put off is at that time, too, and not before.
    """
    return {
        "state": MessageState.GATHERED if decision.way is Way.GATHER else MessageState.WAITING,
        "claim": None,
        "lease_until": None,
        "due_at": decision.until,
        "retry_at": None,
    }


def _place_of(error: Exception) -> str:
    """What went wrong and where, without the error's own words: they can hold the link."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name} ({Path(last.filename).name}:{last.lineno})"


def _hand_over(
    message: Message, mail: EmailMessage, connection: BaseEmailBackend, now: dt.datetime
) -> Verdict:
    """Give one mail to the server and note how it ended."""
    if not _finish(message, handed_over_at=now, lease_until=now + LEASE):
        return Verdict.NOT_OURS  # the lease was over and somebody else has it
    try:
        connection.send_messages([mail])
    except Exception as error:
        return _note_failure(message, error, connection, now)
    _finish(
        message,
        state=MessageState.SENT,
        finished_at=now,
        sent_subject=mail.subject,
        failure="",
    )
    return Verdict.TAKEN


def _note_failure(
    message: Message, error: Exception, connection: BaseEmailBackend, now: dt.datetime
) -> Verdict:
    verdict, words = verdict_on(error, connection), words_of(error)
    logger.warning("Message %s: %s (%s)", message.pk, verdict.value, words)
    if verdict is Verdict.REFUSED:
        _finish(message, state=MessageState.FAILED, finished_at=now, failure=words)
    elif verdict is Verdict.UNSURE:
        _finish(message, state=MessageState.UNSURE, finished_at=now, failure=words)
    else:
        answered = verdict is Verdict.PUT_OFF
        _finish(
            message,
            **_put_off(message, words, now),
            deferrals=message.deferrals + answered,
        )
    if verdict in HUNG_UP:
        connection.close()
    return verdict


def _put_off(message: Message, reason: str, now: dt.datetime | None) -> dict[str, object]:
    """The columns of a message that is tried again: the older it is, the later.

    Senders do not come back in step, and after some days nobody waits for the mail any more.
    """
    now = now or timezone.now()
    age = now - message.due_at
    if age > GIVEN_UP_AFTER:
        return {"state": MessageState.FAILED, "finished_at": now, "failure": reason}
    wait = min(max(age / 2, SHORTEST_WAIT), LONGEST_WAIT) * random.uniform(0.8, 1.2)
    return {
        "state": MessageState.WAITING,
        "claim": None,
        "lease_until": None,
        "handed_over_at": None,
        "retry_at": now + wait,
        "failure": reason,
    }


def _finish(message: Message, **values: object) -> bool:
    """Change the row if it is still under our claim; whether it was."""
    return _finish_if(message, {}, values)


def _finish_if(message: Message, also: dict[str, object], values: dict[str, object]) -> bool:
    mine = Message.objects.filter(pk=message.pk, claim=message.claim, **also)
    if mine.update(**values) == 0:
        return False
    ended(message, values)
    return True
