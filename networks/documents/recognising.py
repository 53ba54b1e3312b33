"""What a file is, by what is in it; its name is only asked whether it says the same."""

from __future__ import annotations

import re

from networks.documents.archives import kind_of_archive
from networks.documents.errors import DocumentEmpty, NotWhatItSays, UnknownKind
from networks.documents.kinds import CSV, ENDINGS, JPEG, PDF, PNG, TEXT, Kind

FIRST_BYTES = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
ARCHIVE = b"PK\x03\x04"
NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: A page, a drawing or another document of tags, at the beginning or anywhere near it.
MARKUP = re.compile(r"<\s*(?:!doctype|\?xml|\?php|html|head|body|svg|script|iframe)\b", re.I)
LOOKED_AT = 4096


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of the file `data`, which its uploader calls `name`.

    Raises DocumentEmpty, UnknownKind, NotWhatItSays for a name that ends as another kind does, and
    what `kind_of_archive` raises.
    """
    if not data.strip():
        raise DocumentEmpty
    kind = _by_content(data)
    ending = ending_of(name)
    if kind is TEXT and ending in CSV.endings:
        kind = CSV
    if ending in ENDINGS and ending not in kind.endings:
        raise NotWhatItSays
    return kind


def ending_of(name: str) -> str:
    """The end of a file's name from the last dot, in small letters; empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.strip().lower()}" if dot and stem else ""


def _by_content(data: bytes) -> Kind:
    for first_bytes, kind in FIRST_BYTES.items():
        if data.startswith(first_bytes):
            return kind
    if data.startswith(ARCHIVE):
        return kind_of_archive(data)
    return _text(data)


def _text(data: bytes) -> Kind:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnknownKind from error
    if NOT_IN_TEXT.search(text) or MARKUP.search(text[:LOOKED_AT]):
        raise UnknownKind
    return TEXT
