"""The goal hierarchy of a design, read in two queries, and its criteria in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from networks.models import Goal, NetworkDesign, SuccessCriterion


@dataclass
class GoalBranch:
    """A goal with its criteria and, below a top-level goal, its sub-goals."""

    goal: Goal
    criteria: list[SuccessCriterion]
    sub_goals: list[GoalBranch] = field(default_factory=list)

    @property
    def lacks_criterion(self) -> bool:
        """A goal needs a success criterion of its own; a sub-goal needs none."""
        return self.goal.parent_id is None and not self.criteria


def goal_branches(design: NetworkDesign) -> list[GoalBranch]:
    """The top-level goals in their order, sub-goals below them: to read, not to change.

    Two queries for any number. Those of an approved version, which never change (the database
    refuses it), are kept: every visit of a network's page shows them.
    """
    if design.approved_at is None:
        return _branches(design.pk)
    return kept_branches(design.pk, design.approved_at)


@lru_cache(maxsize=500)
def kept_branches(design: int, approved_at: dt.datetime) -> list[GoalBranch]:
    """By when it was approved, too: an approval that was rolled back is followed by another."""
    return _branches(design)


def _branches(design: int) -> list[GoalBranch]:
    goals = Goal.objects.filter(design=design).in_order().prefetch_related("criteria")
    branches = {goal.pk: GoalBranch(goal, list(goal.criteria.all())) for goal in goals}
    tops: list[GoalBranch] = []
    for branch in branches.values():
        parent = branch.goal.parent_id
        siblings = tops if parent is None else branches[parent].sub_goals
        siblings.append(branch)
    return tops


def all_branches(branches: list[GoalBranch]) -> Iterator[GoalBranch]:
    """Goals and sub-goals in reading order."""
    for branch in branches:
        yield branch
        yield from all_branches(branch.sub_goals)


def amount(value: Decimal | None, unit: str) -> str:
    """'71 %', '4,5 timer', '1.200': no needless decimals, the reader's separators."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    plain = value.quantize(Decimal(1)) if whole else value.normalize()
    return f"{number_format(plain, force_grouping=True)} {unit}".strip()


def criterion_note(criterion: SuccessCriterion) -> str:
    """'today 71 % → target 85 % by 1 August 2028 · measured by HR', without what is not known."""
    values = {
        "baseline": amount(criterion.baseline, criterion.unit),
        "target": amount(criterion.target, criterion.unit),
        "date": date_format(criterion.target_date),
    }
    if values["baseline"]:
        note = _("today %(baseline)s → target %(target)s by %(date)s") % values
    else:
        note = _("target %(target)s by %(date)s") % values
    return f"{note} · {criterion.measured_how}"
