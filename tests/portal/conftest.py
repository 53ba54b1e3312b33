"""The demo world: built by the first test that asks for it, then put back for every other one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from klk_portal.demo.world import load_demo
from tests import rows


@pytest.fixture(scope="session")
def _demo_rows() -> rows.Rows:
    return {}


@pytest.fixture(scope="session")
def demo_statements() -> list[str]:
    """What the building of the demo asked the database, once `demo` has built it."""
    return []


@pytest.fixture
def demo(db: None, _demo_rows: rows.Rows, demo_statements: list[str]) -> None:
    if _demo_rows:
        rows.put_back(_demo_rows)
        return

    def note(execute, statement, *rest):
        demo_statements.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        assert load_demo(now=timezone.now())
    _demo_rows.update(rows.keep())
