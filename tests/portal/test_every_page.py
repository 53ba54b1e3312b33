"""Every page that a role can reach from its home page, in both languages, wide and narrow.

axe-core finds nothing, the content security policy reports nothing, nothing is written to the
console, and no page scrolls sideways, not at 320 pixels either.

Every page of every role is read as the server sends it, in both languages. In the browser stands
the first whose inside or whose surroundings have a shape not seen before, wide and narrow: what a
browser shows of the others differs in its words alone.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from tests.browser import assert_no_violations, bring_axe
from tests.shapes import InOrder, Shape

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
LANGUAGES = ("da", "en")
EACH = 2  # of pages that differ only in what they show, so many are read
#: The parts of pages that were looked at.
LOOKED_AT = InOrder("looked-at")

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


def links_on(page: Shape, path: str) -> Iterator[str]:
    for href in page.links:
        parts = urlsplit(urljoin(f"//here{path}", href))
        if parts.netloc == "here":
            yield parts.path


def read(client: Client, path: str, language: str) -> Shape:
    """The page as the server sends it."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    page = Shape(answer.content.decode())
    assert page.headings == 1, f"{path}: one heading says what the page is about"
    assert page.language == language, f"{path}: in {page.language}"
    twice = {name for name, times in Counter(page.ids).items() if times > 1}
    assert not twice, f"{path}: ids that stand twice: {twice}"
    return page


def look_at(page: Any, path: str) -> None:
    """Open one page in the browser and hold it to everything above."""
    answer = page.goto(path)
    assert answer.status == 200, f"{path}: {answer.status}"
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        assert_no_violations(page)
    assert page.problems == [], f"{path}: {page.problems}"


def assert_fits(page: Any) -> None:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room, f"{page.url}: {wide} pixels wide where there are {room}"


def crawl(page: Any, client: Client, language: str) -> Counter[str]:
    """Read every page that links lead to, look at each shape; returns how many of each name."""
    bring_axe(page)
    seen: Counter[str] = Counter()
    queue, known = deque(["/", "/stilguide/"]), {"/", "/stilguide/"}
    while queue:
        path = queue.popleft()
        name = page_name(path)
        if name is None or seen[name] >= EACH:
            continue
        seen[name] += 1
        found = read(client, path, language)
        if unseen := [part for part in found.parts if part not in LOOKED_AT]:
            look_at(page, path)
            for part in unseen:
                LOOKED_AT.add(part)
        for link in links_on(found, path):
            if link not in known:
                known.add(link)
                queue.append(link)
    return seen


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("email", ROLES)
def test_every_page_of_a_role(
    email: str, language: str, open_as: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    user = User.objects.get(email=email)
    page = open_as(user, language, new=True)
    seen = crawl(page, signed_in(user, language), language)
    assert len(seen) >= ROLES[email], f"{language}: only {sorted(seen)}"


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_for_nobody(language: str, open_as: Callable[..., Any]) -> None:
    client = Client()
    client.cookies["language"] = language
    seen = crawl(open_as(None, language, new=True), client, language)
    assert {"home", "account_login", "account_reset_password", "help"} <= set(seen)
