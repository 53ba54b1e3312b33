"""Looks at the outbox from outside while it is tormented: states, and claims that nobody holds."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import suppress

import psycopg2

from klk_portal.embedded.postgres import Postgres

STATES = "SELECT state, count(*) FROM notifications_message WHERE kind = %s GROUP BY state"
#: Claims whose lock nobody holds. PostgreSQL shows an advisory lock of 64 bits in two halves.
LOST = """
    SELECT DISTINCT claim FROM notifications_message
    WHERE state = 'claimed' AND hashtextextended(claim::text, 0) NOT IN (
        SELECT (classid::bigint << 32) | objid::bigint
        FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1)
"""
SENT = "SELECT id FROM notifications_message WHERE kind = %s AND state = 'sent'"


class Watch(threading.Thread):
    """Notes how long the claim of a lost sender lay until somebody found it, in seconds."""

    def __init__(self, postgres: Postgres, kind: str) -> None:
        super().__init__(daemon=True)
        self.postgres, self.kind = postgres, kind
        self.longest = 0.0
        self.nobody_sends = threading.Event()  # with the queue away no sender is woken
        self.over = threading.Event()

    def run(self) -> None:
        lost_since: dict[str, float] = {}
        while not self.over.wait(0.5):
            with suppress(psycopg2.Error):  # the database is restarted, too
                lost = set() if self.nobody_sends.is_set() else self.lost()
                now = time.monotonic()
                lost_since = {claim: lost_since.get(claim, now) for claim in lost}
                self.longest = max([self.longest, *(now - since for since in lost_since.values())])

    def states(self) -> Counter[str]:
        """Messages by state. Raises psycopg2.Error while the database is away."""
        return Counter({state: int(count) for state, count in self._ask(STATES, self.kind)})

    def said_sent(self) -> list[str]:
        return [str(number) for (number,) in self._ask(SENT, self.kind)]

    def lost(self) -> set[str]:
        """The claims that nobody holds any more and nobody has found yet."""
        return {str(claim) for (claim,) in self._ask(LOST)}

    def _ask(self, statement: str, *values: str) -> list[tuple[str, ...]]:
        connection = self.postgres.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall()
        finally:
            connection.close()
