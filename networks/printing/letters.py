"""Which characters can be printed.

PDF/UA forbids characters that no font can show, and typst then refuses the whole document. It says
which one it was, so what cannot be shown is learned from its refusals and becomes a square.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

SQUARE = "□"
NO_FONT = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
#: Latin, punctuation, currency and arrows: what the portal's own font surely has.
SURE = re.compile("[\n -~\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2022\u2026\u20ac\u2190-\u2193□]")
FAR_OUT = 0x3000  # from here on fonts have whole blocks of characters or nothing of them

_unprintable: set[str] = set()


def printable(value: Any, *, only_sure: bool = False) -> Any:
    """`value` (texts in lists and dicts) without characters that cannot be printed.

    Control characters go, and those that turn the reading direction around: they could make a
    text look like another one.
    """
    if isinstance(value, dict):
        return {key: printable(item, only_sure=only_sure) for key, item in value.items()}
    if isinstance(value, list):
        return [printable(item, only_sure=only_sure) for item in value]
    if not isinstance(value, str):
        return value
    return "".join(_shown(letter, only_sure) for letter in value)


def _shown(letter: str, only_sure: bool) -> str:
    if SURE.match(letter):
        return letter
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"):
        return ""
    known = not only_sure and letter not in _unprintable and _block(letter) not in _unprintable
    return letter if known else SQUARE


def _block(letter: str) -> str:
    return f"block {ord(letter) >> 8}" if ord(letter) >= FAR_OUT else ""


def learn(refusal: str) -> bool:
    """Remember the characters that typst names in its refusal; False when it is about else."""
    found = NO_FONT.search(refusal)
    if not found:
        return False
    text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), found[1])
    _unprintable.update(filter(None, [*text, *map(_block, text)]))
    return True
