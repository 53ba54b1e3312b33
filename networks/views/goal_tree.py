"""The goal tree as the page shows it: words, and buttons that lead to where each thing is changed.

`networks.selectors.goal_ways` says where each button leads.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from networks.choices import Gain
from networks.models import NetworkDesign, SuccessCriterion
from networks.selectors.goal_ways import THEN, to_criterion, to_goal, to_new_criterion
from networks.selectors.goals import GoalBranch, criterion_note


def tree_of(
    design: NetworkDesign, branches: list[GoalBranch], *, to_change: bool = True
) -> list[dict[str, Any]]:
    """What `ui_goal_tree` wants; without buttons when it is only read."""
    return [_goal(branch, to_change) for branch in branches]


def _goal(branch: GoalBranch, to_change: bool) -> dict[str, Any]:
    goal = branch.goal
    return {
        "kicker": Gain(goal.gain).label if goal.gain else "",
        "statement": goal.statement,
        "missing": _missing(branch, to_change),
        "actions": _goal_actions(branch) if to_change else [],
        "criteria": [_criterion(criterion, to_change) for criterion in branch.criteria],
        "sub_goals": [_goal(sub_goal, to_change) for sub_goal in branch.sub_goals],
    }


def _missing(branch: GoalBranch, to_change: bool) -> str:
    if not branch.lacks_criterion:
        return ""
    if not to_change:
        return _("No success criterion yet.")
    return _("Add a success criterion, so that you can see whether it works.")


def _goal_actions(branch: GoalBranch) -> list[dict[str, str]]:
    edit = _button(_("Edit"), "edit", to_goal(branch.goal))
    if not branch.lacks_criterion:
        return [edit]
    return [_button(_("Add criterion"), "add", to_new_criterion(branch.goal)), edit]


def _criterion(criterion: SuccessCriterion, to_change: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": criterion.indicator, "note": criterion_note(criterion)}
    if to_change:
        shown["actions"] = [_button(_("Edit"), "edit", to_criterion(criterion))]
    return shown


def _button(label: str, icon: str, value: str) -> dict[str, str]:
    return {"label": label, "icon": icon, "name": THEN, "value": value}
