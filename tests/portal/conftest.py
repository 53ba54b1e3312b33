"""The demo world: built once a worker, then put back for every test that asks for it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from klk_portal.demo.world import load_demo
from tests import rows


@pytest.fixture(scope="session")
def demo_statements() -> list[str]:
    """What the building of the demo asked the database, once `demo` has built it."""
    return []


@pytest.fixture(scope="session")
def _demo_rows(
    django_db_setup: None, django_db_blocker: Any, demo_statements: list[str]
) -> rows.Rows:
    """Built outside a test, as a portal builds it: within a test's transaction it takes longer."""

    def note(execute, statement, *rest):
        demo_statements.append(statement)
        return execute(statement, *rest)

    with django_db_blocker.unblock():
        with connection.execute_wrapper(note):
            assert load_demo(now=timezone.now())
        kept = rows.keep()
        rows.take_away()
    return kept


@pytest.fixture
def demo(_demo_rows: rows.Rows, db: None) -> None:
    rows.put_back(_demo_rows)
