"""From the text of a mail to its HTML: what becomes what, and that nothing is lost or let in."""

from __future__ import annotations

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from notifications.html import Block, Piece, blocks_of, html_form
from notifications.marks import ACTION, OUTSIDE, SMALL_PRINT
from notifications.templatetags.mail import action, outside
from tests.notifications.html_reading import TAGS, MailReader, words_of_text

OWN = f"{settings.BASE_URL}/netvaerk/7/"


def read(marked: str) -> MailReader:
    return MailReader(html_form(marked, subject="Emne", language="da"))


def paragraph(*lines: str) -> Block:
    return Block("paragraph", [[Piece(line)] for line in lines])


def test_empty_lines_part_paragraphs_and_line_breaks_stay() -> None:
    assert blocks_of("Et\nto\n\n \n\ntre") == [paragraph("Et", "to"), paragraph("tre")]


def test_the_first_line_is_the_heading_and_there_is_one() -> None:
    html = html_form("Hej Sofie\nmed mere\n\nMere", subject="Emne", language="da")
    assert html.count("<h1") == 1
    assert blocks_of("Hej\nmed mere", with_heading=True) == [
        Block("heading", [[Piece("Hej")]]),
        paragraph("med mere"),
    ]


def test_lines_with_dashes_are_a_list_also_below_a_sentence() -> None:
    assert blocks_of("Tag med:\n- en sag\n- kaffe\nog dig selv") == [
        paragraph("Tag med:"),
        Block("list", [[Piece("en sag")], [Piece("kaffe")]]),
        paragraph("og dig selv"),
    ]


def test_the_sentence_above_the_action_is_its_button() -> None:
    assert blocks_of(f"Et møde.\nSvar her:\n\n{action(OWN)}\n\nHilsen") == [
        paragraph("Et møde."),
        Block("action", [[Piece("Svar her", OWN)]]),
        paragraph("Hilsen"),
    ]


def test_there_is_one_action_and_later_ones_are_plain_links() -> None:
    found = read(f"Hej\n\nSvar:\n\n{action(OWN)}\n\nOg her:\n\n{action(OWN + '2/')}")
    assert found.actions == [("Svar", OWN)]
    assert found.links == [OWN, OWN + "2/"]


def test_an_action_without_a_sentence_shows_its_address() -> None:
    assert blocks_of(action(OWN)) == [Block("action", [[Piece(OWN, OWN)]])]
    assert action("") == outside("") == ""


def test_what_somebody_typed_is_never_the_action() -> None:
    """It can look like one, sentence, empty line and address, and stays what it is."""
    found = read(f"Hej\n\nForbered: Klik her:\n\n{OWN}\n\nSvar:\n\n{action(OWN + '2/')}")
    assert found.actions == [("Svar", OWN + "2/")]


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        f"{settings.BASE_URL}.evil.example/",
        f"{settings.BASE_URL}@evil.example/",
        f"https://evil.example/{settings.BASE_URL}/",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
    ],
)
def test_only_addresses_of_the_portal_are_links(address: str) -> None:
    assert read(f"Hej\n\nSe {address} nu").links == []


@pytest.mark.parametrize("after", [".", ",", ")", "?", ":", "!", '"', " "])
def test_what_follows_an_address_belongs_to_the_sentence(after: str) -> None:
    assert read(f"Hej\n\nSe {OWN}{after}").links == [OWN]


def test_an_address_elsewhere_is_a_link_where_the_template_vouches_for_it() -> None:
    assert read(f"Hej\n\nVideo: {outside('https://video.example/7?a=1&b=2')}").links == [
        "https://video.example/7?a=1&b=2"
    ]


@pytest.mark.parametrize("mark", [action, outside])
@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil", "http:"])
def test_a_template_cannot_vouch_for_what_is_no_web_address(mark: object, address: str) -> None:
    found = read(f"Hej\n\nSe:\n\n{mark(address)}")  # type: ignore[operator]
    assert (found.links, found.actions) == ([], [])


def test_an_address_reads_from_left_to_right_whatever_stands_before_it() -> None:
    html = html_form(f"Hej\n\n\u202e שלום {OWN}", subject="", language="da")
    assert f'href="{OWN}" dir="ltr"' in html


def test_small_print_comes_last_and_softer() -> None:
    html = html_form(f"Hej\n\nSagen\n\n{SMALL_PRINT}Derfor", subject="", language="da")
    matter, small = html.index("Sagen"), html.index("Derfor")
    assert matter < html.index('class="soft"', matter) < small


def test_the_subject_is_the_title_and_escaped() -> None:
    html = html_form("Hej", subject="<b>B&B</b>", language="en")
    assert "<title>&lt;b&gt;B&amp;B&lt;/b&gt;</title>" in html
    assert '<html lang="en">' in html


# --- whatever the text is -----------------------------------------------------------------------
SNIPPETS = st.sampled_from(
    [
        *("\n", "\n\n", " ", ":", ":\n\n", "- ", "\n- ", ".", "<", ">", "&", "&lt;", '"', "'"),
        *("<script>alert(1)</script>", "</p>", "<!--", "-->", "]]>", "{{ subject }}", "{% now %}"),
        *(OWN, settings.BASE_URL, "https://evil.example/?<b>", "\u202e", "\u200f", "æøå", "🌊"),
        *(ACTION, f"{ACTION}{OWN}", f"{OUTSIDE}https://video.example/", SMALL_PRINT),
    ]
)
TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
TEXTS = st.lists(st.one_of(SNIPPETS, TYPED), max_size=20).map("".join)


@given(TEXTS)
@example(f"Hej\n\nSvar\nher::\n\n{ACTION}{OWN}\n\n- et\n- to\n\n{SMALL_PRINT}Derfor:\n- tre")
def test_no_visible_character_is_lost(text: str) -> None:
    matter, mark, small = text.partition(SMALL_PRINT)
    # Small print has no heading, so a bullet on its first line is drawn.
    expected = words_of_text(matter) + words_of_text("\n".join(["x", small]))[1:]
    assert "".join(read(text).words) == "".join(expected), mark


@given(TEXTS)
@example(f"Hej\n\n{ACTION}https://evil.example/?<b>")
def test_no_markup_is_let_through(text: str) -> None:
    found = read(text)
    assert found.tags <= TAGS
    assert not {name for name in found.attributes if name.startswith("on") or name == "src"}
    for link in found.links:
        assert link.startswith((settings.BASE_URL, "https://video.example/"))
    assert len(found.actions) <= 1
