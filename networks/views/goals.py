"""Goals, sub-goals and success criteria: one small form each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.choices import PART_SLUGS, DesignPart, Gain
from networks.forms.goals import CriterionForm, GoalForm, RevisedForm, SubGoalForm, goal_form
from networks.models import Goal, NetworkDesign, SuccessCriterion
from networks.selectors.difference import word_difference
from networks.selectors.goals import amount
from networks.services.design import ChangedMeanwhile
from networks.services.goals import (
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
from networks.views.design import CONFLICT, design_to_change
from ui.refusals import add_refusal


def _goal(design: NetworkDesign, goal_pk: int) -> Goal:
    """A goal of this version; one of another network's, or none, is a 404."""
    goals = Goal.objects.filter(design=design).select_related("design", "parent")
    return get_object_or_404(goals, pk=goal_pk)


def _criterion(design: NetworkDesign, criterion_pk: int) -> SuccessCriterion:
    criteria = SuccessCriterion.objects.filter(goal__design=design)
    return get_object_or_404(criteria.select_related("goal__design"), pk=criterion_pk)


def _purpose(pk: int) -> str:
    return reverse("design_part", args=[pk, PART_SLUGS[DesignPart.PURPOSE]])


def _answer(
    request: SignedInRequest,
    design: NetworkDesign,
    form: RevisedForm,
    *,
    title: str,
    save: Callable[[dict[str, Any]], Any],
    **context: Any,
) -> HttpResponse:
    """Show the form, or save it and go back to the goals; a refusal keeps what was typed."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            save(form.values())
        except ChangedMeanwhile as error:
            form.at_revision(error.revision)
            context |= {"error": error, "theirs": _theirs(form, error)}
            status = CONFLICT
        except PortalError as error:
            field = "target_date" if isinstance(error, TargetDateHasPassed) else None
            add_refusal(form, error, field)
            status = CONFLICT
        else:
            messages.success(request, _("Saved."))
            return redirect(_purpose(design.network_id))
    context |= {
        "design": design,
        "network": design.network,
        "form": form,
        "title": title,
        "purpose_href": _purpose(design.network_id),
    }
    return render(request, "networks/design_goal_form.html", context, status=status)


def _theirs(form: RevisedForm, error: ChangedMeanwhile) -> list[dict[str, Any]]:
    """What somebody else saved meanwhile, and the way from it to mine."""
    mine = form.values()
    pairs = [(name, _words(value), _words(mine[name])) for name, value in error.current.items()]
    return [
        {"label": form.fields[name].label, "theirs": a, "pieces": word_difference(a, b)}
        for name, a, b in pairs
        if a != b
    ]


def _words(value: Any) -> str:
    """A value of a goal or criterion in words."""
    if value in Gain.values:
        return str(Gain(value).label)
    if hasattr(value, "is_finite"):
        return amount(value, "")
    return "" if value is None else str(value)


@login_required
def goal_new(request: SignedInRequest, pk: int) -> HttpResponse:
    design = design_to_change(request, pk)

    def save(values: dict[str, Any]) -> None:
        add_goal(design=design, by=request.user, now=timezone.now(), **values)

    return _answer(request, design, GoalForm(request.POST or None), title=_("New goal"), save=save)


@login_required
def sub_goal_new(request: SignedInRequest, pk: int, goal_pk: int) -> HttpResponse:
    design = design_to_change(request, pk)
    goal = _goal(design, goal_pk)

    def save(values: dict[str, Any]) -> None:
        add_sub_goal(goal=goal, by=request.user, now=timezone.now(), **values)

    form = SubGoalForm(request.POST or None)
    return _answer(request, design, form, title=_("New sub-goal"), save=save, above=goal)


@login_required
def goal_edit(request: SignedInRequest, pk: int, goal_pk: int) -> HttpResponse:
    design = design_to_change(request, pk)
    goal = _goal(design, goal_pk)

    def save(values: dict[str, Any]) -> None:
        revision = form.cleaned_data["revision"]
        change_goal(
            goal=goal,
            values=values,
            expected_revision=revision,
            by=request.user,
            now=timezone.now(),
        )

    form = goal_form(goal, request.POST or None)
    title = _("Edit goal") if goal.parent_id is None else _("Edit sub-goal")
    return _answer(request, design, form, title=title, save=save, goal=goal, above=goal.parent)


@login_required
@require_POST
def goal_move(request: SignedInRequest, pk: int, goal_pk: int) -> HttpResponse:
    """Change places with the goal before (`up=1`) or after."""
    design = design_to_change(request, pk)
    goal = _goal(design, goal_pk)
    up = request.POST.get("up") == "1"
    _do(request, lambda: move_goal(goal=goal, up=up, by=request.user, now=timezone.now()))
    return redirect("goal_edit", pk, goal_pk)


def _do(request: SignedInRequest, act: Callable[[], None]) -> None:
    """Act; a refusal is told on the next page."""
    try:
        act()
    except PortalError as error:
        messages.error(request, str(error.message))


@login_required
def goal_delete(request: SignedInRequest, pk: int, goal_pk: int) -> HttpResponse:
    """Ask, then delete the goal with what hangs below it."""
    design = design_to_change(request, pk)
    goal = _goal(design, goal_pk)
    if request.method == "POST":
        _do(request, lambda: delete_goal(goal=goal, by=request.user, now=timezone.now()))
        return redirect(_purpose(pk))
    context = {
        "network": design.network,
        "title": _("Delete the goal?"),
        "subject": goal.statement,
        "also": goal.sub_goals.count() + goal.criteria.count(),
        "back": reverse("goal_edit", args=[pk, goal_pk]),
        "purpose_href": _purpose(pk),
    }
    return render(request, "networks/design_delete.html", context)


@login_required
def criterion_new(request: SignedInRequest, pk: int, goal_pk: int) -> HttpResponse:
    design = design_to_change(request, pk)
    goal = _goal(design, goal_pk)

    def save(values: dict[str, Any]) -> None:
        add_criterion(goal=goal, values=values, by=request.user, now=timezone.now())

    form = CriterionForm(request.POST or None)
    return _answer(request, design, form, title=_("New success criterion"), save=save, above=goal)


@login_required
def criterion_edit(request: SignedInRequest, pk: int, criterion_pk: int) -> HttpResponse:
    design = design_to_change(request, pk)
    criterion = _criterion(design, criterion_pk)

    def save(values: dict[str, Any]) -> None:
        revision = form.cleaned_data["revision"]
        change_criterion(
            criterion=criterion,
            values=values,
            expected_revision=revision,
            by=request.user,
            now=timezone.now(),
        )

    form = CriterionForm(request.POST or None, criterion=criterion)
    return _answer(
        request,
        design,
        form,
        title=_("Edit success criterion"),
        save=save,
        criterion=criterion,
        above=criterion.goal,
    )


@login_required
def criterion_delete(request: SignedInRequest, pk: int, criterion_pk: int) -> HttpResponse:
    """Ask, then delete the criterion."""
    design = design_to_change(request, pk)
    criterion = _criterion(design, criterion_pk)
    if request.method == "POST":
        _do(
            request,
            lambda: delete_criterion(criterion=criterion, by=request.user, now=timezone.now()),
        )
        return redirect(_purpose(pk))
    context = {
        "network": design.network,
        "title": _("Delete the success criterion?"),
        "subject": criterion.indicator,
        "also": 0,
        "back": reverse("criterion_edit", args=[pk, criterion_pk]),
        "purpose_href": _purpose(pk),
    }
    return render(request, "networks/design_delete.html", context)
