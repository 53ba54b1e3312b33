"""What ties a person to networks today: read once a request, asked on nearly every line."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from accounts.choices import Role
from networks.choices import MemberDuty, MembershipState

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User

KEPT_AS = "network_ties"
_writes = itertools.count(1)
_last_write = 0  # of this process


class Assigned(NamedTuple):
    """From when until when, if it ends at all, one is assigned to a network, and its name."""

    name: str
    starts_on: dt.date
    ends_on: dt.date | None


@dataclass(frozen=True)
class Ties:
    """By id of the network: one's open memberships, and one's assignments as consultant.

    Only what a role of today carries is a tie; a role that has ended gives nothing.
    """

    memberships: dict[int, Any]  # of Membership, with `coordinates` and `network_name`
    assigned: dict[int, Assigned]
    read_after: int = 0

    @cached_property
    def followed(self) -> frozenset[int]:
        """Those that one is in, is invited to, has asked to join or is assigned to."""
        return frozenset([*self.memberships, *self.assigned])

    def in_state(self, state: str) -> frozenset[int]:
        rows = self.memberships.items()
        return frozenset(network for network, own in rows if own.state == state)

    @cached_property
    def active_memberships(self) -> frozenset[int]:
        """Their ids, of the networks that one is a member of."""
        rows = self.memberships.values()
        return frozenset(row.pk for row in rows if row.state == MembershipState.ACTIVE)

    @cached_property
    def coordinated(self) -> frozenset[int]:
        """Those that one coordinates today, as an active member."""
        return frozenset(
            network
            for network, own in self.memberships.items()
            if own.state == MembershipState.ACTIVE and own.coordinates
        )

    @cached_property
    def ending(self) -> list[tuple[dt.date, int, str]]:
        """Each assignment that ends: the day, the network and its name, in order."""
        rows = self.assigned.items()
        return sorted((own.ends_on, network, own.name) for network, own in rows if own.ends_on)

    def name_of(self, network: int) -> str:
        """The name of a network that one has a tie to."""
        own = self.memberships.get(network)
        return str(own.network_name) if own is not None else self.assigned[network].name

    @cached_property
    def inside(self) -> frozenset[int]:
        """Those whose inside is open: of active members and assigned consultants."""
        return self.in_state(MembershipState.ACTIVE).union(self.assigned)


def ties_of(user: User) -> Ties:
    """The ties of `user` today: one query for a leader, one for a consultant, none for others.

    Kept on the instance, as `held_roles` is: it lives as long as the request, so what ended is
    gone at the next click. Whatever this process writes itself is seen at once.
    """
    kept = getattr(user, KEPT_AS, None)
    if isinstance(kept, Ties) and kept.read_after == _last_write:
        return kept
    ties = Ties(_memberships(user), _assigned(user), read_after=_last_write)
    setattr(user, KEPT_AS, ties)
    return ties


def forget_when_written(*models: type[Model]) -> None:
    """Let every kept tie be read anew after a row of `models` is saved or deleted."""
    for model in models:
        post_save.connect(_forget, sender=model)
        post_delete.connect(_forget, sender=model)


def _forget(**_signal: Any) -> None:
    global _last_write
    _last_write = next(_writes)


def _memberships(user: User) -> dict[int, Any]:
    """Each says in `coordinates` whether one coordinates there today, and in `network_name` where.

    Read beside its duties, past ones too, which are few: to ask for today's as a condition takes
    longer to put together than to run, and nearly every page asks.
    """
    if not user.has_role(Role.LEADER):
        return {}
    own: dict[int, Any] = {}
    today = timezone.localdate()
    for row in _beside_their_duties().held_by(user):
        known = own.setdefault(row.network_id, row)
        known.coordinates = getattr(known, "coordinates", False) or _coordinates(row, today)
    return own


@cache  # the same every time, and asked on nearly every page
def _beside_their_duties() -> Any:
    """Everybody's; only filtered ones are read, as rows would stay with this one."""
    from networks.models.membership import Membership

    beside = {name: F(f"duties__{name}") for name in ("duty", "starts_on", "ends_on")}
    return Membership.objects.annotate(**beside, network_name=F("network__name"))


def _coordinates(row: Any, day: dt.date) -> bool:
    """Whether the duty beside a membership is the coordinator's, and held on `day`."""
    if row.duty != MemberDuty.COORDINATOR or row.starts_on > day:
        return False
    return row.ends_on is None or bool(row.ends_on >= day)


def _assigned(user: User) -> dict[int, Assigned]:
    from networks.models.membership import Assignment

    if not user.has_role(Role.CONSULTANT, Role.INTERNAL_CONSULTANT):
        return {}
    open_today = Assignment.objects.open_to(user, timezone.localdate())
    rows = open_today.values_list("network", "network__name", "starts_on", "ends_on")
    return {network: Assigned(name, begins, ends) for network, name, begins, ends in rows}
