"""Several people at the same moment, with real threads and real transactions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from accounts.errors import PortalError


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
