"""Who acts: the person signed in, and without a request the task or command names itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from auditlog.context import auditlog_value, set_actor

_source: ContextVar[str] = ContextVar("audit_source", default="")
_municipality: ContextVar[int | None] = ContextVar("audit_municipality", default=None)


def current_source() -> str:
    """The task or command that is running, or nothing inside a request."""
    return _source.get()


def current_municipality() -> int | None:
    """Id of the municipality that the running task works for, if it works for one."""
    return _municipality.get()


@contextmanager
def acting(source: str, actor: Any = None, municipality: int | None = None) -> Iterator[None]:
    """Let the audit trail say that `source` (and `actor`, if a person asked for it) changes rows.

    `source` is a name like 'task: accounts.import' or 'command: load_demo'. `municipality` is that
    of rows which cannot tell theirs yet, such as a person who has no role until the next line.
    """
    token = _source.set(source)
    place = _municipality.set(municipality)
    # auditlog keeps one actor and forgets an outer one: it is put back here.
    outer = auditlog_value.get(None)
    try:
        with set_actor(actor):
            yield
    finally:
        if outer is not None:
            auditlog_value.set(outer)
        _municipality.reset(place)
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
