"""Finding a date: several are proposed, members say which suit them, one becomes a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import User
from networks.choices import MembershipState
from networks.models import DateAnswer, DateOption, DatePoll, Meeting, Membership, Network
from networks.services.meeting_mails import ask_for_dates
from networks.services.meetings import NoMeetingsNow, plan_meetings
from networks.services.membership import NotAMemberNow


class PollIsClosed(PortalError):
    """The date has been found, or the search was given up."""

    message = _("The date has been found already. Your answer was not needed any more.")


@transaction.atomic
def propose_dates(
    *,
    network: Network,
    theme: str,
    place: str,
    times: Sequence[tuple[dt.datetime, dt.datetime]],
    by: User,
    now: dt.datetime,
) -> DatePoll:
    """Ask the members which of `times` (from, to) suit them; everybody gets a mail.

    A second click gives the search of the first. Raises NoMeetingsNow.
    """
    locked = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    if not locked.can_be_joined:
        raise NoMeetingsNow
    wanted = {begins for begins, _ends in times}
    for same in DatePoll.objects.open().filter(network=locked, theme=theme, created_by=by):
        if {option.starts_at for option in same.options.all()} == wanted:
            return same
    poll = DatePoll.objects.create(
        network=locked, theme=theme, place=place, created_by=by, created_at=now
    )
    for begins, ends in sorted(set(times)):
        DateOption.objects.create(poll=poll, starts_at=begins, ends_at=ends)
    ask_for_dates(poll, now=now)
    return poll


@transaction.atomic
def give_up_dates(*, network: Network, now: dt.datetime) -> None:
    """Close every search of a network that does not meet any more."""
    for poll in DatePoll.objects.open().filter(network=network).select_for_update(of=("self",)):
        poll.closed_at = now
        poll.save(update_fields=["closed_at"])


@transaction.atomic
def answer_dates(*, poll: DatePoll, person: User, choices: Mapping[int, str]) -> None:
    """Keep what a member says to each option (by id); what is not of this search is left out.

    Raises PollIsClosed or NotAMemberNow. Again replaces what was said before.
    """
    locked = DatePoll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if locked.closed_at is not None:
        raise PollIsClosed
    member = Membership.objects.filter(
        network=locked.network_id, user=person, state=MembershipState.ACTIVE
    ).first()
    if member is None:
        raise NotAMemberNow
    for option in locked.options.all():
        if option.pk in choices:
            DateAnswer.objects.update_or_create(
                option=option, membership=member, defaults={"choice": choices[option.pk]}
            )


@transaction.atomic
def choose_date(*, poll: DatePoll, option: DateOption, by: User, now: dt.datetime) -> Meeting:
    """Let the option become a meeting and close the search. Again gives the same meeting.

    Raises MeetsAlready or NoMeetingsNow.
    """
    locked = DatePoll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if locked.closed_at is not None:
        if locked.meeting is None:
            raise PollIsClosed
        return locked.meeting
    [meeting] = plan_meetings(
        network=locked.network,
        times=[(option.starts_at, option.ends_at)],
        values={"theme": locked.theme, "place": locked.place},
        by=by,
        now=now,
    )
    locked.closed_at, locked.meeting = now, meeting
    locked.save(update_fields=["closed_at", "meeting"])
    return meeting


@transaction.atomic
def give_up_poll(*, poll: DatePoll, by: User, now: dt.datetime) -> DatePoll:
    """Close the search without a meeting; again is harmless."""
    locked = DatePoll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if locked.closed_at is None:
        locked.closed_at = now
        locked.save(update_fields=["closed_at"])
    return locked
