"""Why a file cannot be read, in words that say what to do about it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.staff_files.limits import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS


class StaffFileError(PortalError):
    """The file cannot be read."""


class FileTooLarge(StaffFileError):
    def __init__(self) -> None:
        super().__init__(
            _("The file is larger than %(limit)s MB. Take out what you do not need, or split it.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )


class FileEmpty(StaffFileError):
    message = _("There is nothing in the file. The first row must hold the names of the columns.")


class NoRows(StaffFileError):
    message = _("The file has names of columns, but no rows below them.")


class NotAList(StaffFileError):
    message = _("This is not a list we can read. Save it as CSV or as an Excel workbook (.xlsx).")


class OldWorkbook(StaffFileError):
    message = _(
        "The workbook is in an older Excel format or has a password. "
        "Save it as .xlsx without a password."
    )


class BrokenWorkbook(StaffFileError):
    message = _("The workbook cannot be opened. Open it in Excel and save it again as .xlsx.")


class WorkbookTooLarge(StaffFileError):
    message = _(
        "The workbook holds far more than a list. Copy the list to a new workbook and save that."
    )


class TooManyRows(StaffFileError):
    def __init__(self) -> None:
        super().__init__(
            _("The list has more than %(limit)s rows. Split it into several files.")
            % {"limit": MAX_ROWS}
        )


class TooManyColumns(StaffFileError):
    def __init__(self, row: int) -> None:
        super().__init__(
            _("Row %(row)s has more than %(limit)s columns. Take out those you do not need.")
            % {"row": row, "limit": MAX_COLUMNS}
        )


class CellTooLong(StaffFileError):
    def __init__(self, row: int, column: str) -> None:
        super().__init__(
            _(
                "Row %(row)s, column %(column)s holds more than %(limit)s characters. "
                "Shorten it; perhaps a quotation mark is missing."
            )
            % {"row": row, "column": column, "limit": MAX_CELL}
        )


class QuotationMarkMissing(StaffFileError):
    def __init__(self, row: int) -> None:
        super().__init__(
            _("Row %(row)s begins a cell that never ends: a quotation mark is missing.")
            % {"row": row}
        )
