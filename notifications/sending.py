"""The sender: takes due rows of the outbox and hands them to the mail server.

The guarantee (docs/outbox.md): no row is lost, and none is handed to the mail server again after
it may have taken it. Any number of senders may run at once, and each may die at any line.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from notifications.claims import LEASE, claim_due, held_claim, sweep_lost
from notifications.delivery import NOTHING_CHOSEN, Decision, Way, Wishes, decide, wishes_of
from notifications.kinds import kind_named, share
from notifications.mail_server import Verdict, mail_connection, verdict_on, words_of
from notifications.models import IN_LINE, Message, MessageState
from notifications.rendering import render_mail
from notifications.summaries import bundle_due, ended

logger = logging.getLogger(__name__)

SHORTEST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(hours=1)
GIVEN_UP_AFTER = dt.timedelta(days=5)
TOO_MANY_DROPS = 3
BELIEVED_FOR = 5.0  # seconds; a batch can last minutes when the mail server is slow
#: How long, in seconds, a sender waits for the database with an answer of the mail server in hand.
PAUSES = (0.5, 1, 2, 4, 8, 15)
HUNG_UP = (Verdict.AWAY, Verdict.UNSURE)


class ServerAway(Exception):
    """The mail server cannot be reached or keeps hanging up."""


def send_due(*, now: dt.datetime | None = None) -> int:
    """Send everything that is due; returns how many mails the mail server took.

    `now` stands still when it is given, as in tests.
    """
    bundle_due(now=now or timezone.now())
    sent = 0
    try:
        while (batch_sent := _send_some(now)) is not None:
            sent += batch_sent
    except ServerAway as error:
        logger.warning("The mail server is away, messages wait: %s", error)
    return sent


def _send_some(now: dt.datetime | None) -> int | None:
    """Claim a batch and send it; returns how many mails went, None when nothing was due.

    What another sender has lost is looked for first, also while there is always more to send.
    """
    sweep_lost(now=now or timezone.now())
    with held_claim() as claim:
        batch = claim_due(claim=claim, now=now or timezone.now())
        return _send_batch(batch, now) if batch else None


def _send_batch(batch: list[Message], now: dt.datetime | None) -> int:
    """Send over one connection, opened anew when the server hangs up."""
    sent = drops = 0
    with _released_at_the_end(batch, now), _closing(mail_connection()) as server:
        wishes = wishes_of(message.user_id for message in batch if message.user_id)
        facts = _Facts()
        for message in batch:
            share(message, facts.of_now())
            chosen = wishes.get(message.user_id or 0, NOTHING_CHOSEN)
            mail = _prepared(message, chosen, now or timezone.now())
            if mail is None:
                continue
            _open(server)
            verdict = _hand_over(message, mail, server, now or timezone.now())
            sent += verdict is Verdict.TAKEN
            drops = drops + 1 if verdict in HUNG_UP else 0
            if drops == TOO_MANY_DROPS:
                raise ServerAway("it hung up again and again")
    return sent


class _Facts:
    """What messages about the same subject have in common, for as long as it may be believed."""

    def __init__(self) -> None:
        self._found: dict[Any, Any] = {}
        self._since = time.monotonic()

    def of_now(self) -> dict[Any, Any]:
        if time.monotonic() - self._since > BELIEVED_FOR:
            self._found, self._since = {}, time.monotonic()
        return self._found


@contextmanager
def _closing(server: BaseEmailBackend) -> Iterator[BaseEmailBackend]:
    try:
        yield server
    finally:
        server.close()


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


def _open(server: BaseEmailBackend) -> None:
    try:
        server.open()
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
        **IN_LINE,
        **({"state": MessageState.GATHERED} if decision.way is Way.GATHER else {}),
        "due_at": decision.until,
        "retry_at": None,
    }


def _place_of(error: Exception) -> str:
    """What went wrong and where, without the error's own words: they can hold the link."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name} ({Path(last.filename).name}:{last.lineno})"


def _hand_over(
    message: Message, mail: EmailMessage, server: BaseEmailBackend, now: dt.datetime
) -> Verdict:
    """Give one mail to the server and note how it ended."""
    if not _finish(message, handed_over_at=now, lease_until=now + LEASE):
        return Verdict.NOT_OURS  # the lease was over and somebody else has it
    try:
        server.send_messages([mail])
    except Exception as error:
        return _note_failure(message, error, server, now)
    _note_end(
        message,
        {
            "state": MessageState.SENT,
            "finished_at": now,
            "sent_subject": mail.subject,
            "failure": "",
        },
    )
    return Verdict.TAKEN


def _note_failure(
    message: Message, error: Exception, server: BaseEmailBackend, now: dt.datetime
) -> Verdict:
    verdict, words = verdict_on(error, server), words_of(error)
    logger.warning("Message %s: %s (%s)", message.pk, verdict.value, words)
    if verdict is Verdict.REFUSED:
        _note_end(message, _ended(MessageState.FAILED, words, now))
    elif verdict is Verdict.UNSURE:
        _note_end(message, _ended(MessageState.UNSURE, words, now))
    else:
        answered = verdict is Verdict.PUT_OFF
        put_off = _put_off(message, words, now)
        _note_end(message, {**put_off, "deferrals": message.deferrals + answered})
    if verdict in HUNG_UP:
        server.close()
    return verdict


def _ended(state: MessageState, words: str, now: dt.datetime) -> dict[str, object]:
    return {"state": state, "finished_at": now, "failure": words}


def _put_off(message: Message, reason: str, now: dt.datetime | None) -> dict[str, object]:
    """The columns of a message that is tried again: the older it is, the later.

    Senders do not come back in step, and after some days nobody waits for the mail any more.
    """
    now = now or timezone.now()
    age = now - message.due_at
    if age > GIVEN_UP_AFTER:
        return _ended(MessageState.FAILED, reason, now)
    wait = min(max(age / 2, SHORTEST_WAIT), LONGEST_WAIT) * random.uniform(0.8, 1.2)
    return {
        **IN_LINE,
        "retry_at": now + wait,
        "failure": reason,
    }


def _note_end(message: Message, values: dict[str, object]) -> None:
    """Note how handing over ended, through a restart of the database: it is known here alone."""
    for pause in PAUSES:
        try:
            _finish(message, **values)
        except (OperationalError, InterfaceError) as error:
            logger.warning("The database is away, message %s waits: %s", message.pk, error)
            connection.close()
            time.sleep(pause)
        else:
            return
    _finish(message, **values)


def _finish(message: Message, **values: object) -> bool:
    """Change the row if it is still under our claim; whether it was."""
    return _finish_if(message, {}, values)


def _finish_if(message: Message, also: dict[str, object], values: dict[str, object]) -> bool:
    mine = Message.objects.filter(pk=message.pk, claim=message.claim, **also)
    if mine.update(**values) == 0:
        return False
    ended(message, values)
    return True
