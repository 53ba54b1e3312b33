"""The meetings to come of a person: read once for what waits and for what is next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from networks.choices import MembershipState
from networks.dates.words import time_in_words
from networks.models import Attendance, Meeting
from networks.models.ties import ties_of
from ui.addresses import address_of
from ui.waiting import AT_MOST, Waiting

READ = 50  # of a member, who is asked to answer: far more than a page shows
NEAREST = 5  # of a consultant, who sees what is next: no page shows more
SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class ComingMeeting:
    """A meeting to come; `unanswered` where the reader is a member and has said nothing yet."""

    pk: int
    network_id: int
    network: str
    theme: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    unanswered: bool

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.starts_at)

    @property
    def href(self) -> str:
        return address_of(self.pk, "meeting")


def coming_meetings(user: User, now: dt.datetime) -> list[ComingMeeting]:
    """The next meetings of the networks that `user` is inside of, in order. One query at most."""
    ties = ties_of(user)
    if not ties.inside:
        return []
    own = ties.in_state(MembershipState.ACTIVE)
    said = Attendance.objects.filter(
        meeting=OuterRef("pk"), membership__among=ties.active_memberships
    )
    answered = Exists(said.exclude(answer="")) if own else Value(True)
    rows = Meeting.objects.filter(network__among=ties.inside).upcoming(now).annotate(said=answered)
    at_most = READ if own else NEAREST
    columns = ("said", "pk", "network", "theme", "starts_at", "ends_at")
    return [
        ComingMeeting(
            pk,
            network,
            ties.name_of(network),
            theme,
            starts_at,
            ends_at,
            unanswered=not said and network in own,
        )
        for said, pk, network, theme, starts_at, ends_at in rows.values_list(*columns)[:at_most]
    ]


def answers_waiting_for(coming: list[ComingMeeting], now: dt.datetime) -> list[Waiting]:
    """Meetings of the next weeks to which the reader has not said whether they come."""
    soon = [row for row in coming if row.unanswered and row.starts_at <= now + SOON]
    return [
        Waiting(
            title=_("Say whether you come to"),
            subject=row.theme,
            detail=time_in_words(row.starts_at, row.ends_at),
            href=row.href,
            badge=_("Your turn"),
            badge_kind="attention",
            due=row.day,
        )
        for row in soon[:AT_MOST]
    ]
