"""Who holds which role where, and who is leader of what, from date to date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import LeaderLevel, Role
from accounts.models.organisations import Organisation
from accounts.models.people import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser


class DateRange(models.Func):
    """PostgreSQL's daterange of two columns, both ends included, an empty end open."""

    function = "DATERANGE"
    output_field = DateRangeField()


def period() -> DateRange:
    """The dated period of a row with `starts_on` and `ends_on`, for exclusion constraints."""
    return DateRange("starts_on", "ends_on", models.Value("[]"))


M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows that hold from `starts_on` to `ends_on`, both days included."""

    def held_on(self, day: dt.date) -> Self:
        """Rows in force on `day`."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day), starts_on__lte=day)

    def not_over_by(self, day: dt.date) -> Self:
        """Rows that still hold after `day`, or begin later."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gt=day))


class OrganisationScopedQuerySet(DatedQuerySet[M]):
    def in_municipalities(self, ids: Iterable[int]) -> Self:
        """Rows whose organisation is one of these municipalities or lies in one."""
        ids = set(ids)
        return self.filter(
            models.Q(organisation__in=ids) | models.Q(organisation__municipality__in=ids)
        )


class RoleHoldingQuerySet(OrganisationScopedQuerySet["RoleHolding"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own; KLK administration all; a director those of the own municipality."""
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        own = user.municipalities_as(Role.DIRECTOR)
        return self.filter(
            models.Q(user=user)
            | models.Q(organisation__in=own)
            | models.Q(organisation__municipality__in=own)
        )


class RoleHolding(models.Model):
    """A role a person holds in an organisation, from date to date (both included).

    A deputy holds the role of the person named in `deputy_for`, for a time.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="role_holdings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="role_holdings")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    deputy_for = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="deputies"
    )

    objects = RoleHoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            ExclusionConstraint(
                name="role_holding_never_twice_at_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="role_holding_ends_after_start",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"

    def get_role_display(self) -> str:  # type: ignore[no-redef]  # of the stubs
        """As Django's own, which translates every role for every row of a list to find one."""
        return str(Role(self.role).label)

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.organisation.home_id}


class PositionQuerySet(OrganisationScopedQuerySet["Position"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As for roles: one's own, a director's municipality, KLK administration all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        own = user.municipalities_as(Role.DIRECTOR)
        return self.filter(
            models.Q(user=user)
            | models.Q(organisation__in=own)
            | models.Q(organisation__municipality__in=own)
        )


class Position(models.Model):
    """Who is leader of what, at which leader level, and reports to whom."""

    user = models.ForeignKey(User, models.CASCADE, related_name="positions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="positions")
    title = models.CharField(_("title"), max_length=100, blank=True)
    level = models.CharField(_("leader level"), max_length=20, choices=LeaderLevel)
    reports_to = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            ExclusionConstraint(
                name="position_never_twice_at_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="position_ends_after_start",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="position_not_below_oneself",
                condition=models.Q(reports_to=None) | ~models.Q(reports_to=models.F("user")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.organisation.home_id}
