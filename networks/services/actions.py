"""Actions: who does what until when. They stay with their meeting and turn up until done."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import User
from networks.models import Action, Meeting, Network
from networks.services.meetings import NotInTheNetwork


class DueInThePast(PortalError):
    """Nobody can do anything yesterday."""

    message = _("Choose today or a day to come.")


@transaction.atomic
def add_action(
    *, meeting: Meeting, text: str, owner: User, due_on: dt.date, by: User, now: dt.datetime
) -> Action:
    """Note what `owner` does until `due_on`; the same open action again is the one that is there.

    Raises DueInThePast, and NotInTheNetwork for an owner who is not inside.
    """
    if due_on < timezone.localdate(now):
        raise DueInThePast
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not Network.objects.inside_visible_to(owner).filter(pk=locked.network_id).exists():
        raise NotInTheNetwork(_("Choose somebody in the network."))
    same = Action.objects.open().filter(meeting=locked, text=text, owner=owner, due_on=due_on)
    if present := same.first():
        return present
    return Action.objects.create(
        meeting=locked, text=text, owner=owner, due_on=due_on, created_at=now
    )


@transaction.atomic
def finish_action(*, action: Action, by: User, now: dt.datetime) -> Action:
    """It is done; who says so first is remembered."""
    row = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if row.done_at is None:
        row.done_at, row.done_by = now, by
        row.save(update_fields=["done_at", "done_by"])
    return row


@transaction.atomic
def reopen_action(*, action: Action, by: User) -> Action:
    """It is not done after all and turns up again."""
    row = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if row.done_at is not None:
        row.done_at = row.done_by = None
        row.save(update_fields=["done_at", "done_by"])
    return row
