"""The dated right of a consultant to a network's pages."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.errors import PortalError
from accounts.models import RoleHolding, User
from accounts.services.constraints import refused_as
from networks.choices import NetworkStatus
from networks.models import Assignment, Network
from notifications.services import queue_message


class NotAConsultant(PortalError):
    """A KLK consultant, or an internal consultant of the network's own municipality."""

    message = _("Choose a KLK consultant or one of the municipality's own consultants.")


class KlkAssignsItsOwn(PortalError):
    """A KLK consultant's assignment comes from KLK, with the engagement it belongs to."""

    message = _("KLK assigns its own consultants. Write to KLK if you need one.")


class NetworkIsOver(PortalError):
    """There is nothing left to advise on."""

    message = _("The network is closed, so no consultant can be assigned to it.")


class AssignedAlready(PortalError):
    """The database refuses the same consultant twice at once."""

    message = _("The consultant is already assigned to the network in that period.")


class EndsBeforeItStarts(PortalError):
    """An assignment lasts at least a day."""

    message = _("The last day is before the first.")


@transaction.atomic
def assign_consultant(
    *,
    network: Network,
    consultant: User,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    by: User,
) -> Assignment:
    """Open a network to a consultant from day to day (both included), who gets a mail.

    A director assigns the municipality's own consultants, KLK administration also KLK's. Raises
    NotAConsultant, KlkAssignsItsOwn, NetworkIsOver, EndsBeforeItStarts or AssignedAlready.
    """
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItStarts
    # One after the other: two overlapping inserts would otherwise wait for each other (deadlock).
    network = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    if network.status == NetworkStatus.CLOSED:
        raise NetworkIsOver
    _check_consultant(network, consultant, starts_on, by)
    with refused_as({"assignment_never_twice_at_once": AssignedAlready}):
        assignment = Assignment.objects.create(
            network=network,
            consultant=consultant,
            starts_on=starts_on,
            ends_on=ends_on,
            assigned_by=by,
        )
    queue_message(
        kind="networks.assignment",
        address=consultant.email,
        language=consultant.language,
        user=consultant,
        subject=assignment,
    )
    return assignment


@transaction.atomic
def end_assignment(*, assignment: Assignment, on: dt.date, by: User) -> Assignment | None:
    """Let `on` be the first day without it; what would not have begun by then is deleted.

    An assignment that ends earlier anyway stays as it is. Returns the row, or None when deleted.
    """
    row = Assignment.objects.select_for_update(of=("self",)).filter(pk=assignment.pk).first()
    if row is None:
        return None
    last_day = on - dt.timedelta(days=1)
    if last_day < row.starts_on:
        row.delete()
        return None
    if row.ends_on is None or row.ends_on > last_day:
        row.ends_on = last_day
        row.save(update_fields=["ends_on"])
    return row


def _check_consultant(network: Network, person: User, first: dt.date, by: User) -> None:
    """The role counts on the first day, or today for an assignment that began in the past."""
    held = RoleHolding.objects.held_on(max(first, timezone.localdate())).filter(user=person)
    if not person.is_active:
        raise NotAConsultant
    own = held.filter(role=Role.INTERNAL_CONSULTANT, organisation=network.municipality_id)
    if own.exists():
        return
    if not held.filter(role=Role.CONSULTANT).exists():
        raise NotAConsultant
    if not by.is_klk_admin:
        raise KlkAssignsItsOwn
