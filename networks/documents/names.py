"""A name for a file that does no harm, wherever it is saved."""

from __future__ import annotations

import re
import unicodedata

from networks.documents.kinds import Kind
from networks.documents.recognising import ending_of

LONGEST = 150
NAMELESS = "bilag"
UNSEEN = ("C", "Zl", "Zp")  # control, formatting as of text from right to left, breaks of lines
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


def safe_name(name: str, kind: Kind) -> str:
    """The last part of `name` without what cannot be seen, with an ending of its kind."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(
        letter
        for letter in unicodedata.normalize("NFC", last)
        if not unicodedata.category(letter).startswith(UNSEEN)
    )
    clean = " ".join(NOT_IN_NAMES.sub("-", seen).split()).strip(". ")
    ending = ending_of(clean)
    if ending not in kind.endings:
        ending = kind.endings[0]
    else:
        clean = clean[: -len(ending)].rstrip(". ")
    return (clean[: LONGEST - len(ending)].rstrip(". ") or NAMELESS) + ending
