"""The HTML of every kind of mail in a browser: readable everywhere, and it calls nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import collect_problems, shape_of, violations
from tests.notifications.every_kind import IDS, KINDS, hostile, written

Open = Callable[[str, int], Any]


@pytest.fixture
def open_mail(browser: Any) -> Iterator[Callable[..., Any]]:
    """A page in a light or dark world: `open_mail("dark", 320)`; what it asks for is in `asked`."""
    contexts = []

    def open_page(scheme: str, width: int) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("dialog", lambda dialog: page.asked.append(dialog.message))
        collect_problems(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def looked_at(page: Any, html: str) -> None:
    page.set_content(html)
    assert page.asked == []
    assert page.problems == []
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room, f"{wide} pixels wide where there are {room}"


@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_is_accessible(scheme: str, width: int, open_mail: Open) -> None:
    """axe looks at each shape once: mails that differ in their words alone are one to it."""
    page, shapes = open_mail(scheme, width), set()
    for (kind, language), name in zip(KINDS, IDS, strict=True):
        looked_at(page, written(kind, language).html)
        if (shape := shape_of(page)) not in shapes:
            assert [found["id"] for found in violations(page)] == [], name
            shapes.add(shape)
    assert len(shapes) >= 4  # they differ in what they hold, not in words alone


@pytest.mark.parametrize("width", [320, 640])
def test_what_people_type_does_nothing_and_widens_nothing(width: int, open_mail: Open) -> None:
    page = open_mail("light", width)
    for kind, language in KINDS:
        looked_at(page, written(hostile(kind), language).html)


def test_a_mail_is_no_wider_than_it_reads_well(open_mail: Open) -> None:
    page = open_mail("light", 1280)
    page.set_content(written(*KINDS[0]).html)
    assert page.locator("[role=main]").bounding_box()["width"] <= 600


def test_dark_is_dark_and_light_is_light(open_mail: Open) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        page = open_mail(scheme, 640)
        page.set_content(written(*KINDS[0]).html)
        colours = page.eval_on_selector_all(
            "body, .sheet", "all => all.map(one => getComputedStyle(one).backgroundColor)"
        )
        shades[scheme] = [
            sum(int(part) for part in colour[4:-1].split(",")) / 3 for colour in colours
        ]
    assert min(shades["light"]) > 230
    assert max(shades["dark"]) < 50
