"""Goals, sub-goals and criteria: adding, changing, moving, deleting."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Organisation, User
from networks.models import Goal, NetworkDesign, SuccessCriterion
from networks.selectors.goals import goal_branches
from networks.services.design import DesignIsApproved
from networks.services.goals import (
    CriterionChangedMeanwhile,
    GoalChangedMeanwhile,
    GoalIsGone,
    SubGoalsEndHere,
    TargetDateHasPassed,
    add_criterion,
    add_goal,
    add_sub_goal,
    change_criterion,
    change_goal,
    delete_criterion,
    delete_goal,
    move_goal,
)
from tests.networks.designs import CRITERION, NOW, approved, draft_of, empty_network, goal_of


@pytest.fixture
def draft(gentofte: Organisation, director: User) -> NetworkDesign:
    return draft_of(empty_network(gentofte, director))


@pytest.fixture
def goal(draft: NetworkDesign, director: User) -> Goal:
    return goal_of(draft, director)


@pytest.fixture
def criterion(goal: Goal, director: User) -> SuccessCriterion:
    return add_criterion(goal=goal, values=CRITERION, by=director, now=NOW)


def order(draft: NetworkDesign) -> list[str]:
    return [branch.goal.statement for branch in goal_branches(draft)]


def test_goals_come_in_the_order_they_were_added(draft: NetworkDesign, director: User):
    for statement in ("Første", "Andet", "Tredje"):
        goal_of(draft, director, statement)
    assert order(draft) == ["Første", "Andet", "Tredje"]


def test_adding_says_when_the_part_was_saved_but_not_that_its_text_changed(
    goal: Goal, draft: NetworkDesign, director: User
):
    state = draft.part_states.get(part="purpose")
    assert (state.saved_at, state.saved_by, state.revision) == (NOW, director, 0)


def test_the_same_goal_twice_is_one(goal: Goal, draft: NetworkDesign, director: User):
    assert goal_of(draft, director) == goal
    assert draft.goals.count() == 1


def test_a_sub_goal_inherits_the_gain(goal: Goal, director: User):
    sub_goal = add_sub_goal(goal=goal, statement="Alle har en makker", by=director, now=NOW)
    assert sub_goal.gain == ""
    assert sub_goal.effective_gain == "professionalisation"
    assert sub_goal.design == goal.design


def test_nothing_hangs_below_a_sub_goal(goal: Goal, director: User):
    sub_goal = add_sub_goal(goal=goal, statement="Alle har en makker", by=director, now=NOW)
    with pytest.raises(SubGoalsEndHere):
        add_sub_goal(goal=sub_goal, statement="Endnu et", by=director, now=NOW)


def test_goals_change_places(draft: NetworkDesign, director: User):
    first, _second, third = (goal_of(draft, director, text) for text in ("1", "2", "3"))
    move_goal(goal=third, up=True, by=director, now=NOW)
    assert order(draft) == ["1", "3", "2"]
    move_goal(goal=first, up=False, by=director, now=NOW)
    assert order(draft) == ["3", "1", "2"]


@pytest.mark.parametrize(("which", "up"), [(0, True), (-1, False)])
def test_at_the_end_nothing_moves(draft: NetworkDesign, director: User, which: int, up: bool):
    goals = [goal_of(draft, director, text) for text in ("1", "2")]
    move_goal(goal=goals[which], up=up, by=director, now=NOW)
    assert order(draft) == ["1", "2"]


def test_a_goal_is_changed_by_one_at_a_time(goal: Goal, director: User, klk_admin: User):
    mine = {"statement": "Mettes", "gain": "cohesion"}
    change_goal(goal=goal, values=mine, expected_revision=0, by=director, now=NOW)
    with pytest.raises(GoalChangedMeanwhile) as refusal:
        change_goal(
            goal=goal, values={"statement": "Karens"}, expected_revision=0, by=klk_admin, now=NOW
        )
    assert refusal.value.current == mine
    assert refusal.value.revision == 1
    goal.refresh_from_db()
    assert goal.statement == "Mettes"


def test_changing_a_goal_that_is_gone_says_so(goal: Goal, director: User):
    delete_goal(goal=goal, by=director, now=NOW)
    delete_goal(goal=goal, by=director, now=NOW)
    with pytest.raises(GoalIsGone):
        change_goal(goal=goal, values={"statement": "x"}, expected_revision=0, by=director, now=NOW)


def test_a_goal_takes_its_sub_goals_and_criteria_along(
    criterion: SuccessCriterion, goal: Goal, director: User
):
    add_sub_goal(goal=goal, statement="Alle har en makker", by=director, now=NOW)
    delete_goal(goal=goal, by=director, now=NOW)
    assert (Goal.objects.count(), SuccessCriterion.objects.count()) == (0, 0)


def test_the_same_criterion_twice_is_one(criterion: SuccessCriterion, goal: Goal, director: User):
    assert add_criterion(goal=goal, values=CRITERION, by=director, now=NOW) == criterion


def test_a_criterion_looks_ahead(goal: Goal, criterion: SuccessCriterion, director: User):
    past = {**CRITERION, "target_date": NOW.date() - dt.timedelta(days=1)}
    with pytest.raises(TargetDateHasPassed):
        add_criterion(goal=goal, values=past, by=director, now=NOW)
    with pytest.raises(TargetDateHasPassed):
        change_criterion(
            criterion=criterion, values=past, expected_revision=0, by=director, now=NOW
        )


def test_a_date_that_has_passed_since_may_stay(criterion: SuccessCriterion, director: User):
    years_later = NOW + dt.timedelta(days=365 * 20)
    values = {**CRITERION, "target": 90}
    changed = change_criterion(
        criterion=criterion, values=values, expected_revision=0, by=director, now=years_later
    )
    assert changed.target == 90


def test_a_criterion_is_changed_by_one_at_a_time(criterion: SuccessCriterion, director: User):
    values = {**CRITERION, "target": 90}
    change_criterion(criterion=criterion, values=values, expected_revision=0, by=director, now=NOW)
    with pytest.raises(CriterionChangedMeanwhile):
        change_criterion(
            criterion=criterion,
            values={**CRITERION, "target": 95},
            expected_revision=0,
            by=director,
            now=NOW,
        )


def test_deleting_a_criterion_twice_is_fine(criterion: SuccessCriterion, director: User):
    delete_criterion(criterion=criterion, by=director, now=NOW)
    delete_criterion(criterion=criterion, by=director, now=NOW)
    assert SuccessCriterion.objects.count() == 0


def test_an_approved_design_takes_no_goals(gentofte: Organisation, director: User):
    design = approved(gentofte, director, name="Et andet")
    goal = design.goals.get()
    with pytest.raises(DesignIsApproved):
        add_goal(design=design, statement="Nyt", gain="cohesion", by=director, now=NOW)
    with pytest.raises(DesignIsApproved):
        move_goal(goal=goal, up=True, by=director, now=NOW)
    with pytest.raises(DesignIsApproved):
        delete_goal(goal=goal, by=director, now=NOW)
    with pytest.raises(DesignIsApproved):
        delete_criterion(criterion=goal.criteria.get(), by=director, now=NOW)
