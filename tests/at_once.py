"""Several people at the same moment, with real threads and real transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from queue import Queue
from threading import Barrier, Event
from typing import Any

from django.db import connection

from accounts.errors import PortalError


@contextmanager
def elsewhere(holds: AbstractContextManager[object]) -> Iterator[Any]:
    """`holds` is entered on another connection, which ends with the block; gives what it gave."""
    entered: Queue[object] = Queue()
    leave = Event()

    def hold() -> None:
        try:
            with holds as given:
                entered.put(given)
                leave.wait(20)
                connection.close()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        try:
            yield entered.get(timeout=20)
        finally:
            leave.set()
        holding.result()


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Run all in threads of their own that start together; "done" or the name of the refusal."""
    barrier = Barrier(len(actions), timeout=20)

    def run(action: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            barrier.wait()
            action()
            return "done"
        except PortalError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return sorted(pool.map(run, actions))
