"""The style guide is the visual test: it must be right at every width, in both languages."""

from __future__ import annotations

import pytest

from tests.browser import assert_accessible

WIDTHS = [1280, 320]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_element_is_accessible_and_fits(open_as, language, width):
    page = open_as(None, language, width)
    page.goto("/stilguide/")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.problems == []
