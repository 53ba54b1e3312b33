"""What the run asks of the portal itself: python -m klk_portal.faults.outbox < question

A question is a JSON list, a word and what belongs to it; the answer is JSON in the last line.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from klk_portal.faults import KIND  # noqa: E402
from networks.choices import MembershipState  # noqa: E402
from networks.models import Meeting, Membership  # noqa: E402
from notifications.models import Message, MessageState  # noqa: E402
from notifications.rendering import message_id  # noqa: E402
from notifications.services import queue_for_each  # noqa: E402
from notifications.troubles import send_again  # noqa: E402


def fill(wanted: int) -> dict[str, str]:
    """Put `wanted` reminders of meetings into the outbox; returns their Message-IDs by number.

    All of them are due, and each is for a member of the network of a meeting to come, so that it is
    still wanted when it is sent. Whatever else waited there is withdrawn.
    """
    now = timezone.now()
    waiting = Message.objects.filter(state=MessageState.WAITING)
    waiting.update(state=MessageState.SUPPRESSED, finished_at=now)
    left = wanted
    for meeting in _meetings(wanted, now):
        members = User.objects.filter(
            memberships__network=meeting.network_id, memberships__state=MembershipState.ACTIVE
        )
        people = list(members.order_by("pk")[:left])
        day = timezone.localdate(meeting.starts_at).isoformat()
        queue_for_each(kind=KIND, people=people, subject=meeting, occasion=day, now=now)
        left -= len(people)
        if left <= 0:
            break
    return {
        str(row.pk): message_id(row)
        for row in Message.objects.filter(kind=KIND, state=MessageState.WAITING)
    }


def _meetings(wanted: int, now: dt.datetime) -> list[Meeting]:
    """New meetings, enough for so many reminders and a week apart."""
    running = Membership.objects.active().values("network").annotate(members=Count("pk"))
    a_week = {row["network"]: row["members"] for row in running.order_by("network")}
    weeks = 1 + wanted // max(sum(a_week.values()), 1)
    planner = User.objects.order_by("pk").first()
    first = now + dt.timedelta(days=20, minutes=now.second)
    return Meeting.objects.bulk_create(
        Meeting(
            network_id=network,
            theme="Et møde i dårligt vejr",
            starts_at=first + dt.timedelta(weeks=week),
            ends_at=first + dt.timedelta(weeks=week, hours=2),
            place="Rådhuset",
            created_by=planner,
            created_at=now,
        )
        for week in range(weeks)
        for network in a_week
    )


def again(_nothing: None) -> list[str]:
    """What a person at KLK does in the end: send anew whatever did not arrive, or perhaps not."""
    troubled = [str(row.pk) for row in Message.objects.in_trouble()]
    send_again(messages=map(int, troubled), now=timezone.now())
    return troubled


WORDS: dict[str, Callable[[Any], object]] = {"fill": fill, "again": again}


def main() -> None:
    word, what = json.load(sys.stdin)
    print(json.dumps(WORDS[word](what)))


if __name__ == "__main__":
    main()
