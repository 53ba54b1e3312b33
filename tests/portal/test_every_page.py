"""Every page that a role can reach from its home page, in both languages, wide and narrow.

axe-core finds nothing, the content security policy reports nothing, nothing is written to the
console, and no page scrolls sideways, not at 320 pixels either.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from accounts.models import User
from tests.browser import assert_accessible

NO_PAGES = {
    "account_logout",
    "calendar_feed",
    "design_pdf",
    "document_download",
    "health",
    "import_example",
    "meeting_entry",
}
WIDE, PHONE = 1280, 320
WIDTHS = {"da": WIDE, "en": PHONE}  # as they are opened; a wide page is made narrow too
EACH = {"da": 2, "en": 1}  # of pages that differ only in what they show, so many are looked at

#: Who, and the fewest different pages that this role must find: a crawl that finds less is broken.
ROLES = {
    "direktor@gentofte.example": 25,
    "leder1@gentofte.example": 14,
    "leder7@gentofte.example": 12,
    "forvaltning@gentofte.example": 10,
    "internkonsulent@gentofte.example": 12,
    "konsulent@klk.example": 12,
    "konsulent2@klk.example": 8,
    "admin@klk.example": 25,
}


def page_name(path: str) -> str | None:
    """The URL name behind a path, or None for what is no page of the portal."""
    try:
        name = resolve(path).url_name
    except Resolver404:
        return None
    return None if name in NO_PAGES else name


def links_on(page: Any) -> Iterator[str]:
    for href in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
        parts = urlsplit(href)
        if parts.netloc == urlsplit(page.url).netloc:
            yield parts.path


def look_at(page: Any, path: str) -> None:
    """Open one page and hold it to everything above."""
    answer = page.goto(path)
    assert answer.status == 200, f"{path}: {answer.status}"
    assert page.locator("h1").count() == 1, f"{path}: one heading says what the page is about"
    assert_fits(page)
    assert_accessible(page)
    if page.viewport_size["width"] != PHONE:
        page.set_viewport_size({"width": PHONE, "height": 640})
        assert_fits(page)
        page.set_viewport_size({"width": WIDE, "height": 900})
    assert page.problems == [], f"{path}: {page.problems}"


def assert_fits(page: Any) -> None:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room, f"{page.url}: {wide} pixels wide where there are {room}"


def crawl(page: Any, each: int) -> Counter[str]:
    """Look at every page that links lead to; returns how many of each name."""
    seen: Counter[str] = Counter()
    queue, known = deque(["/", "/stilguide/"]), {"/", "/stilguide/"}
    while queue:
        path = queue.popleft()
        name = page_name(path)
        if name is None or seen[name] >= each:
            continue
        seen[name] += 1
        look_at(page, path)
        for found in links_on(page):
            if found not in known:
                known.add(found)
                queue.append(found)
    return seen


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", EACH)
@pytest.mark.parametrize("email", ROLES)
def test_every_page_of_a_role(email: str, language: str, open_as: Callable[..., Any]) -> None:
    page = open_as(User.objects.get(email=email), language, WIDTHS[language])
    seen = crawl(page, EACH[language])
    assert page.get_attribute("html", "lang") == language
    assert len(seen) >= ROLES[email], f"{language}: only {sorted(seen)}"


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_for_nobody(language: str, open_as: Callable[..., Any]) -> None:
    seen = crawl(open_as(None, language, WIDTHS[language]), EACH[language])
    assert {"home", "account_login", "account_reset_password", "help"} <= set(seen)
