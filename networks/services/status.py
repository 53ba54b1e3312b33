"""The life of a network after its design is approved."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import User
from networks.choices import TRANSITIONS, NetworkStatus
from networks.models import Network
from networks.models.meeting import NETWORK_CLOSED
from networks.services.meetings import cancel_meetings_ahead
from networks.services.polls import give_up_dates


class StatusNotReachable(PortalError):
    """The life of a network does not go that way."""

    message = _("The network cannot go from “%(before)s” to “%(after)s”.")

    def __init__(self, before: str, after: str) -> None:
        labels = {
            "before": NetworkStatus(before).label,
            "after": NetworkStatus(after).label,
        }
        super().__init__(str(self.message) % labels)


@transaction.atomic
def set_status(*, network: Network, status: str, by: User, now: dt.datetime) -> Network:
    """Let a network go where choices.TRANSITIONS allows; where it is already is fine.

    Notes the day it first became active and the day it closed. Closing calls off the meetings to
    come and the searches for a date; every other status goes on meeting. Who did it stands in the
    audit trail. Raises StatusNotReachable.
    """
    row = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    if status == row.status:
        return row
    if status not in TRANSITIONS[row.status]:
        raise StatusNotReachable(row.status, status)
    row.status = status
    if status == NetworkStatus.ACTIVE and row.established_on is None:
        row.established_on = timezone.localdate(now)
    if status == NetworkStatus.CLOSED:
        row.closed_on = timezone.localdate(now)
    row.save()
    if status == NetworkStatus.CLOSED:
        cancel_meetings_ahead(network=row, because=NETWORK_CLOSED, by=by, now=now)
        give_up_dates(network=row, now=now)
    return row
