"""How much of a file is read. What is larger is refused with a sentence, never half read."""

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 500

#: A workbook is a zip: this much may come out of it, whatever it says it holds.
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_PARTS = 2_000
#: Sheets are often formatted far below the list; after so many empty rows it has ended.
MAX_EMPTY_ROWS = 10_000
