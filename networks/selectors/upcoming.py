"""What is next for a person: the dates of the networks they follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.choices import DesignStatus, NetworkStatus
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
    criteria = SuccessCriterion.objects.filter(
        ~_replaced("goal__design__"),
        goal__design__status=DesignStatus.APPROVED,
        goal__design__network__in=followed,
        target_date__gte=today,
    )
    renewals = NetworkDesign.objects.approved().filter(
        ~_replaced(""), network__in=followed, renewed_on__gte=today
    )
    ending = Assignment.objects.open_to(user, today).filter(ends_on__isnull=False)
    nothing = Value("", output_field=CharField())
    at = "goal__design__network"
    # Each kind gives its nearest alone, along an index: nobody's thousand other dates are read.
    rows = _dates(criteria, "criterion", "target_date", at, F("indicator"))[:limit]
    rows = rows.union(
        _dates(renewals, "renewal", "renewed_on", "network", nothing)[:limit],
        _dates(ending, "assignment", "ends_on", "network", nothing)[:limit],
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
    return rows.order_by(day, "pk").values(
        day=F(day),
        what=Value(what, output_field=CharField()),
        at=F(f"{network}_id"),
        name=F(f"{network}__name"),
        detail=detail,
    )


def _replaced(design: str) -> Exists:
    """Whether a newer version of the design at `design` is approved."""
    newer = NetworkDesign.objects.approved().filter(
        network=OuterRef(f"{design}network"), version__gt=OuterRef(f"{design}version")
    )
    return Exists(newer)
