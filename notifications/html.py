"""The HTML form of a mail, read out of its text, which stays the one source.

An empty line ends a paragraph, a line break stays one, lines that begin with "- " are a list, the
first line is the heading. Addresses of the portal are links; others stay text, unless the template
vouches for them (`notifications.marks`). How it all looks is in `mail/layout.html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string

from notifications.marks import ACTION, NUL, OUTSIDE, SMALL_PRINT, without_marks

BULLET = "- "
#: Up to where an address goes on; a full stop or bracket after it belongs to the sentence.
ADDRESS = re.compile(r"(https?://[^\s<>\"']*[^\s<>\"'.,;:!?)])")
VOUCHED = re.compile(rf"({NUL}[!>]https?://[^\s{NUL}]+)")
ALONE = re.compile(rf"{re.escape(ACTION)}(https?://[^\s{NUL}]+)")


@dataclass(frozen=True)
class Piece:
    """Words of a line, and where they lead, if they do."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Block:
    """Lines that stand together: a "heading", a "paragraph", a "list", or the "action"."""

    kind: str
    lines: list[list[Piece]]


def html_form(marked: str, *, subject: str, language: str) -> str:
    """The HTML of a mail whose text is `marked`, as its template wrote it, marks and all."""
    matter, _mark, small_print = marked.partition(SMALL_PRINT)
    context = {
        "subject": subject,
        "language": language,
        "blocks": blocks_of(matter, with_heading=True),
        "small_print": blocks_of(small_print),
    }
    return render_to_string("mail/layout.html", context).strip() + "\n"


def blocks_of(marked: str, *, with_heading: bool = False) -> list[Block]:
    """The text as blocks, in its order. Every word of it is in one of them."""
    blocks: list[Block] = []
    for paragraph in _paragraphs(marked):
        asked = _asked_to_open(paragraph)
        if asked and not any(block.kind == "action" for block in blocks):
            blocks.append(_action(asked, blocks))
        elif with_heading and not blocks:
            blocks += [_block("heading", paragraph[:1]), *_parts(paragraph[1:])]
        else:
            blocks += _parts(paragraph)
    return blocks


def _paragraphs(text: str) -> Iterator[list[str]]:
    """The lines that are not empty, by empty lines."""
    lines = [line.strip() for line in text.split("\n")]
    for filled, together in groupby(lines, key=bool):
        if filled:
            yield list(together)


def _parts(lines: Iterable[str]) -> Iterator[Block]:
    """Lists and what stands between them."""
    for listed, together in groupby(lines, key=lambda line: line.startswith(BULLET)):
        if listed:
            yield _block("list", [line.removeprefix(BULLET) for line in together])
        else:
            yield _block("paragraph", together)


def _block(kind: str, lines: Iterable[str]) -> Block:
    return Block(kind, [_pieces(line) for line in lines])


def _asked_to_open(paragraph: list[str]) -> str:
    """The portal's own address that stands alone as the mail's action, or ""."""
    found = ALONE.fullmatch(paragraph[0]) if len(paragraph) == 1 else None
    return _own(found[1]).href if found else ""


def _action(address: str, before: list[Block]) -> Block:
    """The button. It takes the sentence above it for its words, without the colon."""
    words = _taken_sentence(before) or address
    return Block("action", [[Piece(words, address)]])


def _taken_sentence(before: list[Block]) -> str:
    """The last line, if it leads on to the address; it is taken out of the blocks."""
    if not before or before[-1].kind != "paragraph":
        return ""
    words = "".join(piece.text for piece in before[-1].lines[-1])
    if not words.endswith(":") or words == ":":
        return ""
    block = before.pop()
    if block.lines[:-1]:
        before.append(Block(block.kind, block.lines[:-1]))
    return words.removesuffix(":")


def _pieces(line: str) -> list[Piece]:
    """The line in pieces: words, and addresses that may be followed."""
    found: list[Piece] = []
    for number, part in enumerate(VOUCHED.split(line)):
        if number % 2 and part.startswith(OUTSIDE):
            address = part.removeprefix(OUTSIDE)
            found.append(Piece(address, address))
        elif number % 2:
            found.append(_own(part.removeprefix(ACTION)))
        else:
            found += pieces_of(without_marks(part))
    return found


def pieces_of(text: str) -> list[Piece]:
    """The text in pieces: addresses of this portal lead there, all else is words."""
    return [_own(words) for words in ADDRESS.split(text) if words]


def _own(words: str) -> Piece:
    """An address of this portal is a link; one that only begins like it is not."""
    own = words == settings.BASE_URL or words.startswith(f"{settings.BASE_URL}/")
    return Piece(words, words if own and ADDRESS.fullmatch(words) else "")
