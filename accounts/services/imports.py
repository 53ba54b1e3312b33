"""A director's list on its way in: taken, understood, confirmed; old ones cleared away."""

from __future__ import annotations

import datetime as dt
import logging
import re
import unicodedata
from collections.abc import Mapping
from typing import IO

from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import KombuError

from accounts.errors import PortalError
from accounts.models import Organisation, StaffImport, User
from accounts.models.imports import ImportState
from accounts.selectors.import_known import known_in
from accounts.selectors.import_plan import plan_import
from accounts.selectors.import_report import changes_anything, report_on
from accounts.staff_files.errors import NotAList
from accounts.staff_files.guessing import guess_mapping, useful
from accounts.staff_files.reading import read_staff_file

logger = logging.getLogger(__name__)

WRITER = "accounts.tasks.write_staff_import"
ABANDONED_AFTER = dt.timedelta(days=7)
_OPEN = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)
_FILE_NAME_LENGTH = 200


class ImportClosed(PortalError):
    message = _("This list has already been imported. Upload a new one to change something.")


class NoPlaceColumn(PortalError):
    message = _("Choose the column that holds the institution or the area.")


class NothingToImport(PortalError):
    message = _("Everything in the list is already in the portal. There is nothing to import.")


@transaction.atomic
def upload_staff_file(
    *, municipality: Organisation, stream: IO[bytes], file_name: str, by: User, now: dt.datetime
) -> StaffImport:
    """Read a file and keep its rows, with a guess at what its columns hold. Nothing else happens.

    Raises a StaffFileError (`accounts.staff_files.errors`) that says what is wrong with the file.
    """
    sheet = read_staff_file(stream)
    mapping = guess_mapping(sheet)
    if len(sheet.header) == 1 and not useful(mapping):
        raise NotAList
    return StaffImport.objects.create(
        municipality=municipality,
        uploaded_by=by,
        created_at=now,
        file_name=plain_file_name(file_name),
        header=sheet.header,
        rows=[[row.number, row.cells] for row in sheet.rows],
        mapping=mapping,
        rows_total=len(sheet.rows),
    )


def plain_file_name(name: str) -> str:
    """The last part of a path, without control characters, short enough to keep."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cs")).strip()
    return visible[-_FILE_NAME_LENGTH:] or "import"


@transaction.atomic
def choose_columns(
    *, staff_import: StaffImport, mapping: Mapping[str, int], now: dt.datetime
) -> StaffImport:
    """Say what the columns hold, and compare the list with what the portal knows.

    Raises NoPlaceColumn, or ImportClosed when it has been confirmed.
    """
    if not useful(mapping):
        raise NoPlaceColumn
    locked = _lock(staff_import)
    if locked.state not in _OPEN:
        raise ImportClosed
    locked.mapping = dict(mapping)
    _check(locked, now)
    return locked


@transaction.atomic
def confirm_import(
    *, staff_import: StaffImport, digest: str, by: User, now: dt.datetime
) -> StaffImport:
    """Let a list be written as the preview with `digest` showed it.

    The check is made anew. When it comes out otherwise than what was shown, nothing is written
    and the import stays CHECKED with the new preview. Confirming twice writes once.

    Raises NothingToImport.
    """
    locked = _lock(staff_import)
    if locked.state != ImportState.CHECKED:
        return locked
    _check(locked, now)
    if locked.report["digest"] != digest:
        _save_report(locked, {**locked.report, "changed_since": True})
        return locked
    if not changes_anything(locked.report):
        raise NothingToImport
    locked.state, locked.confirmed_at = ImportState.WRITING, now
    locked.rows_done = 0
    locked.report = {**locked.report, "confirmed_by": by.pk}
    locked.save(update_fields=["state", "confirmed_at", "rows_done", "report"])
    transaction.on_commit(lambda: wake_writer(locked.pk), robust=True)
    return locked


def _check(locked: StaffImport, now: dt.datetime) -> None:
    """Write a new preview into the row."""
    plan = plan_import(locked, known_in(locked.municipality, now))
    locked.report = report_on(plan)
    locked.state = ImportState.CHECKED
    locked.save(update_fields=["mapping", "report", "state"])


def _save_report(locked: StaffImport, report: dict[str, object]) -> None:
    locked.report = report
    locked.save(update_fields=["report"])


def _lock(staff_import: StaffImport) -> StaffImport:
    return (
        StaffImport.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .get(pk=staff_import.pk)
    )


def wake_writer(staff_import_id: int) -> None:
    """Tell the worker. With the queue away the row waits, and beat's next round finds it."""
    try:
        current_app.send_task(WRITER, args=[staff_import_id])
    except (KombuError, OSError) as error:
        logger.warning("The queue is away, an import waits for the next round: %s", error)


@transaction.atomic
def ask_to_invite(*, staff_import: StaffImport, by: User, now: dt.datetime) -> None:
    """Note that all leaders of the municipality who never signed in are to be invited."""
    locked = _lock(staff_import)
    if locked.state != ImportState.DONE or "invite" in locked.report:
        return
    _save_report(locked, {**locked.report, "invite": {"by": by.pk, "done": False, "sent": 0}})
    transaction.on_commit(lambda: wake_writer(locked.pk), robust=True)


def waiting_imports() -> list[int]:
    """Imports that have something to write or somebody to invite, the oldest first."""
    waiting = Q(state=ImportState.WRITING) | Q(state=ImportState.DONE, report__invite__done=False)
    return list(StaffImport.objects.filter(waiting).order_by("pk").values_list("pk", flat=True))


def clear_abandoned_imports(now: dt.datetime | None = None) -> int:
    """Delete lists that nobody confirmed within seven days: they hold names and addresses.

    Returns how many there were. One that is being written is left alone.
    """
    old = StaffImport.objects.filter(
        state__in=_OPEN, created_at__lt=(now or timezone.now()) - ABANDONED_AFTER
    ).defer("rows", "report")
    for staff_import in old:
        staff_import.delete()
    return len(old)
