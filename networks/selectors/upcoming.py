"""What is next for a person: the dates of the networks they follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from networks.models import Assignment, Milestone
from networks.models.ties import ties_of
from networks.selectors.coming import ComingMeeting

WHAT = {
    "criterion": _("The success criterion is to be reached"),
    "design": _("The design is to be renewed"),
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
    meetings. One query.
    """
    today = timezone.localdate(now)
    rows = [
        Upcoming(day, _what(kind, indicator), name, reverse("network", args=[network]), indicator)
        for day, network, name, kind, indicator in _dates(user, today)
    ]
    rows += [
        Upcoming(row.day, WHAT["meeting"], row.network, row.href, row.theme)
        for row in coming[:NEAREST]
    ]
    return sorted(rows, key=lambda row: (row.day, row.network, row.detail))[:NEAREST]


def _what(kind: str, indicator: str) -> str | Promise:
    """A criterion has an indicator always, and the renewal none."""
    return WHAT["criterion" if kind == "design" and indicator else kind]


def _dates(user: User, today: dt.date) -> Iterable[Any]:
    """The next dates of the designs that `user` carries, and the ends of their assignments."""
    ties = ties_of(user)
    carries = ties.coordinated or ties.assigned
    if not carries and not user.has_role(Role.DIRECTOR, Role.POLICY_OFFICER, Role.KLK_ADMIN):
        return []
    # Along their index: no more are read than are shown.
    milestones = Milestone.objects.carried_by(user).coming(today)
    indicator = Coalesce("criterion__indicator", Value(""))
    rows = _as_rows("design", milestones, day="day", indicator=indicator)
    if not ties.ending():
        return rows
    ending = Assignment.objects.open_to(user, today).exclude(ends_on=None).order_by("ends_on", "pk")
    return rows.union(_as_rows("assignment", ending, day="ends_on", indicator=Value("")), all=True)


def _as_rows(kind: str, rows: QuerySet[Any], *, day: str, indicator: Any) -> QuerySet[Any]:
    """The first few in columns that all dates have."""
    found: QuerySet[Any] = rows.values_list(
        day, "network", "network__name", Value(kind), indicator
    )[:NEAREST]
    return found
