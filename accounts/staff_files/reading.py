"""A file becomes rows, or an error that says what to do."""

from __future__ import annotations

from typing import IO

from accounts.staff_files.csv_text import csv_records
from accounts.staff_files.errors import FileEmpty, FileTooLarge, OldWorkbook
from accounts.staff_files.limits import MAX_BYTES
from accounts.staff_files.sheets import Sheet, sheet_of
from accounts.staff_files.workbooks import read_workbook

_ZIP = b"PK"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read_staff_file(stream: IO[bytes]) -> Sheet:
    """Read a CSV file or an Excel workbook; what it is, its first bytes say, never its name.

    Raises a StaffFileError and nothing else.
    """
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FileTooLarge
    if not content.strip():
        raise FileEmpty
    if content.startswith(_OLD_OFFICE):
        raise OldWorkbook
    if content.startswith((_ZIP + b"\x03\x04", _ZIP + b"\x05\x06")):
        return read_workbook(content)
    return sheet_of(csv_records(content))
