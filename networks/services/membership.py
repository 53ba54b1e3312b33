"""Coming into a network, and leaving it. The network's row is locked, so that full is full.

Only members hold places. Whoever is invited or has asked holds none: a director may invite more
than there is room for, and the first to say yes are in.
"""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind, Role
from accounts.errors import PortalError
from accounts.models import RoleHolding, User
from networks.choices import JOINABLE, Admission, MembershipState
from networks.models import Membership, Network
from networks.services.duties import end_duties
from networks.services.meetings_ahead import invite_to_meetings_ahead, part_from_meetings_ahead
from notifications.services import queue_message


class NetworkFull(PortalError):
    """All places that the design gives are taken."""

    message = _(
        "The network is full. Ask the director, who can give it more places in a new version."
    )


class NotOpenNow(PortalError):
    """Nobody comes in before the design is approved or after the network is closed."""

    message = _("The network is not open to new members right now: it is a draft or closed.")


class NotALeaderHere(PortalError):
    """Members are leaders of the network's municipality (of any, in a network across them)."""

    message = _("Only leaders of the municipality can be in this network.")


class AlreadyThere(PortalError):
    """The person is a member, has been invited or has asked already."""

    message = _("This person is already in the network, invited, or has asked to join.")


class AsksFirst(PortalError):
    """The network is not one that leaders join by themselves."""

    message = _("You cannot join this network by yourself. Ask to join, or wait to be invited.")


class NotAMemberNow(PortalError):
    """Only a membership that goes on can be ended."""

    message = _("There is no membership to end: the person is invited or has asked.")


class NoLongerWaiting(PortalError):
    """Somebody has answered, withdrawn or decided meanwhile."""

    message = _("This has been answered or withdrawn meanwhile. Nothing was changed.")


@transaction.atomic
def invite_leader(*, network: Network, person: User, by: User, now: dt.datetime) -> Membership:
    """Invite a leader, who gets a mail. Whoever has asked to join is let in by it.

    Inviting twice changes nothing. Raises NotOpenNow, NotALeaderHere, NetworkFull or AlreadyThere.
    """
    locked = _lock(network)
    present = _open_membership(locked, person)
    if present and present.state == MembershipState.ACTIVE:
        raise AlreadyThere
    if present and present.state == MembershipState.INVITED:
        return present
    _check_may_enter(locked, person, now)
    if present:
        _let_in(locked, present, now)
        _tell(present, "networks.decision", person, now)
        return present
    _check_place(locked)
    membership = _begin(locked, person, MembershipState.INVITED, by=by, now=now)
    _tell(membership, "networks.invitation", person, now)
    return membership


@transaction.atomic
def accept_invitation(*, membership: Membership, now: dt.datetime) -> Membership:
    """The invited leader says yes; again is harmless. Raises NetworkFull or NoLongerWaiting."""
    network, row = _lock_both(membership)
    if row.state == MembershipState.ACTIVE:
        return row
    if row.state != MembershipState.INVITED:
        raise NoLongerWaiting
    _check_may_enter(network, row.user, now)
    return _let_in(network, row, now)


@transaction.atomic
def decline_invitation(*, membership: Membership, now: dt.datetime) -> Membership:
    """The invited leader says no; again is harmless. Raises NoLongerWaiting."""
    _network, row = _lock_both(membership)
    if row.state == MembershipState.DECLINED:
        return row
    if row.state != MembershipState.INVITED:
        raise NoLongerWaiting
    return _end(row, MembershipState.DECLINED, now)


@transaction.atomic
def join_network(*, network: Network, person: User, now: dt.datetime) -> Membership:
    """A leader joins an open network, or one they are invited to. Again is harmless.

    Raises AsksFirst, NotOpenNow, NotALeaderHere or NetworkFull.
    """
    locked = _lock(network)
    present = _open_membership(locked, person)
    if present and present.state == MembershipState.ACTIVE:
        return present
    _check_may_enter(locked, person, now)
    invited = present is not None and present.state == MembershipState.INVITED
    if locked.admission != Admission.OPEN and not invited:
        raise AsksFirst
    row = present or Membership(network=locked, user=person, asked_at=now, asked_by=person)
    return _let_in(locked, row, now)


@transaction.atomic
def ask_to_join(*, network: Network, person: User, now: dt.datetime) -> Membership:
    """A leader asks to join; the directors get a mail. Again is harmless.

    Raises AsksFirst where only invitations count, NotOpenNow, NotALeaderHere or NetworkFull.
    """
    locked = _lock(network)
    present = _open_membership(locked, person)
    if present:
        return present
    _check_may_enter(locked, person, now)
    if locked.admission == Admission.INVITATION:
        raise AsksFirst
    _check_place(locked)
    membership = _begin(locked, person, MembershipState.REQUESTED, by=person, now=now)
    for person_who_decides in _who_decides(locked, now):
        _tell(membership, "networks.request", person_who_decides, now)
    return membership


@transaction.atomic
def decide_request(
    *, membership: Membership, accept: bool, by: User, now: dt.datetime
) -> Membership:
    """A director says yes or no to somebody who asked, who gets a mail.

    The same answer again is harmless. Raises NetworkFull, NotALeaderHere or NoLongerWaiting.
    """
    network, row = _lock_both(membership)
    if row.state == (MembershipState.ACTIVE if accept else MembershipState.DECLINED):
        return row
    if row.state != MembershipState.REQUESTED:
        raise NoLongerWaiting
    if accept:
        _check_may_enter(network, row.user, now)
        _let_in(network, row, now)
    else:
        _end(row, MembershipState.DECLINED, now)
    _tell(row, "networks.decision", row.user, now)
    return row


@transaction.atomic
def withdraw_membership(*, membership: Membership, by: User, now: dt.datetime) -> Membership:
    """Take back an invitation or a request; again is harmless. Raises NoLongerWaiting."""
    _network, row = _lock_both(membership)
    if row.state == MembershipState.WITHDRAWN:
        return row
    if row.state not in (MembershipState.INVITED, MembershipState.REQUESTED):
        raise NoLongerWaiting
    return _end(row, MembershipState.WITHDRAWN, now)


@transaction.atomic
def leave_network(*, membership: Membership, now: dt.datetime) -> Membership:
    """A member leaves; the membership stays as history, duties are over at once.

    Meetings to come go out of the person's calendar. Again is harmless. Raises NotAMemberNow.
    """
    _network, row = _lock_both(membership)
    if row.state == MembershipState.LEFT:
        return row
    if row.state != MembershipState.ACTIVE:
        raise NotAMemberNow
    return _part(row, now)


@transaction.atomic
def remove_member(*, membership: Membership, by: User, now: dt.datetime) -> Membership:
    """A director ends somebody's membership; the person gets a mail.

    Nothing happens to somebody who has left already. Raises NotAMemberNow.
    """
    _network, row = _lock_both(membership)
    if row.state == MembershipState.LEFT:
        return row
    row = leave_network(membership=row, now=now)
    _tell(row, "networks.removal", row.user, now)
    return row


def end_memberships_of_former_leaders(*, now: dt.datetime) -> int:
    """End what nobody carries any more: whoever is no leader here today and is to be none later.

    They would take places, and their phone would stand in the list. The history stays; a leader
    who moves within the municipality keeps the membership. Returns how many were ended; each is a
    transaction of its own, so an interrupted run goes on where it stopped.
    """
    rows = Membership.objects.filter(pk__in=_without_role(timezone.localdate(now)))
    ended = 0
    for row in rows.select_related("network").order_by("pk"):
        ended += _end_without_role(row, now)
    return ended


@transaction.atomic
def _end_without_role(membership: Membership, now: dt.datetime) -> bool:
    _network, row = _lock_both(membership)
    if not _without_role(timezone.localdate(now)).filter(pk=row.pk).exists():
        return False
    if row.state == MembershipState.ACTIVE:
        _part(row, now)
    else:
        _end(row, MembershipState.WITHDRAWN, now)
    return True


def _without_role(today: dt.date) -> models.QuerySet[Membership]:
    """Open memberships that no leader's role of today or later carries."""
    yesterday = today - dt.timedelta(days=1)
    leads = RoleHolding.objects.filter(user=models.OuterRef("user"), role=Role.LEADER)
    leads = leads.not_over_by(yesterday)
    home = models.OuterRef("network__municipality")
    at_home = models.Q(organisation=home) | models.Q(organisation__municipality=home)
    across = models.Q(network__municipality__kind=OrganisationKind.KLK)
    carried = models.Exists(leads.filter(at_home)) | (across & models.Exists(leads))
    return Membership.objects.open().exclude(carried)


# --- the parts of it ----------------------------------------------------------------------------
def _lock(network: Network) -> Network:
    return (
        Network.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .get(pk=network.pk)
    )


def _lock_both(membership: Membership) -> tuple[Network, Membership]:
    """The network first, always, so that two who lock never wait for each other."""
    network = _lock(membership.network)
    row = Membership.objects.select_for_update(of=("self",)).select_related("user")
    found = row.get(pk=membership.pk)
    found.network = network
    return network, found


def _open_membership(network: Network, person: User) -> Membership | None:
    return Membership.objects.open().filter(network=network, user=person).first()


def _check_may_enter(network: Network, person: User, now: dt.datetime) -> None:
    if network.status not in JOINABLE:
        raise NotOpenNow
    leads = RoleHolding.objects.held_on(timezone.localdate(now)).filter(
        user=person, role=Role.LEADER
    )
    if network.municipality.kind != OrganisationKind.KLK:
        leads = leads.in_municipalities([network.municipality_id])
    if not person.is_active or not leads.exists():
        raise NotALeaderHere


def _check_place(network: Network) -> None:
    taken = Membership.objects.active().filter(network=network).count()
    if network.size_max is not None and taken >= network.size_max:
        raise NetworkFull


def _begin(network: Network, person: User, state: str, *, by: User, now: dt.datetime) -> Membership:
    return Membership.objects.create(
        network=network, user=person, state=state, asked_at=now, asked_by=by
    )


def _let_in(network: Network, row: Membership, now: dt.datetime) -> Membership:
    """However somebody comes in, it is here: they are invited to the meetings to come."""
    _check_place(network)
    row.state, row.joined_on = MembershipState.ACTIVE, timezone.localdate(now)
    row.save()
    invite_to_meetings_ahead(row, now=now)
    return row


def _part(row: Membership, now: dt.datetime) -> Membership:
    """However a member's time ends, it is here."""
    end_duties(membership=row, on=timezone.localdate(now))
    _end(row, MembershipState.LEFT, now)
    part_from_meetings_ahead(row, now=now)
    return row


def _end(row: Membership, state: str, now: dt.datetime) -> Membership:
    row.state, row.ended_on = state, timezone.localdate(now)
    row.save(update_fields=["state", "ended_on"])
    return row


def _who_decides(network: Network, now: dt.datetime) -> list[User]:
    """The municipality's directors of today; across municipalities, KLK's administration."""
    across = network.municipality.kind == OrganisationKind.KLK
    holdings = RoleHolding.objects.held_on(timezone.localdate(now)).filter(
        role=Role.KLK_ADMIN if across else Role.DIRECTOR,
        organisation=network.municipality_id,
        user__is_active=True,
    )
    return [holding.user for holding in holdings.select_related("user").order_by("pk")]


def _tell(membership: Membership, kind: str, person: User, now: dt.datetime) -> None:
    queue_message(
        kind=kind,
        address=person.email,
        language=person.language,
        user=person,
        subject=membership,
        now=now,
    )
