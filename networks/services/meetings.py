"""Calling meetings, moving them, calling them off, and saying who takes which part."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import User
from accounts.services.constraints import refused_as
from networks.models import Meeting, MeetingRole, Network
from networks.services.design import ChangedMeanwhile
from networks.services.meeting_mails import tell_everybody

#: What a form may change; a new time or place is told to every calendar.
MEETING_FIELDS = ("theme", "goal", "starts_at", "ends_at", "place", "link", "host", "prepare")
CODE_LETTERS = "23456789"  # read from a screen: no 0 and O, no 1 and I


class MeetsAlready(PortalError):
    """A network meets once at a time."""

    message = _("The network already has a meeting that begins then.")


class NoMeetingsNow(PortalError):
    """Nobody meets before the design is approved or after the network is closed."""

    message = _("A network that is a draft or closed has no meetings.")


class MeetingIsCancelled(PortalError):
    """What is called off stays so; a new date is a new meeting."""

    message = _("The meeting is cancelled. Plan a new one instead.")


class MeetingChangedMeanwhile(ChangedMeanwhile):
    """Somebody saved the meeting after the form was shown."""


class NotInTheNetwork(PortalError):
    """Roles are taken by members and by assigned consultants."""

    message = _("Only members and the network's consultants can take a role.")


@transaction.atomic
def plan_meetings(
    *,
    network: Network,
    times: Sequence[tuple[dt.datetime, dt.datetime]],
    values: Mapping[str, Any],
    each: Mapping[dt.datetime, Mapping[str, Any]] | None = None,
    by: User,
    now: dt.datetime,
) -> list[Meeting]:
    """Plan a meeting for each of `times` (from, to) and invite everybody inside by mail.

    `values` are the columns of all of them, `each` what differs, by when a meeting begins.

    A time at which the network meets already is left alone, so a second click plans nothing
    twice; where that leaves nothing, MeetsAlready is raised. Raises NoMeetingsNow too.
    """
    locked = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    if not locked.can_be_joined:
        raise NoMeetingsNow
    taken = set(
        Meeting.objects.planned()
        .filter(network=locked, starts_at__in=[begins for begins, _ends in times])
        .values_list("starts_at", flat=True)
    )
    meetings = [
        Meeting.objects.create(
            network=locked,
            starts_at=begins,
            ends_at=ends,
            presence_code=new_code(),
            created_by=by,
            created_at=now,
            **{**values, **(each or {}).get(begins, {})},
        )
        for begins, ends in times
        if begins not in taken
    ]
    if not meetings:
        raise MeetsAlready
    tell_everybody(meetings, now=now)
    return meetings


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    values: Mapping[str, Any],
    expected_revision: int,
    by: User,
    now: dt.datetime,
) -> Meeting:
    """Write what the form says; whoever is invited gets the change with a higher sequence.

    What is put right after the meeting is nobody's news.

    Raises MeetingIsCancelled, MeetsAlready, and MeetingChangedMeanwhile when somebody saved it
    after the form was shown. Saving what stands there already tells nobody anything.
    """
    row = _lock(meeting)
    was_over, current = row.is_over(now), {name: getattr(row, name) for name in MEETING_FIELDS}
    wanted = {**current, **values}
    if wanted == current:
        return row
    if row.revision != expected_revision:
        raise MeetingChangedMeanwhile(current=current, revision=row.revision)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.revision += 1
    row.sequence += 1
    with refused_as({"meeting_once_at_a_time": MeetsAlready}):
        row.save()
    changed = [name for name, value in wanted.items() if value != current[name]]
    if not (was_over and row.is_over(now)):
        tell_everybody([row], changed=changed, now=now)
    return row


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, because: str, by: User, now: dt.datetime) -> Meeting:
    """Call a meeting off; everybody is told and calendars take it away. Again is harmless."""
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if row.is_cancelled:
        return row
    _cancel(row, because, now)
    tell_everybody([row], now=now)
    return row


@transaction.atomic
def cancel_meetings_ahead(
    *, network: Network, because: str, by: User, now: dt.datetime
) -> list[Meeting]:
    """Call off what has not begun of the network's meetings; one mail a person.

    A meeting that is on stays, and so do its minutes. Again is harmless.
    """
    rows = Meeting.objects.filter(network=network, starts_at__gt=now).upcoming(now)
    ahead = list(rows.select_related("network").select_for_update(of=("self",)))
    for row in ahead:
        _cancel(row, because, now)
    if ahead:
        tell_everybody(ahead, now=now)
    return ahead


@transaction.atomic
def give_part(*, meeting: Meeting, part: str, holder: User | None, by: User) -> MeetingRole | None:
    """Let `holder` take a part in the meeting, instead of whoever had it; None leaves it open.

    Raises MeetingIsCancelled or NotInTheNetwork.
    """
    row = _lock(meeting)
    if holder is None:
        MeetingRole.objects.filter(meeting=row, part=part).delete()
        return None
    if not Network.objects.inside_visible_to(holder).filter(pk=row.network_id).exists():
        raise NotInTheNetwork
    role = MeetingRole.objects.filter(meeting=row, part=part).first()
    role = role or MeetingRole(meeting=row, part=part)
    if role.holder_id != holder.pk:
        role.meeting, role.holder = row, holder
        role.save()
    return role


@transaction.atomic
def give_parts(*, meeting: Meeting, holders: Mapping[str, User], by: User) -> None:
    """Give several parts in one go, all or none; raises what `give_part` raises."""
    for part, holder in holders.items():
        give_part(meeting=meeting, part=part, holder=holder, by=by)


@transaction.atomic
def note_work(*, meeting: Meeting, work: Mapping[str, str], by: User) -> Meeting:
    """Say who convened, set the agenda, facilitated, wrote the minutes and followed up."""
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    for name, carried_by in work.items():
        setattr(row, name, carried_by)
    row.save(update_fields=list(work))
    return row


@transaction.atomic
def allow_substitutes(*, network: Network, allowed: bool, by: User) -> Network:
    """Say whether members may send somebody else."""
    row = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    row.substitutes_welcome = allowed
    row.save(update_fields=["substitutes_welcome"])
    return row


def new_code() -> str:
    """A code of four figures that members type on the day to say they are there."""
    return "".join(secrets.choice(CODE_LETTERS) for _figure in range(4))


def _cancel(row: Meeting, because: str, now: dt.datetime) -> None:
    row.cancelled_at, row.cancelled_because = now, because
    row.revision += 1
    row.sequence += 1
    row.save()


def _lock(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("network")
    row = rows.get(pk=meeting.pk)
    if row.is_cancelled:
        raise MeetingIsCancelled
    return row
