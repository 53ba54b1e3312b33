"""Many changes in one transaction, whose entries are written together at its end.

An entry is made when the row changes, with its time and who acts then, exactly as one by one; only
the writing waits. What a savepoint takes back takes its entries with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models.signals import pre_save

if TYPE_CHECKING:
    from audit.models import AuditEntry

AT_ONCE = 500

_batch: ContextVar[Batch | None] = ContextVar("audit_batch", default=None)


class Batch:
    """The entries of one block, each with the mark of the savepoints it was made within."""

    def __init__(self) -> None:
        self.entries: list[tuple[AuditEntry, Mark]] = []
        self.marks: dict[tuple[str, ...], Mark] = {}

    def add(self, entry: AuditEntry) -> None:
        within = tuple(connection.savepoint_ids)
        mark = self.marks.get(within)
        if mark is None:
            mark = self.marks[within] = Mark()
            # Django forgets what waits for the commit when it rolls a savepoint back: what it
            # still remembers at the end has happened.
            transaction.on_commit(mark)
        self.entries.append((entry, mark))

    def write(self) -> None:
        from audit.models import AuditEntry

        stands = {waiting[1] for waiting in connection.run_on_commit}
        happened = [entry for entry, mark in self.entries if mark in stands]
        AuditEntry.objects.bulk_create(happened, batch_size=AT_ONCE)
        connection.run_on_commit = [
            waiting for waiting in connection.run_on_commit if not isinstance(waiting[1], Mark)
        ]


class Mark:
    """Does nothing at the commit; that it still waits for it is what it says."""

    def __call__(self) -> None:
        """Called by Django when the transaction is over."""


def batch() -> Batch | None:
    """The batch that is open here, if one is."""
    return _batch.get()


@contextmanager
def entries_together() -> Iterator[None]:
    """Write the audit entries of the block in few statements at its end.

    The block runs in one transaction: with an error neither changes nor entries are kept. Nobody
    in it may look for its own entries. A block within a block belongs to the outer one.
    """
    if batch() is not None:
        yield
        return
    with transaction.atomic():
        token = _batch.set(Batch())
        try:
            yield
            if (opened := batch()) is not None:
                opened.write()
        finally:
            _batch.reset(token)


def prepare(entry: AuditEntry) -> None:
    """Let auditlog note who acts, as it does when an entry is saved by itself."""
    pre_save.send(
        sender=type(entry), instance=entry, raw=False, using="default", update_fields=None
    )
