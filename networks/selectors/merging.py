"""Two people have changed the same text: what comes of both, line by line.

Each started from `base`. Where they changed different lines, both changes stand. Where they
changed the same lines differently, the lines of both stand, theirs first, and somebody has to look.
No line that either of them wrote is ever left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Comparing takes time with the square of the lines; longer texts are put to the reader whole.
MOST_LINES = 2000


@dataclass(frozen=True)
class Clash:
    """The same lines as each of the two left them; empty where they were taken out."""

    theirs: str
    mine: str


@dataclass(frozen=True)
class Merged:
    """`text` holds the lines of both; `clashes` are the places that somebody has to look at."""

    text: str
    clashes: list[Clash]


@dataclass(frozen=True)
class _Edit:
    """The lines `first` up to `end` of the base became `lines`; `mine` says by whom."""

    first: int
    end: int
    mine: bool
    lines: list[str]

    def touches(self, first: int, end: int) -> bool:
        """Whether it changes one of the lines from `first` up to `end`, or adds where they do."""
        if self.first == self.end and first == end:
            return self.first == first
        return self.first < end and first < self.end


def merge_texts(*, base: str, theirs: str, mine: str) -> Merged:
    """What `theirs` and `mine`, both made from `base`, are together."""
    old, other, own = _lines(base), _lines(theirs), _lines(mine)
    if max(len(old), len(other), len(own)) > MOST_LINES:
        return Merged("\n".join([*other, *own]), [Clash(theirs, mine)])
    merged: list[str] = []
    clashes = []
    done = 0
    for first, end, edits in _places(old, other, own):
        merged += old[done:first]
        left = [_as_left_by(old, first, end, edits, mine=side) for side in (False, True)]
        merged += _both(*left) if _by_both(edits) else left[edits[0].mine]
        if _by_both(edits) and first < end and left[0] != left[1]:
            clashes.append(Clash("\n".join(left[0]), "\n".join(left[1])))
        done = end
    merged += old[done:]
    if not set(other) & set(own) <= {"", *merged}:
        # A line stood twice and each took out another of the two: who kept one meant to keep it.
        merged, clashes = _both(other, own), [Clash(theirs, mine)]
    return Merged("\n".join(merged), clashes)


def _lines(text: str) -> list[str]:
    """An empty text has no line yet, so that two who begin it are not at the same one."""
    return text.split("\n") if text else []


def _places(
    old: list[str], other: list[str], own: list[str]
) -> Iterator[tuple[int, int, list[_Edit]]]:
    """(first, end, edits) of each place of the base that one changed, or both at once."""
    edits = sorted(
        [*_edits(old, other, mine=False), *_edits(old, own, mine=True)],
        key=lambda edit: (edit.first, edit.end, edit.mine),
    )
    while edits:
        group = [edits.pop(0)]
        first, end = group[0].first, group[0].end
        while edits and edits[0].touches(first, end):
            group.append(edits.pop(0))
            end = max(end, group[-1].end)
        yield first, end, group


def _edits(old: list[str], new: list[str], *, mine: bool) -> Iterator[_Edit]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            yield _Edit(a, b, mine, new[c:d])


def _by_both(edits: list[_Edit]) -> bool:
    return len({edit.mine for edit in edits}) > 1


def _as_left_by(
    old: list[str], first: int, end: int, edits: list[_Edit], *, mine: bool
) -> list[str]:
    """The lines of a place after one side's edits alone."""
    lines: list[str] = []
    for edit in edits:
        if edit.mine == mine:
            lines += [*old[first : edit.first], *edit.lines]
            first = edit.end
    return lines + old[first:end]


def _both(theirs: list[str], mine: list[str]) -> list[str]:
    """The lines of both in their order; what both have stands once."""
    lines: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, theirs, mine).get_opcodes():
        lines += theirs[a:b]
        if kind != "equal":
            lines += mine[c:d]
    return lines
