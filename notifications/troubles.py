"""What becomes of messages that did not arrive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from notifications.models import IN_LINE, IN_TROUBLE, Message, MessageState
from notifications.services import wake_on_commit
from notifications.summaries import ended


@transaction.atomic
def send_again(*, messages: Iterable[int], now: dt.datetime) -> int:
    """Let those of `messages` (ids) that are in trouble be sent anew; returns how many are.

    A person has decided it: what may have arrived may arrive twice. The Message-ID stays, so that
    a mailbox that has the first shows it once. Two who press at once send it once.
    """
    rows = Message.objects.in_trouble().filter(pk__in=messages)
    chosen = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    Message.objects.filter(summary__in=chosen, state__in=IN_TROUBLE).update(
        state=MessageState.GATHERED, finished_at=None, failure=""
    )
    Message.objects.filter(pk__in=chosen).update(
        **IN_LINE,
        due_at=now,
        retry_at=None,
        deferrals=0,
        finished_at=None,
        failure="",
    )
    if chosen:
        wake_on_commit()
    return len(chosen)


@transaction.atomic
def settle(*, messages: Iterable[int], now: dt.datetime) -> int:
    """Note that nothing is to be done about `messages` (ids); returns about how many."""
    return Message.objects.in_trouble().filter(pk__in=messages).update(settled_at=now)


@transaction.atomic
def note_bounce(*, message_id: int, written_at: dt.datetime, reason: str, now: dt.datetime) -> bool:
    """Note that a mail which the mail server took came back; whether it is one of ours.

    `written_at` is the moment in its Message-ID: nobody fails a message by guessing its number.
    """
    row = Message.objects.filter(
        pk=message_id,
        created_at=written_at,
        state__in=[MessageState.SENT, MessageState.UNSURE],
    ).first()
    if row is None:
        return False
    failed = {"state": MessageState.FAILED, "finished_at": now, "failure": reason[:500]}
    Message.objects.filter(pk=row.pk).update(**failed, settled_at=None)
    ended(row, failed)
    return True
