"""The printable design: tagged, in the reader's language, and every text literal."""

from __future__ import annotations

import io
import time

import pytest
from django.utils import translation
from pypdf import PdfReader

from accounts.models import Organisation, User
from networks.models import NetworkDesign
from networks.printing.design import design_pdf
from networks.services.approval import approve_design
from networks.services.goals import add_sub_goal
from tests.networks.designs import COMPLETE, NOW, complete_draft, fill, goal_of

MARKUP = r"#set page(fill: red) $x^2$ *b* _i_ @ref <label> \ `raw` = h ] } // c /* \u{41} #panic()"


@pytest.fixture
def draft(gentofte: Organisation, director: User) -> NetworkDesign:
    design = complete_draft(gentofte, director)
    add_sub_goal(goal=design.goals.get(), statement="Alle har en makker", by=director, now=NOW)
    return design


def read(design: NetworkDesign, language: str = "da") -> tuple[PdfReader, str]:
    """The PDF and its text with every run of white space as one space."""
    with translation.override(language):
        reader = PdfReader(io.BytesIO(design_pdf(design)))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_says_what_the_design_says(draft: NetworkDesign):
    _reader, text = read(draft)
    assert COMPLETE["purpose"] in text
    for said in ("Nye ledere bliver", "Alle har en makker", "71 %", "85 %", "1. august 2035"):
        assert said in text


@pytest.mark.parametrize("language", ["da", "en"])
def test_it_is_tagged_named_and_in_the_readers_language(draft: NetworkDesign, language: str):
    reader, _text = read(draft, language)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert reader.metadata is not None
    assert reader.metadata.title == "Nye skoleledere"


def test_it_says_that_it_is_a_draft_until_it_is_approved(draft: NetworkDesign, director: User):
    _reader, text = read(draft, "en")
    assert "Draft: not approved yet" in text
    approve_design(design=draft, by=director, now=NOW)
    draft.refresh_from_db()
    _reader, text = read(draft, "en")
    assert "Draft" not in text
    assert "Version 1, approved 23 November 2026 by Mette Holm" in text


def test_the_letter_head_comes_from_the_settings(draft: NetworkDesign, settings):
    settings.LETTERHEAD = {**settings.LETTERHEAD, "name": "KLK #1", "cvr": "12345678"}
    _reader, text = read(draft)
    assert "KLK #1" in text
    assert "12345678" in text


@pytest.mark.parametrize("field", ["purpose", "themes", "sponsor"])
def test_markup_of_typst_is_text(draft: NetworkDesign, director: User, field: str):
    fill(draft, director, **{field: MARKUP})
    assert MARKUP in read(draft)[1]


def test_markup_in_names_and_goals_is_text(gentofte: Organisation, director: User):
    name = "#panic() *x* $y$ \\"
    design = complete_draft(gentofte, director, name=name)
    goal_of(design, director, MARKUP)
    reader, text = read(design)
    assert name in text
    assert MARKUP in text
    assert reader.metadata is not None
    assert reader.metadata.title == name


@pytest.mark.parametrize(
    "text",
    [
        "Godt gået 😀👩‍👩‍👧🇩🇰 æøå",
        "漢字かな交じり文 æøå",
        "עברית العربية æøå",
        "\u202evendt om\u202c æøå",
        "\u0007\ufffe\u200d\u2028 æøå",
        "".join(map(chr, range(0x1F300, 0x1F900))) + " æøå",
        "".join(map(chr, range(0x4E00, 0x9000, 7))) + " æøå",
    ],
)
def test_a_character_that_no_font_has_stops_nothing(
    draft: NetworkDesign, director: User, text: str
):
    fill(draft, director, purpose=text)
    assert "æøå" in read(draft)[1]


def test_a_long_design_is_printed_on_several_pages_in_no_time(draft: NetworkDesign, director: User):
    fill(draft, director, themes="Ord og flere ord. " * 200, closing="Linje\n\n" * 400)
    read(draft)
    start = time.perf_counter()
    reader, text = read(draft)
    assert len(reader.pages) > 3
    assert f"{len(reader.pages)} / {len(reader.pages)}" in text
    assert time.perf_counter() - start < 5
