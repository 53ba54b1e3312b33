"""When a network's reminders come."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from networks.models import Network


@transaction.atomic
def choose_reminder_days(*, network: Network, days: Mapping[str, int | None], by: User) -> Network:
    """Let the reminders named in `days` come so many days before or after, or (None) not at all.

    Those that are not named come as usual. What is in the outbox already stays as it is.
    """
    row = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    row.reminder_days = dict(days)
    row.save(update_fields=["reminder_days"])
    return row
