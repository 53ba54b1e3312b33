"""Writing a confirmed list, in batches. It can be interrupted anywhere and taken up again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from accounts.errors import PortalError
from accounts.models import StaffImport, User
from accounts.models.imports import ImportState
from accounts.selectors.import_known import known_in
from accounts.selectors.import_plan import plan_import
from accounts.selectors.import_report import report_on
from accounts.services.import_steps import Step, StepWriter
from accounts.services.organisations import lock_organisation
from audit.context import acting
from audit.together import entries_together

SOURCE = "task: accounts.write_staff_import"
BATCH = 100
#: The first half of the advisory lock's key: this use of it.
_LOCK_SPACE = 7_301


def write_import(*, staff_import_id: int, now: dt.datetime) -> None:
    """Write what a confirmed import says. The row is the truth: without it nothing is done.

    May be called twice, at once or after a worker was killed: one caller writes, and it goes on
    where the last committed batch ended, because the plan is made anew from what stands. When the
    plan is no longer what was confirmed before anything is written, the import goes back to its
    preview. A mistake in the code leaves it FAILED, with what was written so far.
    """
    found = StaffImport.objects.filter(pk=staff_import_id, state=ImportState.WRITING)
    municipality_id = found.values_list("municipality_id", flat=True).first()
    if municipality_id is None:
        return
    with _only_writer_in(municipality_id) as is_mine:
        if is_mine:
            _write(staff_import_id, municipality_id, now)


@contextmanager
def _only_writer_in(municipality_id: int) -> Iterator[bool]:
    """One list at a time in a municipality. PostgreSQL frees the lock when a worker is killed."""
    key = [_LOCK_SPACE, municipality_id]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        is_mine = cursor.fetchone()[0]
    try:
        yield is_mine
    finally:
        if is_mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _write(staff_import_id: int, municipality_id: int, now: dt.datetime) -> None:
    try:
        begun = _begin(staff_import_id, now)
        if begun is None:
            return
        by, steps = begun
        with acting(SOURCE, actor=by, municipality=municipality_id):
            for start in range(0, len(steps), BATCH):
                if not _write_batch(staff_import_id, steps[start : start + BATCH]):
                    return
            _finish(staff_import_id, now)
    except (OperationalError, InterfaceError):  # the database went away: the next round goes on
        raise
    except Exception:
        _fail(staff_import_id, now)
        raise


@transaction.atomic
def _begin(staff_import_id: int, now: dt.datetime) -> tuple[User | None, list[Step]] | None:
    """Check again; give the steps that are left, or go back to the preview."""
    staff_import = _lock(staff_import_id)
    if staff_import is None:
        return None
    confirmed = staff_import.report
    known = known_in(staff_import.municipality, now)
    plan = plan_import(staff_import, known)
    report = report_on(plan)
    if not confirmed.get("begun") and report["digest"] != confirmed["digest"]:
        _back_to_preview(staff_import, report)
        return None
    by = User.objects.filter(pk=confirmed["confirmed_by"]).first()
    steps = StepWriter(known, by, now).steps_of(plan)
    _note_begin(staff_import, len(steps))
    return by, steps


def _back_to_preview(staff_import: StaffImport, report: dict[str, Any]) -> None:
    staff_import.state = ImportState.CHECKED
    staff_import.confirmed_at = None
    staff_import.report = {**report, "changed_since": True}
    staff_import.save(update_fields=["state", "confirmed_at", "report"])


def _note_begin(staff_import: StaffImport, left: int) -> None:
    """The first time all steps are counted; later what is left says how many are done."""
    if staff_import.report.get("begun"):
        staff_import.rows_done = max(staff_import.rows_total - left, 0)
    else:
        staff_import.rows_total, staff_import.rows_done = left, 0
    staff_import.report = {**staff_import.report, "begun": True}
    staff_import.save(update_fields=["rows_total", "rows_done", "report"])


@transaction.atomic
def _write_batch(staff_import_id: int, steps: list[Step]) -> bool:
    """Write some steps and count them, both or neither."""
    mine = StaffImport.objects.filter(pk=staff_import_id, state=ImportState.WRITING)
    # The list itself is read for every batch by nobody: it is what most of the time would go to.
    staff_import = mine.select_for_update().only("municipality_id").first()
    if staff_import is None:
        return False
    # Before any person, as everybody who locks both: two would otherwise wait for each other.
    lock_organisation(staff_import.municipality_id)
    with entries_together():
        refused = [step.row for step in steps if not _taken(step)]
    mine.update(rows_done=F("rows_done") + len(steps))
    if refused:
        report = staff_import.report
        told = sorted({*report.get("refused", []), *refused})
        mine.update(report={**report, "refused": told})
    return True


def _taken(step: Step) -> bool:
    """Whether the step went through. What is refused meanwhile is told at the end, row by row."""
    try:
        with transaction.atomic():
            step.run()
    except PortalError:
        return False
    return True


@transaction.atomic
def _finish(staff_import_id: int, now: dt.datetime) -> None:
    """Only counts remain: names and addresses of the list go."""
    staff_import = _lock(staff_import_id)
    if staff_import is not None:
        kept = ("counts", "rows", "rows_left_out", "refused", "confirmed_by")
        report = staff_import.report
        staff_import.report = {name: report[name] for name in kept if name in report}
        staff_import.rows, staff_import.header = [], []
        staff_import.state, staff_import.finished_at = ImportState.DONE, now
        staff_import.save(update_fields=["report", "rows", "header", "state", "finished_at"])


@transaction.atomic
def _fail(staff_import_id: int, now: dt.datetime) -> None:
    staff_import = _lock(staff_import_id)
    if staff_import is not None:
        staff_import.state, staff_import.finished_at = ImportState.FAILED, now
        staff_import.save(update_fields=["state", "finished_at"])


def _lock(staff_import_id: int) -> StaffImport | None:
    """The row, if it is still to be written."""
    return (
        StaffImport.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .filter(pk=staff_import_id, state=ImportState.WRITING)
        .first()
    )
