"""The style guide is the visual test: it must be right at every width, in both languages."""

from __future__ import annotations

import re

import pytest

from ui import owner


@pytest.mark.parametrize("language", ["da", "en"])
def test_its_forms_are_drawn_once_and_still_the_readers_own(signed_in, director, leader, language):
    for reader in (director, leader):
        html = signed_in(reader, language).get("/stilguide/").content.decode()
        assert ("Hvordan kommer ledere med?" in html) == (language == "da")
        owners = re.findall(rf'name="{owner.FIELD}" value="([^"]+)"', html)
        assert len(owners) >= 4
        assert {owner.read(mark) for mark in owners} == {reader.pk}
        assert html.count('enctype="multipart/form-data"') == 2
