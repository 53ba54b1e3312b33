"""Goals answer why, sub-goals answer how, and a success criterion says how one can tell."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.choices import Gain
from networks.models.design import NetworkDesign

if TYPE_CHECKING:
    from accounts.models import User


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(design__in=NetworkDesign.objects.visible_to(user))

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Goal(models.Model):
    """A goal (why) with its gain, or below one a sub-goal (how), which inherits the gain.

    `lineage` stays the same from version to version, so that a difference can be read.
    """

    design = models.ForeignKey(NetworkDesign, models.CASCADE, related_name="goals")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="sub_goals"
    )
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    statement = models.CharField(_("goal"), max_length=300)
    gain = models.CharField(_("gain"), max_length=25, choices=Gain, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["design", "lineage"], name="goal_once_in_design"),
            models.CheckConstraint(
                name="goal_has_a_gain_and_sub_goal_inherits_it",
                condition=models.Q(parent=None, gain__in=Gain.values)
                | models.Q(parent__isnull=False, gain=""),
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def effective_gain(self) -> str:
        return self.gain or (self.parent.gain if self.parent else "")

    def get_additional_data(self) -> dict[str, Any]:
        return self.design.get_additional_data()


class SuccessCriterionQuerySet(models.QuerySet["SuccessCriterion"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(goal__design__in=NetworkDesign.objects.visible_to(user))


class SuccessCriterion(models.Model):
    """How one can tell that a goal was reached. Baseline and target are in `unit`."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="criteria")
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    indicator = models.CharField(_("indicator"), max_length=300)
    measured_how = models.CharField(_("how it is measured"), max_length=300)
    unit = models.CharField(_("unit"), max_length=20, default="%", blank=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=2)
    target_date = models.DateField(_("target date"))
    revision = models.PositiveIntegerField(default=0)

    objects = SuccessCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("success criterion")
        verbose_name_plural = _("success criteria")
        ordering = ["target_date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "lineage"], name="criterion_once_in_goal")
        ]

    def __str__(self) -> str:
        return self.indicator

    def get_additional_data(self) -> dict[str, Any]:
        return self.goal.get_additional_data()
