"""What every page is held to, wide and narrow, and which pages need a look in the browser.

axe-core finds nothing, the content security policy reports nothing, nothing is written to the
console, and no page scrolls sideways, not at 320 pixels either.

A page is read as the server sends it. In the browser stands the first whose inside or whose
surroundings have a shape not seen before, in this run: what a browser shows of the others differs
in its words alone. Where only a word is too wide for a phone, axe has nothing new to say.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.test import Client

from tests.browser import assert_no_violations
from tests.shapes import InOrder, Shape

WIDE, PHONE = 1280, 320
LANGUAGES = ("da", "en")
#: The parts of pages that stood in the browser, and those of them that axe has seen.
FITS, ACCESSIBLE = InOrder("fits"), InOrder("accessible")


class Looker:
    """Looks at page after page in one window, as whoever is signed in there."""

    def __init__(self, page: Any, language: str) -> None:
        self.page, self.language = page, language
        self.client = Client()
        for cookie in page.context.cookies():
            self.client.cookies[cookie["name"]] = cookie["value"]

    def look(self, path: str, status: int = 200) -> Shape:
        """Read the page and, where its shape is new, open it in the browser."""
        shape = self._read(path, status)
        unseen = [part for part in shape.parts if part not in FITS]
        if unseen:
            unknown = [part for part in shape.parts_without_lengths if part not in ACCESSIBLE]
            self._open(path, status, ask_axe=bool(unknown))
            FITS.add(*unseen)
            ACCESSIBLE.add(*unknown)
        return shape

    def _read(self, path: str, status: int) -> Shape:
        """The page as the server sends it."""
        answer = self.client.get(path, follow=True)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        page = Shape(answer.content.decode())
        assert page.headings == 1, f"{path}: one heading says what the page is about"
        assert page.language == self.language, f"{path}: in {page.language}"
        twice = {name for name, times in Counter(page.ids).items() if times > 1}
        assert not twice, f"{path}: ids that stand twice: {twice}"
        return page

    def _open(self, path: str, status: int, *, ask_axe: bool) -> None:
        answer = self.page.goto(path)
        assert answer.status == status, f"{path}: {answer.status}"
        for width in (WIDE, PHONE):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert_fits(self.page)
            if ask_axe:
                assert_no_violations(self.page)
        problems = [told for told in self.page.problems if status == 200 or str(status) not in told]
        assert problems == [], f"{path}: {problems}"


def assert_fits(page: Any) -> None:
    """Nothing is wider than the window."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room, f"{page.url}: {wide} pixels wide where there are {room}"
