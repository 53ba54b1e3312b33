"""Goals, sub-goals and success criteria."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.choices import Gain
from networks.forms.amounts import AmountField
from networks.forms.revised import Revised
from networks.models import Goal, SuccessCriterion
from networks.services.goals import CRITERION_FIELDS, TargetDateHasPassed
from ui.fields import DateField


class RevisedForm(Revised):
    """The form of a row with a revision of its own."""

    def values(self) -> dict[str, Any]:
        """What to save, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class SubGoalForm(RevisedForm):
    """A sub-goal: how. Its gain is that of the goal above it."""

    statement = forms.CharField(
        label=_("Sub-goal"),
        max_length=Goal._meta.get_field("statement").max_length,
        help_text=_("It answers how: what will be different on the way to the goal?"),
    )


class GoalForm(RevisedForm):
    """A goal: why, and the gain it belongs to."""

    statement = forms.CharField(
        label=_("Goal"),
        max_length=Goal._meta.get_field("statement").max_length,
        help_text=_("It answers why: what do you want to achieve with the network?"),
    )
    gain = forms.ChoiceField(
        label=_("Which gain does it belong to?"), choices=Gain, widget=forms.RadioSelect
    )


def goal_form(goal: Goal, data: Any = None) -> RevisedForm:
    """The form of a goal or sub-goal that is there."""
    kind = GoalForm if goal.parent_id is None else SubGoalForm
    fields = {"statement": goal.statement, "gain": goal.gain, "revision": goal.revision}
    return kind(data, initial=fields)


class CriterionForm(RevisedForm):
    """How one can tell that the goal was reached."""

    indicator = forms.CharField(
        label=_("What will you look at?"),
        max_length=300,
        help_text=_("For instance “Share who are still leaders here after two years”."),
    )
    measured_how = forms.CharField(
        label=_("How is it measured?"),
        max_length=300,
        help_text=_("Who finds the figure, and where."),
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=20,
        required=False,
        initial="%",
        help_text=_("For instance %, people or hours."),
    )
    baseline = AmountField(
        label=_("Baseline: where are you today?"),
        max_digits=12,
        decimal_places=2,
        required=False,
    )
    target = AmountField(label=_("Target"), max_digits=12, decimal_places=2)
    target_date = DateField(label=_("By when?"))

    def __init__(self, data: Any = None, *, criterion: SuccessCriterion | None = None) -> None:
        initial = {name: getattr(criterion, name) for name in CRITERION_FIELDS if criterion}
        if criterion is not None:
            initial["revision"] = criterion.revision
        super().__init__(data, initial=initial)
        self.criterion = copy.copy(criterion)

    def clean_target_date(self) -> Any:
        """Not in the past; a date that has passed since it was set may stay."""
        day = self.cleaned_data["target_date"]
        kept = self.criterion is not None and day == self.criterion.target_date
        if day and not kept and day < timezone.localdate():
            raise forms.ValidationError(TargetDateHasPassed.message)
        return day
