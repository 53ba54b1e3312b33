"""What is next for a person: the dates of the networks they follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.choices import NetworkStatus
from networks.models import Assignment, Network
from networks.models.ties import ties_of

WHAT = {
    "criterion": _("The success criterion is to be reached"),
    "renewal": _("The design is to be renewed"),
    "assignment": _("Your assignment ends"),
}
NOTHING = Value("", output_field=CharField())


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
    criterion, renewal = "design_in_force__goals__criteria__", "design_in_force__renewed_on"
    # Each kind gives its nearest alone, along an index: nobody's thousand other dates are read.
    nearest = _dates(
        followed, "criterion", f"{criterion}target_date", today, detail=F(f"{criterion}indicator")
    )[:limit]
    others = [_dates(followed, "renewal", renewal, today)[:limit]]
    if ties_of(user).assigned:
        own = Assignment.objects.open_to(user, today)
        others.append(_dates(own, "assignment", "ends_on", today, network="network__")[:limit])
    return [
        Upcoming(
            row["day"],
            WHAT[row["what"]],
            row["at_name"],
            reverse("network", args=[row["at"]]),
            row["detail"],
        )
        for row in nearest.union(*others).order_by("day", "at_name", "detail")[:limit]
    ]


def _dates(
    rows: QuerySet[Any],
    what: str,
    day: str,
    today: dt.date,
    *,
    network: str = "",
    detail: Any = NOTHING,
) -> Any:
    """The columns that every kind of date has in common, of dates to come."""
    coming = rows.filter(**{f"{day}__gte": today}).order_by(day, "pk")
    return coming.values(
        day=F(day),
        what=Value(what, output_field=CharField()),
        at=F(f"{network}pk"),
        at_name=F(f"{network}name"),
        detail=detail,
    )
