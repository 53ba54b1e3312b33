"""The dates that the design in force sets, where a person's next ones are found quickly."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.choices import NetworkStatus
from networks.models.goals import SuccessCriterion
from networks.models.network import Network, carried_by, seen_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everybody who sees the network: the dates stand in its approved design."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_klk_admin else self.filter(seen_by(user, "network__"))

    def carried_by(self, user: User | AnonymousUser) -> Self:
        """Those that `user` has to keep: who steers the network, coordinates it or is assigned."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_klk_admin else self.filter(carried_by(user, "network__"))

    def coming(self, today: dt.date) -> Self:
        """From today on, the next one first, of networks that go on."""
        going_on = ~models.Q(network__status=NetworkStatus.CLOSED)
        return self.filter(going_on, day__gte=today).order_by("day", "pk")


class Milestone(models.Model):
    """A day of the design in force: a success criterion is to be reached; without one, renewal.

    Lifted when a version is approved, in place of those of the version before. The next few of many
    networks are read along an index, which through versions, goals and criteria nothing could.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="milestones")
    day = models.DateField()
    criterion = models.OneToOneField(SuccessCriterion, models.CASCADE, null=True, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [models.Index(fields=["day", "id"], name="milestone_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["network"],
                condition=models.Q(criterion=None),
                name="milestone_one_renewal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.day:%Y-%m-%d}"
