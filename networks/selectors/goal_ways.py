"""Where the buttons around the goals of a draft lead.

They belong to the form that they stand in, so that what is typed there is saved on the way. Each
has a value; `ways_on` says where it leads, and nothing else leads anywhere.
"""

from __future__ import annotations

from django.urls import reverse

from networks.models import Goal, NetworkDesign, SuccessCriterion
from networks.selectors.goals import GoalBranch, all_branches

#: The name of the buttons, and the value of the one below the tree.
THEN, NEW_GOAL = "then", "goal"


def ways_on(design: NetworkDesign, branches: list[GoalBranch]) -> dict[str, str]:
    """The address that each button leads to, by its value."""
    pk = design.network_id
    ways = {NEW_GOAL: reverse("goal_new", args=[pk])}
    for branch in all_branches(branches):
        goal = branch.goal
        ways[to_goal(goal)] = reverse("goal_edit", args=[pk, goal.pk])
        ways[to_new_criterion(goal)] = reverse("criterion_new", args=[pk, goal.pk])
        for criterion in branch.criteria:
            ways[to_criterion(criterion)] = reverse("criterion_edit", args=[pk, criterion.pk])
    return ways


def to_goal(goal: Goal) -> str:
    """The value of the button that leads to changing `goal`."""
    return f"goal-{goal.pk}"


def to_new_criterion(goal: Goal) -> str:
    """The value of the button that leads to a new success criterion of `goal`."""
    return f"new-criterion-{goal.pk}"


def to_criterion(criterion: SuccessCriterion) -> str:
    """The value of the button that leads to changing `criterion`."""
    return f"criterion-{criterion.pk}"
