"""Excel workbooks (.xlsx): values only; macros, pictures and formulas are never looked at."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

import openpyxl

from accounts.staff_files.errors import BrokenWorkbook, FileEmpty, StaffFileError, WorkbookTooLarge
from accounts.staff_files.limits import (
    MAX_COLUMNS,
    MAX_EMPTY_ROWS,
    MAX_PARTS,
    MAX_UNPACKED_BYTES,
)
from accounts.staff_files.sheets import Sheet, sheet_of

if not openpyxl.DEFUSEDXML:
    raise ImportError("openpyxl must read XML through defusedxml: files come from outside.")


def read_workbook(content: bytes) -> Sheet:
    """The first visible sheet that holds a list. Formulas are read as the values last shown.

    Raises BrokenWorkbook, WorkbookTooLarge, or what `sheet_of` raises.
    """
    try:
        _refuse_bombs(content)
        return _first_list(content)
    except StaffFileError:
        raise
    except Exception as error:  # a hostile file can break openpyxl in any of its many places
        raise BrokenWorkbook from error


def _refuse_bombs(content: bytes) -> None:
    """Add up what the parts say they unpack to; zipfile never unpacks more than a part says."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise WorkbookTooLarge


def _first_list(content: bytes) -> Sheet:
    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                try:
                    return sheet_of(_records(sheet))
                except FileEmpty:
                    continue
        raise FileEmpty
    finally:
        book.close()


def _records(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> Iterator[Sequence[object]]:
    """Rows until the list has clearly ended. What the sheet says of its size is not believed."""
    sheet.reset_dimensions()
    empty = 0
    for record in sheet.iter_rows(values_only=True, max_col=4 * MAX_COLUMNS):
        empty = 0 if any(value is not None for value in record) else empty + 1
        if empty > MAX_EMPTY_ROWS:
            return
        yield record
