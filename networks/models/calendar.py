"""Days on which nobody meets, and the address under which a person's calendar is fetched."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class SchoolHolidayQuerySet(models.QuerySet["SchoolHoliday"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everybody with a role: they are on every municipality's website."""
        return self if user.is_authenticated and user.held_roles else self.none()

    def of(self, municipality_id: int | None) -> Self:
        """Those of a municipality, and those that hold everywhere."""
        return self.filter(models.Q(municipality=None) | models.Q(municipality=municipality_id))

    def touching(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on", "pk")


class SchoolHoliday(models.Model):
    """Days on which schools and many day cares are closed; without a municipality: everywhere."""

    municipality = models.ForeignKey(
        "accounts.Organisation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="school_holidays",
    )
    name = models.CharField(_("name"), max_length=100)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = SchoolHolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("school holiday")
        verbose_name_plural = _("school holidays")
        constraints = [
            models.CheckConstraint(
                name="school_holiday_ends_after_start",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["municipality", "name", "starts_on"],
                nulls_distinct=False,
                name="school_holiday_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_everywhere(self) -> bool:
        return self.municipality_id is None

    def get_additional_data(self) -> dict[str, Any] | None:
        return {"municipality": self.municipality_id} if self.municipality_id else None


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own alone."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class CalendarFeed(models.Model):
    """That a person's calendar may be fetched without signing in, and by which address.

    The address is the person and `serial` under the portal's signature; it is not kept. A new
    serial makes every older address worthless.
    """

    person = models.OneToOneField("accounts.User", models.CASCADE, related_name="calendar_feed")
    serial = models.PositiveIntegerField(default=1)
    is_open = models.BooleanField(default=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.person)
