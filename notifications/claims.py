"""Who is sending what: a sender takes rows under a claim, and holds it for as long as it lives.

A claim is held by a lock of the sender's connection to the database (PostgreSQL's advisory lock).
However the sender ends, its connection ends with it and with that the lock: the next round of any
sender finds the claim within seconds, while one that is only slow keeps its own. The lease is for
a connection of which the database has not noticed that nobody is at its other end.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection, transaction

from notifications.models import IN_LINE, Message, MessageState
from notifications.summaries import follow_lost

logger = logging.getLogger(__name__)

BATCH = 25
LEASE = dt.timedelta(minutes=10)


@contextmanager
def held_claim() -> Iterator[uuid.UUID]:
    """A new claim, held until the block is left or this process or its connection ends."""
    claim = uuid.uuid4()
    _ask("pg_advisory_lock", claim)
    try:
        yield claim
    finally:
        try:
            _ask("pg_advisory_unlock", claim)
        except (OperationalError, InterfaceError) as error:
            logger.warning("A claim ended with its connection to the database: %s", error)


@transaction.atomic
def claim_due(*, claim: uuid.UUID, now: dt.datetime) -> list[Message]:
    """Take the longest due rows that no other sender is taking under `claim`."""
    rows = Message.objects.due(now).select_for_update(skip_locked=True)
    Message.objects.filter(pk__in=[row.pk for row in rows[:BATCH]]).update(
        state=MessageState.CLAIMED, claim=claim, lease_until=now + LEASE, handed_over_at=None
    )
    claimed = Message.objects.filter(claim=claim, state=MessageState.CLAIMED)
    return list(claimed.select_related("user").order_by("due_at", "pk"))


@transaction.atomic
def sweep_lost(*, now: dt.datetime) -> None:
    """Take back what a lost sender had claimed. For who holds no claim.

    What was not handed over goes back to the others. What was handed over may have been sent:
    it is marked so and never sent again by itself.
    """
    claims = Message.objects.filter(state=MessageState.CLAIMED).values_list("claim", flat=True)
    gone = [claim for claim in claims.order_by().distinct() if claim and _is_free(claim)]
    lost = Message.objects.lost(gone, now)
    lost.filter(handed_over_at=None).update(**IN_LINE)
    # The claim stays: a sender that was only slow may still say how it ended.
    unsure = lost.exclude(handed_over_at=None).update(
        state=MessageState.UNSURE, finished_at=now, failure="The sender was lost while sending."
    )
    if unsure:
        follow_lost(now=now)


def _is_free(claim: uuid.UUID) -> bool:
    """Whether nobody holds it; until the end of the transaction nobody else learns so."""
    return bool(_ask("pg_try_advisory_xact_lock", claim))


def _ask(function: str, claim: uuid.UUID) -> object:
    """What PostgreSQL's `function` answers about the lock of `claim`; locks have numbers there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [str(claim)])
        (answer,) = cursor.fetchone()
    return answer
