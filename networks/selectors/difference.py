"""What changed from one text or version to the next, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from networks.choices import DesignPart, Gain
from networks.models import Goal, NetworkDesign, SuccessCriterion
from networks.models.design import PART_FIELDS
from networks.selectors.goals import GoalBranch, all_branches, criterion_note
from networks.selectors.versions import label_of, text_of, value_as_text

Pieces = list[tuple[str, str]]
WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Change:
    """One thing that changed: what it is, and its text as pieces of (same|added|removed, text)."""

    label: str
    pieces: Pieces


@dataclass(frozen=True)
class PartChange:
    """A part in which something changed."""

    part: str
    title: str
    changes: list[Change]


@dataclass(frozen=True)
class FieldDifference:
    """One thing that two people wrote differently: their text, and the way from it to mine."""

    label: str
    theirs: str
    pieces: Pieces


def word_difference(before: str, after: str) -> Pieces:
    """The way from one text to the other in whole words, as pieces that can be read in a row."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    pieces: Pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(("removed", "".join(old[a:b])))
        if d > c:
            pieces.append(("added", "".join(new[c:d])))
    return pieces


def field_differences(theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[FieldDifference]:
    """The columns in which two people want different things, from their text to mine."""
    found = []
    for name in theirs:
        before, after = value_as_text(name, theirs[name]), value_as_text(name, mine.get(name))
        if before != after:
            found.append(FieldDifference(label_of(name), before, word_difference(before, after)))
    return found


def changes_between(older: NetworkDesign, newer: NetworkDesign) -> Iterator[tuple[str, Change]]:
    """Each changed column with the part it belongs to."""
    for part, names in PART_FIELDS.items():
        for name in names:
            before, after = text_of(older, name), text_of(newer, name)
            if before != after:
                yield part, Change(label_of(name), word_difference(before, after))


def design_difference(
    older: NetworkDesign,
    newer: NetworkDesign,
    older_goals: list[GoalBranch],
    newer_goals: list[GoalBranch],
) -> list[PartChange]:
    """What changed between two versions of a network, part by part; parts without change are out.

    Goals and criteria are matched by lineage, so that a reworded goal is a change and not two.
    """
    found: dict[str, list[Change]] = {part: [] for part in DesignPart.values}
    for part, change in changes_between(older, newer):
        found[part].append(change)
    found[DesignPart.PURPOSE] += goal_changes(older_goals, newer_goals)
    return [
        PartChange(part, str(DesignPart(part).label), changes)
        for part, changes in found.items()
        if changes
    ]


def goal_changes(older: list[GoalBranch], newer: list[GoalBranch]) -> list[Change]:
    """Goals, sub-goals and criteria that came, went or changed, in the order of the newer."""
    before = dict(_lines(older))
    after = dict(_lines(newer))
    names = {**{key: label for key, (label, _text) in before.items()}}
    names.update({key: label for key, (label, _text) in after.items()})
    changes = []
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(key, ("", ""))[1], after.get(key, ("", ""))[1]
        if old != new:
            changes.append(Change(names[key], word_difference(old, new)))
    return changes + _order_change(older, newer)


def _order_change(older: list[GoalBranch], newer: list[GoalBranch]) -> list[Change]:
    """One line when goals that stand in both versions stand in another order."""
    before = [b.goal.lineage for b in all_branches(older)]
    after = [b.goal.lineage for b in all_branches(newer)]
    kept = set(before) & set(after)
    if [x for x in before if x in kept] == [x for x in after if x in kept]:
        return []
    return [Change(_("Order of the goals"), [("added", "; ".join(_statements(newer)))])]


def _statements(branches: list[GoalBranch]) -> list[str]:
    return [branch.goal.statement for branch in all_branches(branches)]


def _lines(branches: list[GoalBranch]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """(what it is and its lineage) → (label, text), for goals and criteria in reading order."""
    for branch in all_branches(branches):
        goal = branch.goal
        yield ("goal", str(goal.lineage)), (_goal_label(goal), _goal_text(goal))
        for criterion in branch.criteria:
            label = _("Success criterion of “%(goal)s”") % {"goal": goal.statement}
            yield ("criterion", str(criterion.lineage)), (label, _criterion_text(criterion))


def _goal_label(goal: Goal) -> str:
    return _("Goal") if goal.parent_id is None else _("Sub-goal")


def _goal_text(goal: Goal) -> str:
    return f"{goal.statement} ({Gain(goal.gain).label})" if goal.gain else goal.statement


def _criterion_text(criterion: SuccessCriterion) -> str:
    return f"{criterion.indicator}: {criterion_note(criterion)}"
