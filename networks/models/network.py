"""A network and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.danish import sort_key
from networks.choices import JOINABLE, Admission, NetworkStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    #: Which memberships lead to their network.
    Ways = Callable[[User], models.QuerySet[Any, Any]]


class NetworkQuerySet(models.QuerySet["Network"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Networks whose page `user` may open.

        KLK administration: all. A director, an internal consultant and a policy officer: those of
        the own municipality (an internal consultant only where assigned, a policy officer only
        once approved). A leader: those they are in, are invited to or have asked to join, and
        those of the own municipality that can be found (open or by request). A consultant: those
        they are assigned to.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        ways = _steering_and_inside(user, _of_member)
        if user.has_role(Role.LEADER):
            ways.append(self._findable_by(user))
        return self.filter(any_of(ways))

    def followed_by(self, user: User | AnonymousUser) -> Self:
        """As `visible_to`, without what a leader has only found or been asked into."""
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        return self.filter(any_of(_steering_and_inside(user, _of_active_member)))

    def inside_visible_to(self, user: User | AnonymousUser) -> Self:
        """Networks whose inside is open to `user`: active members and assigned consultants."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(any_of(_inside(user, _of_active_member)))

    def with_is_inside(self, user: User) -> models.QuerySet[Any, Any]:
        """Each row says in `is_inside` whether its inside is open to `user`."""
        ways = _inside(user, _of_active_member)
        says = models.BooleanField()
        if not ways:
            return self.annotate(is_inside=models.Value(False, output_field=says))
        return self.annotate(is_inside=models.ExpressionWrapper(any_of(ways), says))

    def findable_by(self, user: User | AnonymousUser) -> Self:
        """Networks that a leader can find and join or ask to join."""
        return self.filter(self._findable_by(user)) if user.is_authenticated else self.none()

    @staticmethod
    def _findable_by(user: User) -> models.Q:
        return models.Q(
            municipality__in=user.municipalities_as(Role.LEADER),
            admission__in=[Admission.OPEN, Admission.REQUEST],
            status__in=JOINABLE,
        )

    def in_danish_order(self) -> Self:
        return self.order_by("sort_key", "pk")


def any_of(ways: list[models.Q]) -> models.Q:
    """Rows that one of `ways` leads to; no way, no row."""
    return reduce(or_, ways) if ways else models.Q(pk__in=[])


# Each way is asked only of who holds a role that could open it: every way that a query leaves out
# is a subquery less to build, to plan and to run, on nearly every page.
def _steering_and_inside(user: User, memberships: Ways) -> list[models.Q]:
    """The ways of a director, a policy officer, a member and a consultant."""
    ways = _inside(user, memberships)
    if own := user.municipalities_as(Role.DIRECTOR):
        ways.append(models.Q(municipality__in=own))
    if own := user.municipalities_as(Role.POLICY_OFFICER):
        ways.append(models.Q(municipality__in=own, status__in=JOINABLE))
    return ways


def _inside(user: User, memberships: Ways) -> list[models.Q]:
    ways = []
    if user.has_role(Role.LEADER):
        ways.append(models.Q(pk__in=memberships(user)))
    if user.has_role(Role.CONSULTANT, Role.INTERNAL_CONSULTANT):
        ways.append(models.Q(pk__in=_assigned_to(user)))
    return ways


def _of_member(user: User) -> models.QuerySet[Any, Any]:
    from networks.models.membership import Membership

    return Membership.objects.held_by(user).values("network")


def _of_active_member(user: User) -> models.QuerySet[Any, Any]:
    from networks.models.membership import Membership

    return Membership.objects.held_by(user).active().values("network")


def _assigned_to(user: User) -> models.QuerySet[Any, Any]:
    from networks.models.membership import Assignment

    return Assignment.objects.open_to(user, timezone.localdate()).values("network")


class Network(models.Model):
    """A leader network of a municipality (or, across municipalities, of KLK).

    What it is for and how it works stands in its designs; what can be searched or limits who comes
    in is lifted from the approved design to here when it is approved.
    """

    municipality = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="networks"
    )
    name = models.CharField(_("name"), max_length=120)
    status = models.CharField(
        _("status"), max_length=20, choices=NetworkStatus, default=NetworkStatus.DRAFT
    )
    admission = models.CharField(
        _("admission"), max_length=20, choices=Admission, default=Admission.INVITATION
    )
    size_max = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    created_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, related_name="networks_created"
    )
    created_at = models.DateTimeField()
    established_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    sort_key = models.CharField(max_length=300, editable=False)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        indexes = [models.Index(fields=["municipality", "sort_key"], name="network_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="network_name_once_in_municipality"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def can_be_joined(self) -> bool:
        return self.status in JOINABLE

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.municipality_id}
