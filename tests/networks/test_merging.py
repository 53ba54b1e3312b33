"""Two texts made from one become one text, and no line that anybody wrote is lost."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.selectors.merging import MOST_LINES, Clash, merge_texts

BASE = "Velkommen\nTema\nAfrunding"


def merged(theirs: str, mine: str, base: str = BASE) -> tuple[str, list[Clash]]:
    found = merge_texts(base=base, theirs=theirs, mine=mine)
    return found.text, found.clashes


def test_two_who_begin_at_once_both_stand() -> None:
    assert merged("Deres", "Min", "") == ("Deres\nMin", [])


@pytest.mark.parametrize(
    ("theirs", "mine", "together"),
    [
        (BASE, "Velkommen\nTema: tillid\nAfrunding", "Velkommen\nTema: tillid\nAfrunding"),
        ("Velkommen\nTema: tillid\nAfrunding", BASE, "Velkommen\nTema: tillid\nAfrunding"),
        ("Hej\nTema\nAfrunding", "Velkommen\nTema\nFarvel", "Hej\nTema\nFarvel"),
        ("Hej\nTema\nAfrunding", "Velkommen\nNyt\nAfrunding", "Hej\nNyt\nAfrunding"),
        (f"{BASE}\nDeres", f"{BASE}\nMin", f"{BASE}\nDeres\nMin"),
        (f"{BASE}\nA", f"{BASE}\nA\nB", f"{BASE}\nA\nB"),
        (f"{BASE}\nA", f"{BASE}\nA", f"{BASE}\nA"),
        (f"Først\n{BASE}", "Hej\nTema\nAfrunding", "Først\nHej\nTema\nAfrunding"),
        ("Tema\nAfrunding", f"{BASE}\nMin", "Tema\nAfrunding\nMin"),
        ("Tema\nAfrunding", "Tema\nAfrunding", "Tema\nAfrunding"),
    ],
)
def test_changes_in_different_places_both_stand(theirs: str, mine: str, together: str) -> None:
    assert merged(theirs, mine) == (together, [])


def test_the_same_line_changed_twice_stands_twice_and_somebody_has_to_look() -> None:
    text, clashes = merged("Velkommen\nTema: tillid\nAfrunding", "Hej\nTema: mod\nAfrunding")
    assert text == "Velkommen\nTema: tillid\nHej\nTema: mod\nAfrunding"
    assert clashes == [Clash("Velkommen\nTema: tillid", "Hej\nTema: mod")]


def test_what_one_changes_and_the_other_takes_out_is_a_clash() -> None:
    text, clashes = merged("Velkommen\nAfrunding", "Velkommen\nTema: mod\nAfrunding")
    assert (text, clashes) == ("Velkommen\nTema: mod\nAfrunding", [Clash("", "Tema: mod")])


def test_a_line_that_stood_twice_and_each_took_out_once_is_still_there() -> None:
    text, clashes = merged("a", "\na", "a\n\na")
    assert "a" in text.split("\n")
    assert clashes == [Clash("a", "\na")]


def test_a_very_long_text_is_put_to_the_reader_whole() -> None:
    long = "\n" * (MOST_LINES + 1)
    text, clashes = merged(f"{long}deres", f"{long}min", long)
    assert clashes
    assert "deres" in text
    assert "min" in text


def test_comparing_never_takes_long() -> None:
    """Few different lines, many times: what comparing is worst at."""
    base, theirs, mine = (
        "\n".join("abcdefgh"[n * step % 8] for n in range(MOST_LINES - 1)) for step in (1, 3, 5)
    )
    started = perf_counter()
    merged(theirs, mine, base)
    assert perf_counter() - started < 5


texts = st.lists(st.sampled_from(["", "a", "b", "c", "d", " æ", "x\ty"]), max_size=9).map("\n".join)
other_texts = st.text(st.sampled_from("abæ \n"), max_size=30)
versions = st.tuples(texts, texts, texts) | st.tuples(other_texts, other_texts, other_texts)


def lines(text: str) -> set[str]:
    """What it says; an empty line says nothing."""
    return set(text.split("\n")) - {""}


@given(versions)
def test_every_line_that_either_typed_is_there(found: tuple[str, str, str]) -> None:
    base, theirs, mine = found
    together = merge_texts(base=base, theirs=theirs, mine=mine)
    assert (lines(theirs) | lines(mine)) - lines(base) <= lines(together.text)


@given(versions)
def test_what_both_kept_is_there(found: tuple[str, str, str]) -> None:
    base, theirs, mine = found
    together = merge_texts(base=base, theirs=theirs, mine=mine)
    assert lines(theirs) & lines(mine) <= lines(together.text)


@given(versions)
def test_who_changed_nothing_decides_nothing(found: tuple[str, str, str]) -> None:
    base, text, _other = found
    for theirs, mine in ((base, text), (text, base), (text, text)):
        together = merge_texts(base=base, theirs=theirs, mine=mine)
        assert (together.text, together.clashes) == (text, [])


@given(versions)
def test_in_the_other_order_it_says_the_same(found: tuple[str, str, str]) -> None:
    base, theirs, mine = found
    one = merge_texts(base=base, theirs=theirs, mine=mine)
    other = merge_texts(base=base, theirs=mine, mine=theirs)
    assert bool(one.clashes) == bool(other.clashes)
    assert lines(one.text) == lines(other.text)
