"""Who acts: the person signed in, and without a request the task or command names itself."""

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
    # auditlog keeps one actor and forgets an outer one: it is put back here.
    outer = auditlog_value.get(None)
    try:
        with set_actor(actor):
            yield
    finally:
        if outer is not None:
            auditlog_value.set(outer)
        _source.reset(token)


def person_signed_in(*, user: Any, **kwargs: Any) -> None:
    """What the rest of the request changes is changed by whoever has just signed in."""
    if (request := auditlog_value.get(None)) is not None:
        request["actor"] = user


def task_begins(*, task: Any, **kwargs: Any) -> None:
    """A worker's task names itself; one that is called in place belongs to its caller."""
    if not task.request.is_eager:
        _source.set(f"task: {task.name}")


def task_ends(*, task: Any, **kwargs: Any) -> None:
    if not task.request.is_eager:
        _source.set("")
