"""Goals (why), sub-goals (how) and their success criteria, in a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import User
from networks.models import Goal, NetworkDesign, SuccessCriterion
from networks.services.design import ChangedMeanwhile, lock_draft, note_goals_saved

CRITERION_FIELDS = ("indicator", "measured_how", "unit", "baseline", "target", "target_date")


class GoalChangedMeanwhile(ChangedMeanwhile):
    """The goal was saved by somebody after the form was shown."""


class CriterionChangedMeanwhile(ChangedMeanwhile):
    """The criterion was saved by somebody after the form was shown."""


class GoalIsGone(PortalError):
    """Somebody deleted the goal meanwhile."""

    message = _("Somebody has deleted this goal meanwhile.")


class SubGoalsEndHere(PortalError):
    """Sub-goals hang below goals, and nothing below sub-goals."""

    message = _("A sub-goal cannot have sub-goals of its own.")


class TargetDateHasPassed(PortalError):
    """A criterion looks ahead."""

    message = _("The target date has passed. Choose a day in the future.")


@transaction.atomic
def add_goal(
    *, design: NetworkDesign, statement: str, gain: str, by: User, now: dt.datetime
) -> Goal:
    """Add a goal with its gain, last in the order. The same goal twice is one goal."""
    draft = lock_draft(design)
    return _add(draft, None, statement=statement, gain=gain, by=by, now=now)


@transaction.atomic
def add_sub_goal(*, goal: Goal, statement: str, by: User, now: dt.datetime) -> Goal:
    """Add a sub-goal, which inherits the gain. Raises GoalIsGone, SubGoalsEndHere."""
    draft = lock_draft(goal.design)
    parent = _still_there(goal, draft)
    if parent.parent_id is not None:
        raise SubGoalsEndHere
    return _add(draft, parent, statement=statement, gain="", by=by, now=now)


def _add(
    draft: NetworkDesign,
    parent: Goal | None,
    *,
    statement: str,
    gain: str,
    by: User,
    now: dt.datetime,
) -> Goal:
    siblings = Goal.objects.filter(design=draft, parent=parent)
    statement = statement.strip()
    if same := siblings.filter(statement=statement, gain=gain).first():
        return same
    last = siblings.aggregate(last=models.Max("position"))["last"]
    goal = Goal.objects.create(
        design=draft,
        parent=parent,
        statement=statement,
        gain=gain,
        position=0 if last is None else last + 1,
    )
    note_goals_saved(draft, by=by, now=now)
    return goal


def _still_there(goal: Goal, draft: NetworkDesign) -> Goal:
    try:
        row = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    except Goal.DoesNotExist:
        raise GoalIsGone from None
    row.design = draft
    return row


@transaction.atomic
def change_goal(
    *,
    goal: Goal,
    values: Mapping[str, Any],
    expected_revision: int,
    by: User,
    now: dt.datetime,
) -> Goal:
    """Write `statement` and, of a top-level goal, `gain`.

    Raises GoalIsGone, GoalChangedMeanwhile, DesignIsApproved.
    """
    draft = lock_draft(goal.design)
    row = _still_there(goal, draft)
    names = ("statement", "gain") if row.parent_id is None else ("statement",)
    error = GoalChangedMeanwhile
    if _write(row, names, values, expected_revision=expected_revision, error=error):
        note_goals_saved(draft, by=by, now=now)
    return row


def _write(
    row: Goal | SuccessCriterion,
    names: tuple[str, ...],
    values: Mapping[str, Any],
    *,
    expected_revision: int,
    error: type[ChangedMeanwhile],
) -> bool:
    """Write what differs; False when nothing does. Raises `error` at another revision."""
    current = {name: getattr(row, name) for name in names}
    wanted = {**current, **{name: values[name] for name in names if name in values}}
    if wanted == current:
        return False
    if row.revision != expected_revision:
        raise error(current=current, revision=row.revision)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    return True


@transaction.atomic
def delete_goal(*, goal: Goal, by: User, now: dt.datetime) -> None:
    """Delete a goal with its sub-goals and criteria. One that is gone already is fine."""
    draft = lock_draft(goal.design)
    if row := Goal.objects.filter(pk=goal.pk).first():
        row.delete()
        note_goals_saved(draft, by=by, now=now)


@transaction.atomic
def move_goal(*, goal: Goal, up: bool, by: User, now: dt.datetime) -> None:
    """Let a goal change places with the one before it (or after). At the end nothing happens."""
    draft = lock_draft(goal.design)
    row = _still_there(goal, draft)
    siblings = list(Goal.objects.filter(design=draft, parent=row.parent_id).in_order())
    place = siblings.index(row)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(siblings):
        return
    siblings[place], siblings[other] = siblings[other], siblings[place]
    for position, sibling in enumerate(siblings):
        if sibling.position != position:
            sibling.position = position
            sibling.save(update_fields=["position"])
    note_goals_saved(draft, by=by, now=now)


@transaction.atomic
def add_criterion(
    *, goal: Goal, values: Mapping[str, Any], by: User, now: dt.datetime
) -> SuccessCriterion:
    """Add a success criterion with the fields of CRITERION_FIELDS; the same one twice is one.

    Raises TargetDateHasPassed, GoalIsGone, DesignIsApproved.
    """
    draft = lock_draft(goal.design)
    parent = _still_there(goal, draft)
    wanted = {name: values[name] for name in CRITERION_FIELDS if name in values}
    _look_ahead(wanted["target_date"], now)
    if same := SuccessCriterion.objects.filter(goal=parent, **wanted).first():
        return same
    criterion = SuccessCriterion.objects.create(goal=parent, **wanted)
    note_goals_saved(draft, by=by, now=now)
    return criterion


@transaction.atomic
def change_criterion(
    *,
    criterion: SuccessCriterion,
    values: Mapping[str, Any],
    expected_revision: int,
    by: User,
    now: dt.datetime,
) -> SuccessCriterion:
    """Write the fields of a criterion. A date that has passed may stay, but not be chosen.

    Raises TargetDateHasPassed, GoalIsGone, CriterionChangedMeanwhile, DesignIsApproved.
    """
    draft = lock_draft(criterion.goal.design)
    row = SuccessCriterion.objects.select_for_update(of=("self",)).filter(pk=criterion.pk).first()
    if row is None:
        raise GoalIsGone
    if values.get("target_date", row.target_date) != row.target_date:
        _look_ahead(values["target_date"], now)
    error = CriterionChangedMeanwhile
    if _write(row, CRITERION_FIELDS, values, expected_revision=expected_revision, error=error):
        note_goals_saved(draft, by=by, now=now)
    return row


def _look_ahead(day: dt.date, now: dt.datetime) -> None:
    if day < timezone.localdate(now):
        raise TargetDateHasPassed


@transaction.atomic
def delete_criterion(*, criterion: SuccessCriterion, by: User, now: dt.datetime) -> None:
    """Delete a criterion. One that is gone already is fine."""
    draft = lock_draft(criterion.goal.design)
    if row := SuccessCriterion.objects.filter(pk=criterion.pk).first():
        row.delete()
        note_goals_saved(draft, by=by, now=now)
