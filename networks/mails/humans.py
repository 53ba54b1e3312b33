"""Who reads the answer to a mail about a network: somebody its reader may know the address of.

Members and consultants know each other's; who is outside is given no member's address.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from accounts.models import User
from networks.mails.told import is_inside
from networks.models import Meeting
from networks.selectors.coordinators import coordinator_on


def coordinator(network_id: int) -> User | None:
    """Today's."""
    return coordinator_on(network_id, timezone.localdate())


def whoever_planned(meetings: Sequence[Meeting]) -> User | None:
    """Of the first of them, while still inside the network; else today's coordinator."""
    if not meetings:
        return None
    return inside_or_coordinator(meetings[0].created_by, meetings[0].network_id)


def inside_or_coordinator(person: User | None, network_id: int) -> User | None:
    """`person`, if they are still inside the network; else today's coordinator."""
    return person if is_inside(person, network_id) else coordinator(network_id)
