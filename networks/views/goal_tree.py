"""The goal tree as the page shows it: words, and where each thing is changed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from networks.choices import Gain
from networks.models import NetworkDesign, SuccessCriterion
from networks.selectors.goals import GoalBranch, criterion_note


def tree_of(
    design: NetworkDesign, branches: list[GoalBranch], *, to_change: bool = True
) -> list[dict[str, Any]]:
    """What `ui_goal_tree` wants; without links when it is only read."""
    return [_goal(design.network_id, branch, to_change) for branch in branches]


def _goal(pk: int, branch: GoalBranch, to_change: bool) -> dict[str, Any]:
    goal = branch.goal
    return {
        "kicker": Gain(goal.gain).label if goal.gain else "",
        "statement": goal.statement,
        "missing": _missing(branch, to_change),
        "actions": _goal_actions(pk, branch) if to_change else [],
        "criteria": [_criterion(pk, criterion, to_change) for criterion in branch.criteria],
        "sub_goals": [_goal(pk, sub_goal, to_change) for sub_goal in branch.sub_goals],
    }


def _missing(branch: GoalBranch, to_change: bool) -> str:
    if not branch.lacks_criterion:
        return ""
    if not to_change:
        return _("No success criterion yet.")
    return _("Add a success criterion, so that you can see whether it works.")


def _goal_actions(pk: int, branch: GoalBranch) -> list[dict[str, str]]:
    goal = branch.goal
    edit = {
        "label": _("Edit"),
        "href": reverse("goal_edit", args=[pk, goal.pk]),
        "icon": "edit",
    }
    if not branch.lacks_criterion:
        return [edit]
    add = {
        "label": _("Add criterion"),
        "href": reverse("criterion_new", args=[pk, goal.pk]),
        "icon": "add",
    }
    return [add, edit]


def _criterion(pk: int, criterion: SuccessCriterion, to_change: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": criterion.indicator, "note": criterion_note(criterion)}
    if to_change:
        edit = reverse("criterion_edit", args=[pk, criterion.pk])
        shown["actions"] = [{"label": _("Edit"), "href": edit, "icon": "edit"}]
    return shown
