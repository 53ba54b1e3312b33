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
from networks.models import Assignment, Meeting, Network
from networks.models.ties import ties_of

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


def upcoming_for(user: User, now: dt.datetime) -> list[Upcoming]:
    """The next dates of the networks that `user` follows, nearest first.

    A leader follows the networks they are in; everybody else those whose page they may open. One
    query for each kind of date: put together by the database they took longer to write than to
    run, and each reads its nearest along an index.
    """
    today = timezone.localdate(now)
    followed = Network.objects.followed_by(user).exclude(status=NetworkStatus.CLOSED)
    criterion, design = "design_in_force__goals__criteria__", "design_in_force__"
    rows = [
        *_nearest(followed, "criterion", criterion, "target_date", today, detail="indicator"),
        *_nearest(followed, "renewal", design, "renewed_on", today),
    ]
    if inside := ties_of(user).inside:
        rows += _meetings(inside, now)
    if ties_of(user).assigned:
        own = Assignment.objects.open_to(user, today)
        rows += _nearest(own, "assignment", "", "ends_on", today, network="network__")
    return sorted(rows, key=lambda row: (row.day, row.network, row.detail))[:NEAREST]


def _meetings(networks: list[int], now: dt.datetime) -> list[Upcoming]:
    """The next meetings of those networks."""
    coming = Meeting.objects.filter(network__in=networks).upcoming(now)
    columns = ("pk", "starts_at", "network__name", "theme")
    return [
        Upcoming(
            timezone.localdate(starts_at),
            WHAT["meeting"],
            name,
            reverse("meeting", args=[pk]),
            theme,
        )
        for pk, starts_at, name, theme in coming.values_list(*columns)[:NEAREST]
    ]


def _nearest(
    rows: QuerySet[Any],
    what: str,
    at: str,
    day: str,
    today: dt.date,
    *,
    detail: str = "",
    network: str = "",
) -> list[Upcoming]:
    """The first few dates of one kind still to come: the column `day` of what `at` leads to.

    In the order of its index (day and key), so that no more is read than is shown.
    """
    columns = [f"{at}{day}", f"{network}pk", f"{network}name"]
    if detail:
        columns.append(f"{at}{detail}")
    coming = rows.filter(**{f"{at}{day}__gte": today}).order_by(f"{at}{day}", f"{at}pk")
    coming = coming.values_list(*columns)
    return [
        Upcoming(when, WHAT[what], name, reverse("network", args=[pk]), *more)
        for when, pk, name, *more in coming[:NEAREST]
    ]
