"""The demo world: built by the first test that asks for it, then put back for every other one."""

from __future__ import annotations

import pytest
from django.utils import timezone

from klk_portal.demo.world import load_demo
from tests import rows


@pytest.fixture(scope="session")
def _demo_rows() -> rows.Rows:
    return {}


@pytest.fixture
def demo(db: None, _demo_rows: rows.Rows) -> None:
    if _demo_rows:
        rows.put_back(_demo_rows)
    else:
        assert load_demo(now=timezone.now())
        _demo_rows.update(rows.keep())
