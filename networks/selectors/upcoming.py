"""What is next for a person: the dates of the networks they follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.choices import NetworkStatus
from networks.models import Network
from networks.models.ties import ties_of
from networks.selectors.coming import ComingMeeting
from networks.selectors.networks import names_of

WHAT = {
    "criterion": _("The success criterion is to be reached"),
    "renewal": _("The design is to be renewed"),
    "assignment": _("Your assignment ends"),
    "meeting": _("Meeting"),
}
NEAREST = 5  # of each kind: no page shows more


@dataclass(frozen=True)
class Upcoming:
    """A dated thing to come: what happens, in which network, and where to read more."""

    day: dt.date
    what: str | Promise
    network: str
    href: str
    detail: str = ""


def upcoming_for(user: User, now: dt.datetime, coming: list[ComingMeeting]) -> list[Upcoming]:
    """The next dates of `user`, nearest first: `coming` meetings, and what they carry.

    The dates of a design are for those who steer, coordinate or are assigned: a member has the
    meetings. One query for each kind of date: put together by the database they took longer to
    write than to run, and each reads its nearest along an index.
    """
    today = timezone.localdate(now)
    carried = Network.objects.carried_by(user).exclude(status=NetworkStatus.CLOSED)
    criterion, design = "design_in_force__goals__criteria__", "design_in_force__"
    rows = [
        *_nearest(carried, "criterion", criterion, "target_date", today, detail="indicator"),
        *_nearest(carried, "renewal", design, "renewed_on", today),
    ]
    rows += [
        Upcoming(row.day, WHAT["meeting"], row.network, row.href, row.theme)
        for row in coming[:NEAREST]
    ]
    ending = ties_of(user).ending()[:NEAREST]
    names = names_of([network for _day, network in ending])
    rows += [
        Upcoming(day, WHAT["assignment"], names[network], reverse("network", args=[network]))
        for day, network in ending
    ]
    return sorted(rows, key=lambda row: (row.day, row.network, row.detail))[:NEAREST]


def _nearest(
    rows: QuerySet[Any],
    what: str,
    at: str,
    day: str,
    today: dt.date,
    *,
    detail: str = "",
) -> list[Upcoming]:
    """The first few dates of one kind still to come: the column `day` of what `at` leads to.

    In the order of its index (day and key), so that no more is read than is shown.
    """
    columns = [f"{at}{day}", "pk", "name"]
    if detail:
        columns.append(f"{at}{detail}")
    coming = rows.filter(**{f"{at}{day}__gte": today}).order_by(f"{at}{day}", f"{at}pk")
    coming = coming.values_list(*columns)
    return [
        Upcoming(when, WHAT[what], name, reverse("network", args=[pk]), *more)
        for when, pk, name, *more in coming[:NEAREST]
    ]
