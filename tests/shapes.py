"""What a page is without its words: pages of one shape are one page to axe and to the eye.

A shape has the elements, their attributes and whether there is text, and of siblings that are alike
the first. Where links lead and what numbers ids have is not part of it.
"""

from __future__ import annotations

import os
import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

#: Attributes whose value is words, leads somewhere, or is the line of a drawing.
LEADS = {
    "action",
    "alt",
    "aria-label",
    "content",
    "d",
    "data-done",
    "data-left",
    "data-one",
    "data-over",
    "data-over-one",
    "data-title",
    "href",
    "lang",
    "nonce",
    "placeholder",
    "src",
    "title",
    "value",
}
EMPTY = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}  # have no end
#: Letters of a word that may be too wide for a phone: where it stands is part of the shape.
LONG = 20
LONG_WORD = "text, long"


class Shape(HTMLParser):
    """A page as the server sends it: where its links lead, and its shape in two `parts`.

    They are what is in <main>, which many readers share, and what is around it, which many pages
    share. `parts_without_lengths` are the same for words of any length.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.headings = 0
        self.links: list[str] = []
        self.ids: list[str] = []
        self._main = ""
        self._open: list[tuple[str, str, list[str]]] = [("", "", [])]
        self.feed(html)
        self.close()
        while len(self._open) > 1:
            self._close()
        self.parts = [self._main, "".join(self._open[0][2])]

    @property
    def parts_without_lengths(self) -> list[str]:
        return [part.replace(LONG_WORD, "text") for part in self.parts]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        if tag == "html":
            self.language = values.get("lang", "")
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if values.get("type") == "hidden":
            return  # neither for the eye nor for the ear
        own = " ".join(
            name if name in LEADS else f"{name}={re.sub(r'[0-9]+', '0', value)}"
            for name, value in values.items()
            if name != "selected"  # which of its options a list shows is a word, too
        )
        self._open.append((tag, f"<{tag} {own}>", []))
        if tag in EMPTY:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        """An end without a beginning ends nothing; one that was left out comes with the next."""
        if any(tag == name for name, _own, _inside in self._open):
            while self._open[-1][0] != tag:
                self._close()
            self._close()

    def handle_data(self, data: str) -> None:
        if words := data.split():
            self._add(LONG_WORD if max(map(len, words)) > LONG else "text")

    def _close(self) -> None:
        tag, own, inside = self._open.pop()
        found = f"{own}{''.join(inside)}</>"
        if tag == "main":
            self._main, found = found, own
        self._add(found)

    def _add(self, found: str) -> None:
        siblings = self._open[-1][2]
        if siblings[-1:] != [found]:
            siblings.append(found)


class InOrder:
    """Shapes that were looked at and are in order, known to every worker of the run."""

    def __init__(self, name: str) -> None:
        self._name, self._known = name, set[str]()

    @property
    def _file(self) -> Path:
        return Path(os.environ["TEST_FOLDER"]) / self._name

    def __contains__(self, shape: str) -> bool:
        if _digest(shape) not in self._known and self._file.exists():
            self._known.update(self._file.read_text("ascii").split())
        return _digest(shape) in self._known

    def add(self, *shapes: str) -> None:
        found = [_digest(shape) for shape in shapes]
        self._known.update(found)
        with self._file.open("a", encoding="ascii") as file:
            file.write("".join(f"{digest}\n" for digest in found))


def _digest(shape: str) -> str:
    return sha256(shape.encode()).hexdigest()
