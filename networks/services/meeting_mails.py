"""Who is told of a meeting: everybody inside the network, by mail with a calendar entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from accounts.models import User
from networks.models import DatePoll, Meeting, Membership
from networks.selectors.members import people_inside
from networks.selectors.told import MEETINGS, as_told
from notifications.services import queue_for_each


def tell_everybody(
    meetings: Sequence[Meeting], *, changed: Sequence[str] = (), now: dt.datetime
) -> None:
    """One mail a person about `meetings` of one network, planned, changed or cancelled together.

    `changed` are the names of the fields that are new.
    """
    network = meetings[0].network
    queue_for_each(
        kind=MEETINGS,
        people=people_inside(network.pk, timezone.localdate(now)).order_by("pk"),
        subject=network,
        occasion=f"{meetings[0].pk}-{meetings[-1].pk}.{meetings[0].sequence}",
        params={**as_told(meetings), "changed": list(changed)},
        now=now,
    )


def ask_for_dates(poll: DatePoll, *, now: dt.datetime) -> None:
    """One mail to each active member: which of these dates suit you?"""
    members = Membership.objects.active().filter(network=poll.network_id).values("user")
    people = User.objects.filter(pk__among=members, is_active=True).order_by("pk")
    queue_for_each(kind="networks.dates", people=people, subject=poll, now=now)
