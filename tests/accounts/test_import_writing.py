"""Confirming and writing: once, as shown, to the end even when interrupted."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Invitation, Organisation, Position, RoleHolding, StaffImport, User
from accounts.models.imports import ImportState
from accounts.services import import_writing, imports
from accounts.services.import_steps import StepWriter
from accounts.services.import_writing import write_import
from accounts.services.imports import (
    NothingToImport,
    clear_abandoned_imports,
    confirm_import,
    waiting_imports,
)
from accounts.services.roles import name_deputy
from accounts.tasks import write_waiting_imports
from audit.models import AuditEntry
from tests.accounts.staff_lists import (
    NOW,
    ROWS,
    SCHOOL,
    SKOVEN,
    TODAY,
    checked,
    confirmed,
    uploaded,
    written,
)

LATER = NOW + dt.timedelta(days=30)


@pytest.mark.django_db
def test_a_list_becomes_institutions_people_roles_and_positions(
    gentofte: Organisation, director: User
) -> None:
    staff_import = written(gentofte, director)
    aase = User.objects.get(email="aase@gentofte.example")
    house = Organisation.objects.get(name="Børnehuset Æblehaven")
    assert (house.parent.name, house.institution_type, house.city) == (
        "Dagtilbud", "day_care", "Hellerup",
    )  # fmt: skip
    assert house.municipality == gentofte
    assert (aase.full_name, aase.phone) == ("Åse Sørensen", "12 34 56 78")
    assert not aase.has_usable_password()
    assert not aase.emailaddress_set.get().verified
    holding = aase.role_holdings.get()
    assert (holding.role, holding.organisation, holding.starts_on) == ("leader", house, TODAY)
    position = aase.positions.get()
    assert (position.level, position.title) == ("institution", "Leder")
    assert position.reports_to.email == "lars@gentofte.example"
    assert User.objects.get(email="lars@gentofte.example").positions.get().level == "head"
    assert staff_import.state == ImportState.DONE
    assert staff_import.rows_done == staff_import.rows_total > 0


@pytest.mark.django_db
def test_only_counts_remain_when_it_is_done(gentofte: Organisation, director: User) -> None:
    staff_import = written(gentofte, director)
    assert (staff_import.rows, staff_import.header) == ([], [])
    kept = str(StaffImport.objects.filter(pk=staff_import.pk).values())
    assert "aase" not in kept
    assert "Sørensen" not in kept
    assert staff_import.report["counts"]["leader"]["created"] == 3


@pytest.mark.django_db
def test_nothing_is_written_before_it_is_confirmed(gentofte: Organisation, director: User) -> None:
    staff_import = checked(gentofte, director)
    write_import(staff_import_id=staff_import.pk, now=NOW)
    assert not User.objects.filter(email="aase@gentofte.example").exists()
    assert StaffImport.objects.get().state == ImportState.CHECKED


@pytest.mark.django_db
def test_nothing_new_cannot_be_confirmed(gentofte: Organisation, director: User) -> None:
    written(gentofte, director)
    with pytest.raises(NothingToImport):
        confirmed(gentofte, director)


@pytest.mark.django_db
def test_a_preview_that_is_out_of_date_is_shown_anew(
    gentofte: Organisation, director: User
) -> None:
    seen = checked(gentofte, director)
    digest = seen.report["digest"]
    written(gentofte, director, [SCHOOL])
    after = confirm_import(staff_import=seen, digest=digest, by=director, now=NOW)
    assert after.state == ImportState.CHECKED
    assert after.report["changed_since"]
    assert after.report["counts"]["institution"] == {"created": 1, "changed": 0, "left": 1}
    assert not User.objects.filter(email="aase@gentofte.example").exists()


@pytest.mark.django_db
def test_a_change_between_confirming_and_writing_goes_back_to_the_preview(
    gentofte: Organisation, director: User
) -> None:
    first, second = confirmed(gentofte, director), confirmed(gentofte, director, [SCHOOL])
    write_import(staff_import_id=second.pk, now=NOW)
    write_import(staff_import_id=first.pk, now=NOW)
    first.refresh_from_db()
    assert first.state == ImportState.CHECKED
    assert first.report["changed_since"]


@pytest.mark.django_db
def test_a_leader_who_moved(gentofte: Organisation, director: User) -> None:
    written(gentofte, director)
    row = [SCHOOL[0], "", "", "", "", "", *SKOVEN[6:]]
    written(gentofte, director, [ROWS[0], row], now=LATER)
    aase = User.objects.get(email="aase@gentofte.example")
    day = TODAY + dt.timedelta(days=30)
    before = day - dt.timedelta(days=1)
    for rows in (aase.positions, aase.role_holdings):
        places = rows.order_by("starts_on").values_list(
            "organisation__name", "starts_on", "ends_on"
        )
        assert list(places) == [(SKOVEN[0], TODAY, before), (SCHOOL[0], day, None)]


@pytest.mark.django_db
def test_people_missing_in_the_list_are_left_alone(
    gentofte: Organisation, director: User, leader: User
) -> None:
    written(gentofte, director)
    assert leader.role_holdings.get().ends_on is None
    assert leader.positions.get().ends_on is None


@pytest.mark.django_db
def test_two_leaders_of_one_house_and_a_leader_of_two(
    gentofte: Organisation, director: User
) -> None:
    second = [*SKOVEN[:6], *SCHOOL[6:]]
    written(gentofte, director, [*ROWS, second])
    bo = User.objects.get(email="bo@gentofte.example")
    assert bo.role_holdings.count() == bo.positions.count() == 2
    assert Organisation.objects.get(name=SKOVEN[0]).positions.count() == 2


@pytest.mark.django_db
def test_somebody_from_elsewhere_is_asked_and_not_touched(
    gentofte: Organisation, director: User, stranger_leader: User
) -> None:
    row = [*SCHOOL[:6], "Another", "Name", stranger_leader.email, "", "", "", "99999999"]
    subordinate = [*SKOVEN[:11], stranger_leader.email, ""]
    staff_import = written(gentofte, director, [row, subordinate])
    stranger_leader.refresh_from_db()
    assert stranger_leader.full_name == "Eva Juhl"
    assert stranger_leader.phone == ""
    assert stranger_leader.role_holdings.count() == 1
    assert Invitation.objects.get().email == stranger_leader.email
    assert not User.objects.visible_to(director).filter(pk=stranger_leader.pk).exists()
    assert staff_import.report["counts"]["leader"] == {"created": 2, "changed": 0, "left": 0}
    again = checked(gentofte, director, [row, subordinate]).report
    assert (again["created"], again["changed"], again["errors"]) == ([], [], [])


@pytest.mark.django_db
def test_a_batch_locks_the_municipality_before_any_person(
    gentofte: Organisation, director: User
) -> None:
    """As `name_deputy` does: in another order the two would wait for each other for ever."""
    written(gentofte, director)
    staff_import = confirmed(gentofte, director, [[SCHOOL[0], *SCHOOL[1:6], *SKOVEN[6:]]])
    deputy = User.objects.get(email="bo@gentofte.example")
    holding = RoleHolding.objects.get(user=director)
    work = {
        "import": lambda: write_import(staff_import_id=staff_import.pk, now=NOW),
        "deputy": lambda: name_deputy(
            holding=holding, deputy=deputy, starts_on=TODAY, ends_on=TODAY
        ),
    }
    for act in work.values():
        with CaptureQueriesContext(connection) as asked:
            act()
        locked = [query["sql"] for query in asked if "FOR NO KEY UPDATE" in query["sql"]]
        assert 'FROM "accounts_organisation"' in locked[0]
        assert f"= {gentofte.pk} " in locked[0]
        assert any('FROM "accounts_user"' in sql for sql in locked[1:])


@pytest.mark.django_db
def test_entries_and_people_are_few_questions_however_long_the_list(
    gentofte: Organisation, director: User
) -> None:
    """A batch of new leaders: one statement of entries, and nobody new is asked for a role."""
    row = ["Ørdrup Skole", *SCHOOL[1:6]]
    rows = [
        [*row, "Ny", f"Leder {n}", f"ny{n}@gentofte.example", "Leder", "", "", ""]
        for n in range(20)
    ]
    staff_import = confirmed(gentofte, director, rows)
    with CaptureQueriesContext(connection) as asked:
        write_import(staff_import_id=staff_import.pk, now=NOW)
    said = [query["sql"] for query in asked]
    assert sum(sql.startswith('INSERT INTO "audit_auditentry"') for sql in said) < 8
    assert sum(sql.startswith('SELECT "accounts_roleholding"') for sql in said) < 8
    entries = AuditEntry.objects.filter(content_type__model="user", actor=director)
    assert entries.filter(municipality_id=gentofte.pk, action=0).count() == 20


@pytest.mark.django_db
def test_the_audit_trail_knows_who_and_where(gentofte: Organisation, director: User) -> None:
    before = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    written(gentofte, director)
    entries = AuditEntry.objects.filter(pk__gt=before, source=import_writing.SOURCE)
    for model in (Organisation, User, RoleHolding, Position):
        own = [e for e in entries if e.content_type.model_class() is model]
        assert own
        assert {(e.actor, e.municipality_id) for e in own} == {(director, gentofte.pk)}
    assert not AuditEntry.objects.filter(changes__icontains="rows").filter(
        changes__icontains="aase@"
    )


class Killed(BaseException):
    """What a killed worker leaves: no more code runs."""


def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker die at its `step`th position."""
    left = [step]
    original = StepWriter.position

    def position(self: StepWriter, *args: Any) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed
        original(self, *args)

    monkeypatch.setattr(StepWriter, "position", position)


@pytest.mark.django_db
def test_a_killed_worker_is_taken_up_where_it_stopped(
    gentofte: Organisation, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_writing, "BATCH", 2)
    staff_import = confirmed(gentofte, director)
    with monkeypatch.context() as patch:
        killed_at(2, patch)
        with pytest.raises(Killed):
            write_import(staff_import_id=staff_import.pk, now=NOW)
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.WRITING
    assert 0 < staff_import.rows_done < staff_import.rows_total
    assert waiting_imports() == [staff_import.pk]

    total = staff_import.rows_total
    write_waiting_imports()
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.DONE
    assert staff_import.rows_done == staff_import.rows_total == total
    assert Position.objects.filter(organisation__municipality=gentofte).count() == 3
    assert RoleHolding.objects.filter(role="leader").count() == 3
    assert waiting_imports() == []


@pytest.mark.django_db
def test_a_mistake_in_the_code_stops_the_import_and_says_so(
    gentofte: Organisation, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: StepWriter, *args: Any) -> None:
        raise ZeroDivisionError

    staff_import = confirmed(gentofte, director)
    monkeypatch.setattr(StepWriter, "position", broken)
    with pytest.raises(ZeroDivisionError):
        write_import(staff_import_id=staff_import.pk, now=NOW)
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.FAILED
    assert waiting_imports() == []


@pytest.mark.django_db
def test_what_is_refused_meanwhile_is_told_by_row(
    gentofte: Organisation, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(self: StepWriter, *args: Any) -> None:
        raise NothingToImport

    staff_import = confirmed(gentofte, director)
    monkeypatch.setattr(StepWriter, "position", refuses)
    write_import(staff_import_id=staff_import.pk, now=NOW)
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.DONE
    assert staff_import.report["refused"] == [2, 3, 4]


@pytest.mark.django_db
def test_a_queue_that_is_away_leaves_it_to_the_next_round(
    gentofte: Organisation,
    director: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(imports.current_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        staff_import = confirmed(gentofte, director)
    assert waiting_imports() == [staff_import.pk]


@pytest.mark.django_db(transaction=True)
def test_two_confirms_and_two_workers_at_once_write_once(
    gentofte: Organisation, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "wake_writer", lambda pk: None)
    staff_import = checked(gentofte, director)
    digest = staff_import.report["digest"]
    barrier = threading.Barrier(2)
    failures: list[BaseException] = []

    def confirm_and_write() -> None:
        try:
            barrier.wait(10)
            confirm_import(staff_import=staff_import, digest=digest, by=director, now=NOW)
            barrier.wait(10)
            write_import(staff_import_id=staff_import.pk, now=NOW)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm_and_write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.DONE
    assert User.objects.filter(email="aase@gentofte.example").count() == 1
    created = AuditEntry.objects.filter(
        action=AuditEntry.Action.CREATE, source=import_writing.SOURCE
    )
    assert created.filter(content_type__model="position").count() == 3


@pytest.mark.django_db
def test_lists_nobody_confirmed_are_cleared_after_a_week(
    gentofte: Organisation, director: User
) -> None:
    uploaded(gentofte, director)
    checked(gentofte, director)
    writing = confirmed(gentofte, director)
    assert clear_abandoned_imports(NOW + dt.timedelta(days=6)) == 0
    assert clear_abandoned_imports(NOW + dt.timedelta(days=8)) == 2
    assert list(StaffImport.objects.all()) == [writing]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (r"C:\Users\mh\ledere.csv", "ledere.csv"),
        ("../../etc/passwd", "passwd"),
        ("قائمة 🏡.xlsx", "قائمة 🏡.xlsx"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "import"),
    ],
)
def test_file_names_are_made_plain(name: str, kept: str) -> None:
    assert imports.plain_file_name(name) == kept
