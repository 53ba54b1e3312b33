"""The mails to whoever comes into a network or leaves it, about its meetings to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks import ical
from networks.choices import MembershipState
from networks.mails import examples, humans
from networks.mails.told import entries, file_name, in_words, is_inside
from networks.models import Meeting, Membership
from networks.selectors.told import (
    AHEAD,
    PARTING,
    meetings_still_as_told,
    times_left,
    told_in,
)
from notifications.kinds import CalendarPart, MessageKind, once_a_message
from notifications.kinds import register as register_kind
from notifications.models import Message


def register() -> None:
    """Make both kinds of message known."""
    register_kind(
        MessageKind(
            name=AHEAD,
            label=_("The meetings to come, for a new member"),
            still_wanted=_is_welcome,
            context_at_sending=_welcome_context,
            calendar_at_sending=_welcome_calendar,
            why=_("You get this e-mail because you have become a member of the network."),
            sent_when=_("Right after somebody comes into a network that has meetings ahead"),
            reply_to=_coordinator,
            example=examples.meetings_ahead,
        )
    )
    register_kind(
        MessageKind(
            name=PARTING,
            label=_("The meetings leave the calendar of a former member"),
            still_wanted=_has_left,
            context_at_sending=_parting_context,
            calendar_at_sending=_parting_calendar,
            why=_("You get this e-mail because the network's meetings are in your calendar."),
            sent_when=_("Right after somebody leaves a network that has meetings ahead"),
            example=examples.meetings_parting,
        )
    )


@once_a_message
def _membership(message: Message) -> Membership:
    return Membership.objects.select_related("network").get(pk=message.subject_id)


# --- whoever comes in ---------------------------------------------------------------------------
def _is_welcome(message: Message) -> bool:
    """While it is this membership that goes on, and something of the mail is still to come."""
    membership = _membership(message)
    return (
        membership.state == MembershipState.ACTIVE
        and is_inside(message.user, membership.network_id)
        and bool(_ahead(message))
    )


def _coordinator(message: Message) -> User | None:
    return humans.coordinator(_membership(message).network_id)


def _ahead(message: Message) -> list[Meeting]:
    """What has changed since has a mail of its own; what is over needs no invitation."""
    now = timezone.now()
    return [meeting for meeting in meetings_still_as_told(message) if not meeting.is_over(now)]


def _welcome_context(message: Message) -> Mapping[str, Any]:
    return in_words(_ahead(message), _membership(message))


def _welcome_calendar(message: Message) -> Sequence[CalendarPart]:
    person: Any = message.user
    return entries(_ahead(message), person, _membership(message))


# --- whoever leaves -----------------------------------------------------------------------------
def _has_left(message: Message) -> bool:
    """While the person is outside. Whoever has come back since gets the entries anew instead."""
    membership = _membership(message)
    came_back = Membership.objects.filter(
        user=membership.user_id,
        network=membership.network_id,
        pk__gt=membership.pk,
        state__in=(MembershipState.ACTIVE, MembershipState.LEFT),
    )
    return not is_inside(message.user, membership.network_id) and not came_back.exists()


def _parting_context(message: Message) -> Mapping[str, Any]:
    meetings = told_in(message)
    return {"network": _membership(message).network, "meetings": len(meetings)}


def _parting_calendar(message: Message) -> Sequence[CalendarPart]:
    """The end of each entry, as the meeting stands now: calendars know it by its UID alone."""
    person: Any = message.user
    membership, now = _membership(message), timezone.now()
    left = times_left(person, membership.network_id, until=membership)
    meetings = list(
        Meeting.objects.filter(pk__in=told_in(message))
        .select_related("network")
        .order_by("starts_at", "pk")
    )
    return [
        CalendarPart(
            ical.CANCEL,
            ical.withdrawal(meeting, person, times_left=left, now=now),
            file_name(meeting, alone=len(meetings) == 1),
        )
        for meeting in meetings
    ]
