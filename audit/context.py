"""Who acts when there is no request: tasks and commands name themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from auditlog.context import auditlog_value, set_actor

_source: ContextVar[str] = ContextVar("audit_source", default="")


def current_source() -> str:
    """The task or command that is running, or nothing inside a request."""
    return _source.get()


@contextmanager
def acting(source: str, actor: Any = None) -> Iterator[None]:
    """Let the audit trail say that `source` (and `actor`, if a person asked for it) changes rows.

    `source` is a name like 'task: accounts.import' or 'command: load_demo'.
    """
    token = _source.set(source)
    around = auditlog_value.get(None)
    try:
        with set_actor(actor):
            yield
    finally:
        _source.reset(token)
        if around is not None:  # auditlog forgets the actor of the request that this ran in
            auditlog_value.set(around)
