"""Five thousand rows: checked while one waits, written in under a minute."""

from __future__ import annotations

import itertools
import time

import pytest

from accounts.models import Organisation, Position, User
from accounts.models.imports import ImportState
from accounts.services.import_writing import write_import
from accounts.services.imports import choose_columns, confirm_import
from tests.accounts.staff_lists import HEADER, NOW, uploaded

ROWS = 5_000
BOSS = "leder0@gentofte.example"


def row(number: int) -> list[str]:
    house = number // 5
    return [
        f"Børnehuset {house}", "Dagtilbud", f"Område {house % 20}", f"Ærøvej {house}", "2900",
        "Hellerup", "Åse", f"Sørensen {number}", f"leder{number}@gentofte.example",
        "Leder", "Institutionsleder" if number % 5 == 0 else "Teamleder",
        BOSS if number else "", f"{10_000_000 + number}",
    ]  # fmt: skip


@pytest.mark.django_db
def test_five_thousand_rows(
    gentofte: Organisation, director: User, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [time.perf_counter()]
    staff_import = uploaded(gentofte, director, [row(number) for number in range(ROWS)], HEADER)
    clock.append(time.perf_counter())
    checked = choose_columns(staff_import=staff_import, mapping=staff_import.mapping, now=NOW)
    clock.append(time.perf_counter())
    digest = checked.report["digest"]
    confirm_import(staff_import=checked, digest=digest, by=director, now=NOW)
    clock.append(time.perf_counter())
    write_import(staff_import_id=staff_import.pk, now=NOW)
    clock.append(time.perf_counter())

    read, check, confirm, write = (b - a for a, b in itertools.pairwise(clock))
    with capsys.disabled():
        print(
            f"\n{ROWS} rows: read {read:.1f} s, check {check:.1f} s, confirm {confirm:.1f} s, "
            f"write {write:.1f} s"
        )
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.DONE
    assert staff_import.report.get("refused", []) == []
    assert Position.objects.filter(reports_to__email=BOSS).count() == ROWS - 1
    assert check < 20
    assert write < 180  # a minute on an idle machine; tests share theirs
