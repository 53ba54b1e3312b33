"""A network and who may see it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.danish import sort_key
from networks.choices import JOINABLE, Admission, NetworkStatus
from networks.models import lookups  # noqa: F401 - `among` is known from here on
from networks.models.ties import ties_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


#: The columns that a list shows, or asks to know what its reader may see.
IN_SHORT = ("name", "status", "size_max", "established_on", "municipality")


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
        return self.filter(seen_by(user))

    def inside_visible_to(self, user: User | AnonymousUser) -> Self:
        """Networks whose inside is open to `user`: active members and assigned consultants."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(any_of(_among(ties_of(user).inside)))

    def assigned_visible_to(self, user: User | AnonymousUser) -> Self:
        """Networks that `user` is assigned to as a consultant."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(any_of(_among(ties_of(user).assigned)))

    def findable_by(self, user: User | AnonymousUser) -> Self:
        """Networks that a leader can find and join or ask to join."""
        return self.filter(_findable(user)) if user.is_authenticated else self.none()

    def in_short(self) -> models.QuerySet[Any, Any]:
        """What lists show: IN_SHORT alone, and in `member_count` how many active members."""
        return self.annotate(member_count=_active_members()).only(*IN_SHORT)

    def in_danish_order(self) -> Self:
        return self.order_by("sort_key", "pk")


@cache  # the same every time, and long to put together
def _active_members() -> Coalesce:
    """How many the network of the outer query has."""
    from networks.models.membership import Membership

    active = Membership.objects.active().filter(network=models.OuterRef("pk")).order_by()
    counted = active.values("network").annotate(n=models.Count("pk")).values("n")
    return Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)


def any_of(ways: list[models.Q]) -> models.Q:
    """Rows that one of `ways` leads to; no way, no row."""
    return reduce(or_, ways) if ways else models.Q(pk__in=[])


# Each way is asked only of who holds a role or a tie that could open it: what a query leaves out
# need not be built, planned or run, on nearly every page. `at` leads from a row to its network.
def seen_by(user: User, at: str = "") -> models.Q:
    """Rows whose network's page `user`, who is no KLK administrator, may open."""
    ties = ties_of(user)
    ways = [*_steering(user, at), *_among(ties.followed, at)]
    if user.has_role(Role.LEADER):
        ways.append(_findable(user, at))
    return any_of(ways)


def carried_by(user: User, at: str = "") -> models.Q:
    """Rows of networks that `user`, who is no KLK administrator, steers, coordinates or advises."""
    ties = ties_of(user)
    return any_of([*_steering(user, at), *_among(ties.coordinated.union(ties.assigned), at)])


def _steering(user: User, at: str = "") -> list[models.Q]:
    """The ways of a director and a policy officer."""
    ways = []
    if own := user.municipalities_as(Role.DIRECTOR):
        ways.append(models.Q((f"{at}municipality__in", own)))
    if own := user.municipalities_as(Role.POLICY_OFFICER):
        ways.append(models.Q((f"{at}municipality__in", own), (f"{at}status__in", JOINABLE)))
    return ways


def _among(networks: Collection[int], at: str = "") -> list[models.Q]:
    return [models.Q((f"{at}pk__among", networks))] if networks else []


def _findable(user: User, at: str = "") -> models.Q:
    return models.Q(
        (f"{at}municipality__in", user.municipalities_as(Role.LEADER)),
        (f"{at}admission__in", [Admission.OPEN, Admission.REQUEST]),
        (f"{at}status__in", JOINABLE),
    )


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
    substitutes_welcome = models.BooleanField(_("substitutes are welcome"), default=False)
    # How many days before or after a reminder comes here, by its name in networks/mails/reminders,
    # where that is not what is usual; null: it does not come at all.
    reminder_days = models.JSONField(_("times of reminders"), default=dict, blank=True)
    design_in_force = models.OneToOneField(
        "networks.NetworkDesign",
        models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        related_name="in_force_in",
        verbose_name=_("design in force"),
    )
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
