"""Text with separators: which letters, which separator, which rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from accounts.staff_files.errors import NotAList, QuotationMarkMissing

_SEPARATORS = ";\t,|"
_SAMPLE = 50
_NOT_TEXT_BEGINS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!")


def decoded(content: bytes) -> str:
    """The text of `content`: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252.

    Danish letters in Windows-1252 are never valid UTF-8, so trying in this order finds the right
    one. Raises NotAList for what is no text.
    """
    if content.startswith(_NOT_TEXT_BEGINS):
        raise NotAList
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _checked(text)
    raise NotAList


def _checked(text: str) -> str:
    """Refuse what decodes but was never written as a list: programs, pictures, web pages."""
    strange = sum(ord(letter) < 32 and letter not in "\t\n\v\f\r\x1a" for letter in text[:10_000])
    if "\0" in text or strange > len(text[:10_000]) // 100 or text.lstrip()[:1] == "<":
        raise NotAList
    return text


def separator_in(text: str) -> str:
    """The separator that gives the most rows of the same number of columns, more than one.

    A line `sep=;` at the top, as Excel understands it, decides.
    """
    if text[:4].lower() == "sep=" and text[4:5] in _SEPARATORS:
        return text[4]
    return max(_SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    reader = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator)
    widths: Counter[int] = Counter()
    try:
        for record, _ in zip(reader, range(_SAMPLE), strict=False):
            widths[len(record)] += bool(record)
    except csv.Error:
        return 0.0, 0
    width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
    return (rows / widths.total() if width > 1 else 0.0), width


def csv_records(content: bytes) -> Iterator[list[str]]:
    """Every row of a CSV file, empty ones included. Raises NotAList or QuotationMarkMissing."""
    text = decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_in(text))
    if text[:4].lower() == "sep=":
        next(reader, None)
    rows = 0
    try:
        for record in reader:
            rows += 1
            yield record
    except csv.Error as error:  # one cell took in the rest of the file
        raise QuotationMarkMissing(rows + 1) from error
