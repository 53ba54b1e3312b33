"""Danish order: a to z, æ, ø, å last, and aa as å.

The database is built without ICU, so the order is computed here once and kept in a sort column.
"""

import unicodedata

_LAST = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"}  # { | } follow z in ASCII
SORT_KEY_LENGTH = 300


def sort_key(text: str) -> str:
    """Return a key whose plain byte order is the Danish order of `text` (case is ignored).

    'Aabenraa' sorts with 'Åbenrå', after 'Ørsted'. The key is cut at SORT_KEY_LENGTH characters.
    """
    folded = unicodedata.normalize("NFC", text).casefold().replace("aa", "å")
    return "".join(map(_letter, folded)).strip()[:SORT_KEY_LENGTH]


def _letter(letter: str) -> str:
    if letter in _LAST:
        return _LAST[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isalnum() or base == " " else " "
