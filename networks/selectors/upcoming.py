"""What is next for a person: the dates of the networks they follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.choices import NetworkStatus
from networks.models import Assignment, Network, NetworkDesign, SuccessCriterion

WHAT = {
    "criterion": _("The success criterion is to be reached"),
    "renewal": _("The design is to be renewed"),
    "assignment": _("Your assignment ends"),
}


@dataclass(frozen=True)
class Upcoming:
    """A dated thing to come: what happens, in which network, and where to read more."""

    day: dt.date
    what: str | Promise
    network: str
    href: str
    detail: str = ""


def upcoming_for(user: User, today: dt.date, *, limit: int = 5) -> list[Upcoming]:
    """The next dates of the networks that `user` follows, nearest first, in one query.

    A leader follows the networks they are in; everybody else those whose page they may open.
    """
    followed = Network.objects.followed_by(user).exclude(status=NetworkStatus.CLOSED)
    designs = _designs_in_force(followed)
    criteria = SuccessCriterion.objects.filter(goal__design__in=designs, target_date__gte=today)
    renewals = designs.filter(renewed_on__gte=today)
    ending = Assignment.objects.open_to(user, today).filter(ends_on__isnull=False)
    nothing = Value("", output_field=CharField())
    rows = _dates(criteria, "criterion", "target_date", "goal__design__network", F("indicator"))
    rows = rows.union(
        _dates(renewals, "renewal", "renewed_on", "network", nothing),
        _dates(ending, "assignment", "ends_on", "network", nothing),
    )
    return [
        Upcoming(
            row["day"],
            WHAT[row["what"]],
            row["name"],
            reverse("network", args=[row["at"]]),
            row["detail"],
        )
        for row in rows.order_by("day", "name", "detail")[:limit]
    ]


def _dates(rows: QuerySet[Any], what: str, day: str, network: str, detail: Any) -> Any:
    """The columns that every kind of date has in common."""
    return rows.order_by().values(
        day=F(day),
        what=Value(what, output_field=CharField()),
        at=F(f"{network}_id"),
        name=F(f"{network}__name"),
        detail=detail,
    )


def _designs_in_force(networks: QuerySet[Network]) -> QuerySet[NetworkDesign]:
    """The newest approved design of each network."""
    newest = NetworkDesign.objects.approved().filter(network=OuterRef("network")).newest_first()
    return NetworkDesign.objects.approved().filter(
        network__in=networks, pk=Subquery(newest.values("pk")[:1])
    )
