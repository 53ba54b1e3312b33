"""What waits for a person in networks: the lines of the home page."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, Value
from django.db.models.functions import Concat, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.danish import sort_key
from accounts.models import User
from networks.choices import MemberDuty, MembershipState, NetworkStatus
from networks.models import DutyPeriod, Membership, Network
from networks.models.ties import ties_of
from networks.selectors.design import DRAFTS, of_steered, steered_by, steers
from networks.selectors.minutes import ACTIONS, TO_APPROVE
from networks.selectors.polls import DATES
from networks.selectors.sources import Row, lines_of, source
from ui.addresses import address_of
from ui.waiting import AT_MOST, Waiting

SOON = dt.timedelta(days=30)
RUNNING = (NetworkStatus.ESTABLISHING, NetworkStatus.ACTIVE, NetworkStatus.SELF_RUNNING)


def waiting_for(user: User, now: dt.datetime) -> list[Waiting]:
    """What `user` can do something about: the kinds of SOURCES, and assignments that end.

    One query besides their ties.
    """
    today = timezone.localdate(now)
    return [*lines_of(SOURCES, user, today), *_ending_assignments(user, today)]


def _name_of(person: str) -> Concat:
    return Concat(f"{person}__first_name", Value(" "), f"{person}__last_name")


def _invited(user: User, _today: dt.date) -> Q | None:
    own = ties_of(user).memberships.values()
    invited = [row.pk for row in own if row.state == MembershipState.INVITED]
    return Q(pk__among=invited) if invited else None


def _invitation_line(row: Row, _user: User, _today: dt.date) -> Waiting:
    who = row.words.strip()
    return Waiting(
        title=_("Say yes or no to"),
        subject=row.name,
        detail=_("Invited by %(who)s") % {"who": who} if who else "",
        href=address_of(row.network, "network"),
        badge=_("Your turn"),
        badge_kind="attention",
        due=row.day,
    )


def _request_line(row: Row, _user: User, _today: dt.date) -> Waiting:
    return Waiting(
        title=_("%(who)s would like to join") % {"who": row.words.strip()},
        subject=row.name,
        href=address_of(row.network, "network_members"),
        badge=_("Your turn"),
        badge_kind="attention",
        due=row.day,
    )


def _without_coordinator(user: User, today: dt.date) -> Q | None:
    if not steers(user):
        return None
    # All that are coordinated at once: asking network by network takes longer the more there are.
    coordinated = DutyPeriod.objects.held_on(today).filter(duty=MemberDuty.COORDINATOR)
    return steered_by(user) & ~Q(pk__in=coordinated.values("membership__network"))


def _without_coordinator_line(row: Row, _user: User, _today: dt.date) -> Waiting:
    return Waiting(
        title=_("Find a coordinator for"),
        subject=row.name,
        detail=_("Without one nobody calls the meetings."),
        href=address_of(row.network, "network_members"),
        badge=_("Missing"),
        badge_kind="attention",
    )


def _ending_assignments(user: User, today: dt.date) -> list[Waiting]:
    return [
        Waiting(
            title=_("Hand over"),
            subject=name,
            detail=_("Your assignment is about to end."),
            href=address_of(network, "network"),
            badge=_days_left((day - today).days),
            badge_kind="info",
            due=day,
        )
        for day, network, name in ties_of(user).ending[:AT_MOST]
        if day <= today + SOON
    ]


def _days_left(days: int) -> str:
    if days == 0:
        return _("Ends today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


FIRST_ASKED = Membership.objects.order_by("asked_at", "pk")
SOURCES = (
    source(
        "invitation",
        FIRST_ASKED,
        _invited,
        _invitation_line,
        words=_name_of("asked_by"),
        day=TruncDate("asked_at"),
    ),
    source(
        "request",
        FIRST_ASKED.filter(state=MembershipState.REQUESTED),
        of_steered,
        _request_line,
        words=_name_of("user"),
        day=TruncDate("asked_at"),
    ),
    DRAFTS,
    source(
        "coordinator",
        Network.objects.filter(status__in=RUNNING).in_danish_order(),
        _without_coordinator,
        _without_coordinator_line,
        network="",
        order=lambda row: sort_key(row.name),
    ),
    DATES,
    TO_APPROVE,
    ACTIONS,
)
