"""What coming into a network, and leaving it, means for its meetings to come.

Both are told once: each membership has its own mail of each kind, and coming back is a new
membership.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from networks.models import Meeting, MeetingRole, Membership, Network
from networks.selectors.told import AHEAD, MEETINGS, PARTING, as_told, in_calendar_of
from notifications.services import queue_for_each, withdraw_messages


def invite_to_meetings_ahead(membership: Membership, *, now: dt.datetime) -> None:
    """Send whoever came in the entry of each planned meeting that is not over, in one mail.

    The meetings are locked: one that is changed this very moment is told here as it then stands,
    or by its own mail, which then finds the new member.
    """
    ahead = Meeting.objects.filter(network=membership.network_id).upcoming(now)
    # Those who answer meanwhile refer to the meeting and need not wait.
    _tell(membership, AHEAD, list(ahead.select_for_update(of=("self",), no_key=True)), now)


def part_from_meetings_ahead(membership: Membership, *, now: dt.datetime) -> None:
    """Take the meetings to come from whoever has left: out of the calendar, parts free again.

    What waits in the outbox is not sent any more, and only what may have reached the calendar is
    taken out of it. Answers stay with the membership that has ended and count no longer. Somebody
    who is still inside, as a consultant, keeps everything.
    """
    person, network = membership.user, membership.network
    if Network.objects.inside_visible_to(person).filter(pk=network.pk).exists():
        return
    withdraw_messages(kind=MEETINGS, user=person, subject=network, now=now)
    withdraw_messages(kind=AHEAD, user=person, subject=membership, now=now)
    not_over = Meeting.objects.filter(network=network, ends_at__gt=now).order_by("starts_at", "pk")
    MeetingRole.objects.filter(holder=person, meeting__in=not_over.planned()).delete()
    _tell(membership, PARTING, in_calendar_of(person, not_over), now)


def _tell(membership: Membership, kind: str, meetings: Sequence[Meeting], now: dt.datetime) -> None:
    if meetings and membership.user.is_active:
        queue_for_each(
            kind=kind,
            people=[membership.user],
            subject=membership,
            params=as_told(meetings),
            now=now,
        )
