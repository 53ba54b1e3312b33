"""What waits for a person in networks: the lines of the home page."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import OrganisationKind, Role
from accounts.models import User
from networks.choices import MemberDuty, MembershipState, NetworkStatus
from networks.dates.words import time_in_words
from networks.models import Assignment, Attendance, DutyPeriod, Meeting, Membership, Network
from networks.models.ties import ties_of
from networks.selectors.design import drafts_waiting
from ui.waiting import Waiting

SHOWN = 5  # of each kind; a home page is no list
SOON = dt.timedelta(days=30)
RUNNING = (NetworkStatus.ESTABLISHING, NetworkStatus.ACTIVE, NetworkStatus.SELF_RUNNING)


def waiting_for(user: User, now: dt.datetime) -> list[Waiting]:
    """Invitations to answer, requests to decide, drafts to finish, what ends or lacks somebody.

    One query for each kind that the roles call for, three for drafts.
    """
    today = timezone.localdate(now)
    lines = [*_invitations(user), *_unanswered(user, now)]
    if user.has_role(Role.DIRECTOR, Role.KLK_ADMIN):
        lines += [*_requests(user), *drafts_waiting(user), *_without_coordinator(user, today)]
    if ties_of(user).assigned:
        lines += _ending_assignments(user, today)
    return lines


def _steered_by(user: User, network: str = "") -> Q:
    """The networks that `user` steers from day to day; `network` is the way to them from a row.

    KLK administration may step in everywhere, but waits only for its own networks, across
    municipalities.
    """
    own = Q(**{f"{network}municipality__in": user.municipalities_as(Role.DIRECTOR)})
    across = Q(**{f"{network}municipality__kind": OrganisationKind.KLK})
    return own | across if user.is_klk_admin else own


def _invitations(user: User) -> list[Waiting]:
    if not ties_of(user).in_state(MembershipState.INVITED):
        return []
    rows = (
        Membership.objects.held_by(user)
        .filter(state=MembershipState.INVITED)
        .select_related("network", "asked_by")
        .order_by("asked_at")[:SHOWN]
    )
    return [
        Waiting(
            title=_("Say yes or no to"),
            subject=row.network.name,
            detail=_("Invited by %(who)s") % {"who": row.asked_by} if row.asked_by else "",
            href=reverse("network", args=[row.network_id]),
            badge=_("Your turn"),
            badge_kind="attention",
            due=timezone.localdate(row.asked_at),
        )
        for row in rows
    ]


def _unanswered(user: User, now: dt.datetime) -> list[Waiting]:
    """Meetings of the next weeks to which the reader has not said whether they come."""
    own = [row for row in ties_of(user).memberships.values() if row.state == MembershipState.ACTIVE]
    if not own:
        return []
    said = Attendance.objects.filter(meeting=OuterRef("pk"), membership__in=own).exclude(answer="")
    coming = Meeting.objects.filter(network__in=[row.network_id for row in own])
    rows = coming.upcoming(now).filter(~Exists(said), starts_at__lte=now + SOON)
    return [
        Waiting(
            title=_("Say whether you come to"),
            subject=row.theme,
            detail=time_in_words(row.starts_at, row.ends_at),
            href=reverse("meeting", args=[row.pk]),
            badge=_("Your turn"),
            badge_kind="attention",
            due=timezone.localdate(row.starts_at),
        )
        for row in rows[:SHOWN]
    ]


def _requests(user: User) -> list[Waiting]:
    rows = (
        Membership.objects.filter(_steered_by(user, "network__"), state=MembershipState.REQUESTED)
        .select_related("network", "user")
        .order_by("asked_at")[:SHOWN]
    )
    return [
        Waiting(
            title=_("%(who)s would like to join") % {"who": row.user},
            subject=row.network.name,
            href=reverse("network_members", args=[row.network_id]),
            badge=_("Your turn"),
            badge_kind="attention",
            due=timezone.localdate(row.asked_at),
        )
        for row in rows
    ]


def _without_coordinator(user: User, today: dt.date) -> list[Waiting]:
    # All that are coordinated at once: asking network by network takes longer the more there are.
    coordinated = DutyPeriod.objects.held_on(today).filter(duty=MemberDuty.COORDINATOR)
    rows = Network.objects.filter(_steered_by(user), status__in=RUNNING).exclude(
        pk__in=coordinated.values("membership__network")
    )
    return [
        Waiting(
            title=_("Find a coordinator for"),
            subject=row.name,
            detail=_("Without one nobody calls the meetings."),
            href=reverse("network_members", args=[row.pk]),
            badge=_("Missing"),
            badge_kind="attention",
        )
        for row in rows.in_danish_order().only("name")[:SHOWN]
    ]


def _ending_assignments(user: User, today: dt.date) -> list[Waiting]:
    rows = (
        Assignment.objects.open_to(user, today)
        .filter(ends_on__lte=today + SOON)
        .select_related("network")
        .order_by("ends_on")[:SHOWN]
    )
    return [
        Waiting(
            title=_("Hand over"),
            subject=row.network.name,
            detail=_("Your assignment is about to end."),
            href=reverse("network", args=[row.network_id]),
            badge=_days_left((row.ends_on - today).days),
            badge_kind="info",
            due=row.ends_on,
        )
        for row in rows
        if row.ends_on
    ]


def _days_left(days: int) -> str:
    if days == 0:
        return _("Ends today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
