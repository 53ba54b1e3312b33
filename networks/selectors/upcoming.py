"""What is next for a person: the dates of the networks they follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from networks.models import Milestone
from networks.models.ties import ties_of
from networks.selectors.coming import NEAREST, ComingMeeting
from ui.addresses import address_of

WHAT = {
    "criterion": _("The success criterion is to be reached"),
    "renewal": _("The design is to be renewed"),
    "assignment": _("Your assignment ends"),
    "meeting": _("Meeting"),
}


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
    rows = [
        Upcoming(
            day,
            WHAT["criterion" if criterion else "renewal"],
            name,
            address_of(network, "network"),
            indicator or "",
        )
        for day, network, name, criterion, indicator in _milestones(user, timezone.localdate(now))
    ]
    rows += [
        Upcoming(row.day, WHAT["meeting"], row.network, row.href, row.theme)
        for row in coming[:NEAREST]
    ]
    rows += [
        Upcoming(day, WHAT["assignment"], name, address_of(network, "network"))
        for day, network, name in ties_of(user).ending[:NEAREST]
    ]
    return sorted(rows, key=lambda row: (row.day, row.network, row.detail))[:NEAREST]


def _milestones(user: User, today: dt.date) -> Iterable[Any]:
    """The next few, along their index: no more are read than are shown."""
    ties = ties_of(user)
    carries = ties.coordinated or ties.assigned
    if not carries and not user.has_role(Role.DIRECTOR, Role.POLICY_OFFICER, Role.KLK_ADMIN):
        return []
    rows = Milestone.objects.carried_by(user).coming(today)
    columns = ("day", "network", "network__name", "criterion", "criterion__indicator")
    return rows.values_list(*columns)[:NEAREST]
