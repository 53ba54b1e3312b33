"""Who was in the room: ticked off in one go, or said by each with the code on the screen."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import User
from networks.choices import MembershipState
from networks.models import Attendance, Meeting, Membership
from networks.services.meetings import MeetingIsCancelled
from networks.services.membership import NotAMemberNow


class NotYet(PortalError):
    """Nobody has been at a meeting before its day."""

    message = _("The meeting has not begun. Say it on the day.")


class WrongCode(PortalError):
    """The code is on the screen in the room, on that day alone."""

    message = _("That is not the code of this meeting. Look at the screen once more.")


@transaction.atomic
def note_presence(*, meeting: Meeting, there: Collection[int], by: User, now: dt.datetime) -> int:
    """Say who of the active members was there (ids of memberships), and so who was not.

    Returns how many were. Raises MeetingIsCancelled or NotYet.
    """
    row = _lock(meeting, now)
    members = (
        Membership.objects.active()
        .filter(network=row.network_id)
        .select_related("user", "network")
        .order_by("pk")
    )
    known = {found.membership_id: found for found in Attendance.objects.filter(meeting=row)}
    for member in members:
        was_there = member.pk in there
        found = known.get(member.pk)
        if found is None:
            Attendance.objects.create(meeting=row, membership=member, was_there=was_there)
        elif found.was_there != was_there:
            found.meeting, found.membership, found.was_there = row, member, was_there
            found.save(update_fields=["was_there"])
    return sum(member.pk in there for member in members)


@transaction.atomic
def say_i_am_here(*, meeting: Meeting, person: User, code: str, now: dt.datetime) -> Attendance:
    """A member says with the code from the screen that they are there; again is harmless.

    Raises MeetingIsCancelled, NotYet, WrongCode or NotAMemberNow.
    """
    row = _lock(meeting, now)
    on_the_day = timezone.localdate(now) == timezone.localdate(row.starts_at)
    if not on_the_day or not hmac.compare_digest(code.strip().encode(), row.presence_code.encode()):
        raise WrongCode
    member = Membership.objects.filter(
        network=row.network_id, user=person, state=MembershipState.ACTIVE
    ).first()
    if member is None:
        raise NotAMemberNow
    found, _new = Attendance.objects.get_or_create(meeting=row, membership=member)
    if found.was_there is not True:
        found.was_there = True
        found.save(update_fields=["was_there"])
    return found


def _lock(meeting: Meeting, now: dt.datetime) -> Meeting:
    """Its row, locked, so that two who tick off at once come one after the other."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("network")
    row = rows.get(pk=meeting.pk)
    if row.is_cancelled:
        raise MeetingIsCancelled
    if timezone.localdate(now) < timezone.localdate(row.starts_at):
        raise NotYet
    return row
