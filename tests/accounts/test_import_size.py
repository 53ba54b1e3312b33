"""A long list: 5,000 leaders are checked while one waits, and a list is written as it is measured.

How long 5,000 take to be written is a row of `make bench`.
"""

from __future__ import annotations

import time

import pytest

from accounts.models import Organisation, Position, User
from accounts.services.imports import choose_columns, upload_staff_file
from klk_portal.bench.staff_list import LEADERS, address, list_of, times
from tests.accounts.staff_lists import NOW

WRITTEN = 500


@pytest.mark.django_db
def test_five_thousand_leaders_are_checked_while_one_waits(
    gentofte: Organisation, director: User
) -> None:
    began = time.perf_counter()
    row = upload_staff_file(
        municipality=gentofte, stream=list_of(LEADERS), file_name="a.csv", by=director, now=NOW
    )
    checked = choose_columns(staff_import=row, mapping=row.mapping, now=NOW)
    assert time.perf_counter() - began < 20
    assert checked.rows_total == LEADERS
    assert checked.report["counts"]["leader"]["created"] == LEADERS


@pytest.mark.django_db
def test_a_list_is_written_batch_by_batch(gentofte: Organisation, director: User) -> None:
    taken = times(gentofte, director, WRITTEN)
    assert Position.objects.filter(reports_to__email=address(0)).count() == WRITTEN - 1
    assert taken["write"] < 18  # as 180 for 5,000: a third on an idle machine, tests share theirs
