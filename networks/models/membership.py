"""Who is in a network, who coordinates it, and which consultant it is open to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind, Role
from accounts.models.roles import DatedQuerySet, period
from networks.choices import OPEN_STATES, MemberDuty, MembershipState
from networks.models.network import Network, any_of
from networks.models.ties import ties_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own; those of networks one is in or assigned to; the director's municipality.

        Other members see who is active; a past, declined or asked membership is for the person,
        the director, assigned consultants and KLK administration.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        ways = [models.Q(user=user)]
        if own := user.municipalities_as(Role.DIRECTOR):
            ways.append(models.Q(network__municipality__in=own))
        ties = ties_of(user)
        if ties.assigned:
            ways.append(models.Q(network__among=ties.assigned))
        if mine := ties.in_state(MembershipState.ACTIVE):
            ways.append(models.Q(network__in=mine, state=MembershipState.ACTIVE))
        return self.filter(any_of(ways))

    def held_by(self, user: User) -> Self:
        """The person's open memberships that a role of today still carries.

        A leader's role in the network's municipality, or any leader's role in a network of KLK's
        across municipalities. A role that has ended gives nothing.
        """
        if not user.has_role(Role.LEADER):
            return self.none()
        at_home = models.Q(network__municipality__in=user.municipalities_as(Role.LEADER))
        across = models.Q(network__municipality__kind=OrganisationKind.KLK)
        return self.open().filter(at_home | across, user=user)

    def active(self) -> Self:
        return self.filter(state=MembershipState.ACTIVE)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)


class Membership(models.Model):
    """A person's way into, time in and way out of a network. Coming back is a new row."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="memberships")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="memberships")
    state = models.CharField(max_length=10, choices=MembershipState)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    joined_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [
            models.Index(fields=["network", "state"], name="membership_of_network"),
            models.Index(
                fields=["asked_at"],
                condition=models.Q(state=MembershipState.REQUESTED),
                name="membership_to_decide",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "user"],
                condition=models.Q(state__in=OPEN_STATES),
                name="membership_one_open",
            ),
            models.CheckConstraint(
                name="membership_active_has_a_start",
                condition=~models.Q(state=MembershipState.ACTIVE)
                | models.Q(joined_on__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_ended_has_an_end",
                condition=models.Q(state__in=OPEN_STATES, ended_on=None)
                | (~models.Q(state__in=OPEN_STATES) & models.Q(ended_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.network}"

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.network.municipality_id}


class DutyPeriodQuerySet(DatedQuerySet["DutyPeriod"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(membership__in=Membership.objects.visible_to(user))

    def not_over(self, day: dt.date) -> Self:
        """Duties in force on `day` or later."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day))


class DutyPeriod(models.Model):
    """A dated duty on a membership; the coordinator's (tovholder) rotates."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=20, choices=MemberDuty, default=MemberDuty.COORDINATOR)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = DutyPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="duty_never_twice_at_once",
                expressions=[
                    ("membership", RangeOperators.EQUAL),
                    ("duty", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}: {self.membership}"

    def get_additional_data(self) -> dict[str, Any]:
        return self.membership.get_additional_data()


class AssignmentQuerySet(DatedQuerySet["Assignment"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own; those of networks that the person sees the inside of or directs."""
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        ways = [models.Q(consultant=user)]
        if own := user.municipalities_as(Role.DIRECTOR):
            ways.append(models.Q(network__municipality__in=own))
        if inside := ties_of(user).inside:
            ways.append(models.Q(network__among=inside))
        return self.filter(any_of(ways))

    def open_to(self, user: User, day: dt.date) -> Self:
        """Assignments in force for somebody who still holds a consultant's role.

        A KLK consultant's counts in any municipality, an internal one's only at home.
        """
        if user.has_role(Role.CONSULTANT):
            return self.held_on(day).filter(consultant=user)
        return self.held_on(day).filter(
            consultant=user,
            network__municipality__in=user.municipalities_as(Role.INTERNAL_CONSULTANT),
        )


class Assignment(models.Model):
    """The dated right of a consultant to a network's pages; `advisory` creates and ends it."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="assignments")
    consultant = models.ForeignKey("accounts.User", models.CASCADE, related_name="assignments")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    assigned_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            ExclusionConstraint(
                name="assignment_never_twice_at_once",
                expressions=[
                    ("network", RangeOperators.EQUAL),
                    ("consultant", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="assignment_ends_after_start",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultant}: {self.network}"

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.network.municipality_id}
