"""Lists as directors have them, for the tests of the import."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

import openpyxl

from accounts.models import Organisation, StaffImport, User
from accounts.services.import_writing import write_import
from accounts.services.imports import choose_columns, confirm_import, upload_staff_file
from klk_portal.bench.staff_list import HEADER

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 24)
HEAD = [
    "",
    "",
    "Dagtilbud",
    "",
    "",
    "",
    "Lars",
    "Øst",
    "lars@gentofte.example",
    "Chef",
    "Chef",
    "",
    "",
]
SKOVEN = [
    "Børnehuset Æblehaven", "Dagtilbud", "Dagtilbud", "Ærøvej 1", "2900", "Hellerup",
    "Åse", "Sørensen", "aase@gentofte.example", "Leder", "Institutionsleder",
    "lars@gentofte.example", "12 34 56 78",
]  # fmt: skip
SCHOOL = [
    "Ørdrup Skole", "Skole", "Skoler", "", "", "",
    "Bo", "Nørgård", "bo@gentofte.example", "Skoleleder", "", "", "",
]  # fmt: skip
ROWS = [HEAD, SKOVEN, SCHOOL]


def csv_bytes(
    rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig", separator: str = ";"
) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def uploaded(
    municipality: Organisation,
    by: User,
    rows: Sequence[Sequence[str]] = (),
    header: Sequence[str] = HEADER,
) -> StaffImport:
    """An import as it is after the upload, with the guessed columns."""
    return upload_staff_file(
        municipality=municipality,
        stream=io.BytesIO(csv_bytes([header, *(rows or ROWS)])),
        file_name="ledere.csv",
        by=by,
        now=NOW,
    )


def checked(
    municipality: Organisation,
    by: User,
    rows: Sequence[Sequence[str]] = (),
    header: Sequence[str] = HEADER,
) -> StaffImport:
    """An import whose preview is ready."""
    staff_import = uploaded(municipality, by, rows, header)
    return choose_columns(staff_import=staff_import, mapping=staff_import.mapping, now=NOW)


def confirmed(
    municipality: Organisation,
    by: User,
    rows: Sequence[Sequence[str]] = (),
    header: Sequence[str] = HEADER,
    now: dt.datetime = NOW,
) -> StaffImport:
    staff_import = checked(municipality, by, rows, header)
    digest = staff_import.report["digest"]
    return confirm_import(staff_import=staff_import, digest=digest, by=by, now=now)


def written(
    municipality: Organisation,
    by: User,
    rows: Sequence[Sequence[str]] = (),
    header: Sequence[str] = HEADER,
    now: dt.datetime = NOW,
) -> StaffImport:
    """An import that has been written."""
    staff_import = confirmed(municipality, by, rows, header, now)
    write_import(staff_import_id=staff_import.pk, now=now)
    staff_import.refresh_from_db()
    return staff_import
