"""What people, browsers and attackers send: one change to the values of a form each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote_plus

from tests.portal.html_forms import CHOICE, DATE, DATE_PARTS, HIDDEN, NUMBER, TEXT, Field, Form

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
ODD = "\u202eesrever\u202c e\u0301\u0323\u0489 👩\u200d👩\u200d👧 Ærø"
LONG = "Vildgæs æøå " * 1667  # 20,000 characters
TEXTS = {"long": LONG, "script": SCRIPT, "odd": ODD, "nul": "a\0b", "surrogate": "a\ud800b"}
HUGE = "9" * 20
NO_CREDENTIAL = ["{", "[]", "{}", "null", '"a"', '{"id": 1}', "9" * 5000, "[" * 100_000, "NaN"]
NO_NUMBER = ["-1", HUGE, "1e400", "NaN", "٣", "9" * 5000, "\0"]
NO_ID = ["0", "-1", HUGE, "9" * 5000, "٣", "abc", "\0", SCRIPT]
NO_WORD = [HUGE, "abc", "\0", SCRIPT]
NO_DATE = [
    ("32", "13", "2027"),
    ("29", "2", "2027"),
    ("1", "1", "0000"),
    ("-1", "", ""),
    ("1.1.0000", "", ""),
    ("9" * 5000, "1", "2027"),
    ("\0", "\0", "\0"),
]
#: Fields of the portal itself, which a page may hold and anybody can send by hand.
ANYWHERE = ("unsaved_text", "form_owner", "next", "csrfmiddlewaretoken")

Values = dict[str, str]


def valid(form: Form) -> Values:
    """The form as somebody fills it in who means well."""
    return {field.name: field.value or _plausible(field) for field in form}


def _plausible(field) -> str:
    if field.kind == CHOICE:
        return next((option for option in field.options if option), "")
    if field.kind == DATE:
        parts = dict(zip(DATE_PARTS, ("3", "4", "2035"), strict=True))
        return next(value for part, value in parts.items() if field.name.endswith(part))
    if field.kind == NUMBER:
        return "5"
    if field.kind == HIDDEN:
        return ""
    return "ny@gentofte.example" if field.type == "email" else "Et ord"


def texts(form: Form) -> Iterator[tuple[str, Values]]:
    """All that can be typed freely, at once; an address stays one unless the text is too long."""
    for name, text in TEXTS.items() if any(field.kind == TEXT for field in form) else ():
        values = valid(form)
        for field in form:
            address_first = field.type == "email" and name in ("script", "odd")
            if field.kind == TEXT and not address_first:
                values[field.name] = text
        yield name, values


def nothing(form: Form) -> Iterator[tuple[str, Values]]:
    """Everything missing or empty, and every other field missing: a form reads each by itself."""
    yield "nothing at all", {"csrfmiddlewaretoken": "x"}  # without it nothing comes through
    asked = [field.name for field in form if field.name not in ANYWHERE]
    if asked:
        yield "everything empty", dict.fromkeys(form.fields, "")
    for missing in (asked[::2], asked[1::2]) if len(asked) > 1 else ():
        left = {name: value for name, value in valid(form).items() if name not in missing}
        yield f"without {', '.join(missing)}", left


def each_and_all(form: Form, names: list[str], bad: Iterable[str]) -> Iterator[tuple[str, Values]]:
    """The first of `bad` in each field alone, every other one in all of `names` at once.

    A form reads each field whatever the others hold; what they hold together is read after that,
    and misses one of them where only that one was refused.
    """
    first, *others = bad
    for name in names:
        yield f"{name}={first[:24]!r}", {**valid(form), name: first}
    for value in others if names else ():
        yield f"{', '.join(names)}={value[:24]!r}", {**valid(form), **dict.fromkeys(names, value)}


def numbers(form: Form) -> Iterator[tuple[str, Values]]:
    yield from each_and_all(form, [field.name for field in form if field.kind == NUMBER], NO_NUMBER)


def credentials(form: Form) -> Iterator[tuple[str, Values]]:
    """What a passkey's answer is not; scripts of the page write that field."""
    if "credential" in form.fields:
        for bad in NO_CREDENTIAL:
            yield f"credential={bad[:24]!r}", {**valid(form), "credential": bad}


def dates(form: Form) -> Iterator[tuple[str, Values]]:
    stems = [name.removesuffix("_day") for name in form.fields if name.endswith("_day")]
    written = [dict(zip(DATE_PARTS, bad, strict=True)) for bad in NO_DATE]
    tries = [([stem], written[0]) for stem in stems] + [
        (stems, bad) for bad in written[1:] if stems
    ]
    for among, bad in tries:
        parts = {stem + part: value for stem in among for part, value in bad.items()}
        yield f"{among}={[value[:24] for value in bad.values()]}", {**valid(form), **parts}


ATTACKS = (texts, nothing, numbers, credentials, dates)


def ids(form: Form, foreign: list[str]) -> Iterator[tuple[str, Values]]:
    """Unknown ids and somebody else's, in everything that one chooses or does not see."""
    asked = [
        field for field in form if field.kind in (CHOICE, HIDDEN) and field.name not in ANYWHERE
    ]
    numbers = [field.name for field in asked if _holds_ids(field)]
    words = [field.name for field in asked if field.name not in numbers]
    yield from each_and_all(form, words, NO_WORD)
    yield from each_and_all(form, numbers, NO_ID)
    for name in numbers:
        for pk in foreign:
            yield f"{name}={pk}", {**valid(form), name: pk}


def _holds_ids(field: Field) -> bool:
    """Whether it could name a row: a number is hidden in it, or offered, or nothing yet."""
    if field.kind == HIDDEN:
        return field.value == "" or field.value.isdecimal()
    return any(option.isdecimal() for option in field.options)


def anywhere(form: Form, foreign: list[str]) -> Iterator[tuple[str, Values]]:
    yield from each_and_all(form, list(ANYWHERE), [*NO_ID, *foreign])


def encoded(values: Values) -> bytes:
    """As a browser would send it, lone surrogates too."""
    pairs = [
        (quote_plus(name), quote_plus(value, errors="surrogatepass"))
        for name, value in values.items()
    ]
    return "&".join(f"{name}={value}" for name, value in pairs).encode()


URLENCODED = "application/x-www-form-urlencoded"


def bodies(form: Form) -> Iterator[tuple[str, bytes, str]]:
    """Name, body and content type of what reaches a page and is no sensible form."""
    field = next((field.name for field in form if field.kind == TEXT), "")
    if field:
        yield "3 MB", encoded({**valid(form), field: "x" * 3 * 2**20}), URLENCODED


def unread_bodies(form: Form) -> Iterator[tuple[str, bytes, str]]:
    """Bodies that are refused, or come to nothing, before a page reads them: the same for all."""
    sent = encoded(valid(form))
    yield "json", b'{"a": ', "application/json"
    yield "unknown charset", sent, f"{URLENCODED}; charset=nonsense"
    yield "plain text", sent, "text/plain"
    yield "no content type", sent, ""
    yield "multipart without boundary", sent, "multipart/form-data"
    yield (
        "broken multipart",
        b"--x\r\nContent-Disposition: form-data",
        "multipart/form-data; boundary=x",
    )
    yield "too many fields", b"&".join(b"a%d=1" % n for n in range(1100)), URLENCODED
    yield "6 MB", encoded({**valid(form), "text": "x" * 6 * 2**20}), URLENCODED
