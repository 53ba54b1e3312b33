"""What waits for a person in networks: the lines of the home page."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import OrganisationKind, Role
from accounts.models import User
from networks.choices import MemberDuty, MembershipState, NetworkStatus
from networks.models import DutyPeriod, Membership, Network
from networks.models.ties import ties_of
from networks.selectors.design import drafts_waiting
from networks.selectors.networks import names_of
from ui.waiting import AT_MOST, Waiting

SOON = dt.timedelta(days=30)
RUNNING = (NetworkStatus.ESTABLISHING, NetworkStatus.ACTIVE, NetworkStatus.SELF_RUNNING)


def waiting_for(user: User, now: dt.datetime) -> list[Waiting]:
    """Invitations to answer, requests to decide, drafts to finish, what ends or lacks somebody.

    One query for each kind that the roles call for, three for drafts.
    """
    today = timezone.localdate(now)
    lines = _invitations(user)
    if user.has_role(Role.DIRECTOR, Role.KLK_ADMIN):
        lines += [*_requests(user), *drafts_waiting(user), *_without_coordinator(user, today)]
    return [*lines, *_ending_assignments(user, today)]


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
        .order_by("asked_at")[:AT_MOST]
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


def _requests(user: User) -> list[Waiting]:
    rows = (
        Membership.objects.filter(_steered_by(user, "network__"), state=MembershipState.REQUESTED)
        .select_related("network", "user")
        .order_by("asked_at")[:AT_MOST]
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
        for row in rows.in_danish_order().only("name")[:AT_MOST]
    ]


def _ending_assignments(user: User, today: dt.date) -> list[Waiting]:
    ending = ties_of(user).ending(today + SOON)[:AT_MOST]
    names = names_of([network for _day, network in ending])
    return [
        Waiting(
            title=_("Hand over"),
            subject=names[network],
            detail=_("Your assignment is about to end."),
            href=reverse("network", args=[network]),
            badge=_days_left((day - today).days),
            badge_kind="info",
            due=day,
        )
        for day, network in ending
    ]


def _days_left(days: int) -> str:
    if days == 0:
        return _("Ends today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
