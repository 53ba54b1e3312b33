"""Summaries: the messages that a person wants together, in one mail."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import CalendarPart, Example, MessageKind, kind_named
from notifications.kinds import register as register_kind
from notifications.models import Message, MessageState
from notifications.rendering import subject_of

SUMMARY = "notifications.summary"
AT_ONCE = 500  # messages that are bundled in one transaction
#: What a summary that ended so says of each message in it.
ENDS = (MessageState.SENT, MessageState.UNSURE, MessageState.FAILED, MessageState.SUPPRESSED)


@dataclass(frozen=True)
class Line:
    """One message of a summary: its subject, and where to read more."""

    subject: str
    link: str


def bundle_due(*, now: dt.datetime) -> int:
    """Write a summary for everybody whose gathered messages are due; returns how many."""
    written = 0
    while bundled := _bundle_some(now):
        written += bundled
    return written


@transaction.atomic
def _bundle_some(now: dt.datetime) -> int:
    """A second one at the same time waits here, and finds these rows taken."""
    rows = Message.objects.to_bundle(now).order_by("user", "pk").select_for_update(of=("self",))
    by_person: dict[Any, list[Message]] = defaultdict(list)
    for row in rows.select_related("user")[:AT_ONCE]:
        by_person[row.user].append(row)
    for person, messages in by_person.items():
        summary = Message.objects.create(
            kind=SUMMARY,
            address=person.email,
            user=person,
            occasion=str(messages[0].pk),
            language=person.language,
            created_at=now,
            due_at=now,
        )
        Message.objects.filter(pk__in=[row.pk for row in messages]).update(summary=summary)
    return len(by_person)


def ended(summary: Message, values: Mapping[str, object]) -> None:
    """Say of every message in `summary` what became of it."""
    if summary.kind != SUMMARY or values.get("state") not in ENDS:
        return
    told = {name: values[name] for name in ("state", "finished_at", "failure") if name in values}
    Message.objects.filter(summary=summary).exclude(state=MessageState.SUPPRESSED).update(**told)


def follow_lost(*, now: dt.datetime) -> None:
    """What was in a summary that perhaps was sent was perhaps sent."""
    rows = Message.objects.filter(state=MessageState.GATHERED, summary__state=MessageState.UNSURE)
    rows.update(state=MessageState.UNSURE, finished_at=now)


def _still_wanted(summary: Message) -> bool:
    """Whether anything in it is. What is not any more is taken out."""
    rows = _rows(summary)
    unwanted = [row.pk for row in rows if not kind_named(row.kind).still_wanted(row)]
    Message.objects.filter(pk__in=unwanted).update(
        state=MessageState.SUPPRESSED, finished_at=summary.due_at
    )
    return len(unwanted) < len(rows)


def _rows(summary: Message) -> list[Message]:
    gathered = summary.gathered.filter(state=MessageState.GATHERED).select_related("user")
    return list(gathered.order_by("due_at", "pk"))


def _context(summary: Message) -> Mapping[str, Any]:
    return {"lines": [_line(row) for row in _rows(summary)]}


def _line(row: Message) -> Line:
    kind = kind_named(row.kind)
    context = kind.context_at_sending(row)
    return Line(subject_of(row, kind, context), str(context.get("link", "")))


def _calendar(summary: Message) -> Sequence[CalendarPart]:
    rows = _rows(summary)
    return [part for row in rows for part in kind_named(row.kind).calendar_at_sending(row)]


def _example() -> Example:
    subjects = (gettext("Minutes to approve"), gettext("Which dates suit you?"))
    links = (f"{settings.BASE_URL}/eksempel/{number}/" for number in (1, 2))
    return Example({"lines": [Line(*line) for line in zip(subjects, links, strict=True)]})


def register() -> None:
    """Make the kind of message known."""
    register_kind(
        MessageKind(
            name=SUMMARY,
            label=_("Summary"),
            offered=False,
            still_wanted=_still_wanted,
            context_at_sending=_context,
            calendar_at_sending=_calendar,
            why=_("You get this e-mail because you have chosen to get some mails together."),
            sent_when=_("At the time that its reader has chosen, if something has come up"),
            example=_example,
        )
    )
