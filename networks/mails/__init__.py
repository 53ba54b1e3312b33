"""The mails of networks: who is invited, who asks, what was decided, who is assigned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.choices import MembershipState
from networks.mails import examples, humans, meetings, meetings_ahead, minutes, reminders
from networks.mails.told import address_of
from networks.models import Assignment, DatePoll, Membership
from notifications.kinds import MessageKind, once_a_message
from notifications.kinds import register as register_kind
from notifications.models import Message


@once_a_message
def _membership(message: Message) -> Membership | None:
    rows = Membership.objects.select_related("network", "user", "asked_by")
    return rows.filter(pk=message.subject_id).first()


def _in_state(*states: str) -> Any:
    """Wanted as long as the membership it speaks of is in one of these states."""

    def wanted(message: Message) -> bool:
        membership = _membership(message)
        return membership is not None and membership.state in states

    return wanted


def _membership_context(message: Message) -> Mapping[str, Any]:
    membership = _membership(message)
    if membership is None:
        return {}
    return {"membership": membership, **_page_of(membership.network_id)}


def _page_of(network_id: int) -> dict[str, str]:
    return {
        "link": address_of("network", network_id),
        "members_link": address_of("network_members", network_id),
        "reset_link": address_of("account_reset_password"),
    }


@once_a_message
def _assignment(message: Message) -> Assignment | None:
    rows = Assignment.objects.select_related("network__municipality", "consultant", "assigned_by")
    return rows.filter(pk=message.subject_id).first()


def _assignment_goes_on(message: Message) -> bool:
    assignment = _assignment(message)
    if assignment is None:
        return False
    return assignment.ends_on is None or assignment.ends_on >= timezone.localdate()


def _assignment_context(message: Message) -> Mapping[str, Any]:
    assignment = _assignment(message)
    if assignment is None:
        return {}
    return {"assignment": assignment, **_page_of(assignment.network_id)}


@once_a_message
def _poll(message: Message) -> DatePoll | None:
    polls = DatePoll.objects.open().select_related("network", "created_by")
    return polls.filter(pk=message.subject_id).first()


def _poll_is_open(message: Message) -> bool:
    """Wanted while the date is looked for and the person is a member."""
    poll = _poll(message)
    if poll is None:
        return False
    members = Membership.objects.active().filter(network=poll.network_id)
    return members.filter(user=message.user_id).exists()


def _poll_context(message: Message) -> Mapping[str, Any]:
    poll = _poll(message)
    if poll is None:
        return {}
    return {"poll": poll, "link": address_of("date_poll", poll.pk)}


# --- to whom an answer goes ---------------------------------------------------------------------
def _inviter(message: Message) -> User | None:
    membership = _membership(message)
    return membership.asked_by if membership else None


def _asker(message: Message) -> User | None:
    membership = _membership(message)
    return membership.user if membership else None


def _coordinator_of_members(message: Message) -> User | None:
    """For who came in. Whoever did not is given no member's address."""
    membership = _membership(message)
    if membership is None or membership.state != MembershipState.ACTIVE:
        return None
    return humans.coordinator(membership.network_id)


def _assigner(message: Message) -> User | None:
    assignment = _assignment(message)
    return assignment.assigned_by if assignment else None


def _whoever_asks_for_dates(message: Message) -> User | None:
    poll = _poll(message)
    return humans.inside_or_coordinator(poll.created_by, poll.network_id) if poll else None


def register() -> None:
    """Make the kinds of message of this app known."""
    for kind in (*_membership_kinds(), *_other_kinds()):
        register_kind(kind)
    meetings.register()
    meetings_ahead.register()
    minutes.register()
    reminders.register()


def _membership_kinds() -> tuple[MessageKind, ...]:
    states = MembershipState
    return (
        MessageKind(
            name="networks.invitation",
            label=_("Invitation to a network"),
            still_wanted=_in_state(states.INVITED),
            context_at_sending=_membership_context,
            why=_("You get this e-mail because you are invited to a network."),
            sent_when=_("Right after somebody invites a leader to a network"),
            reply_to=_inviter,
            example=examples.invitation,
        ),
        MessageKind(
            name="networks.request",
            label=_("Somebody asks to join a network"),
            still_wanted=_in_state(states.REQUESTED),
            context_at_sending=_membership_context,
            why=_("You get this e-mail because you decide who comes into the network."),
            sent_when=_("Right after a leader asks to join a network"),
            reply_to=_asker,
            example=examples.request,
        ),
        MessageKind(
            name="networks.decision",
            label=_("Answer to whoever asked to join"),
            still_wanted=_in_state(states.ACTIVE, states.DECLINED),
            context_at_sending=_membership_context,
            why=_("You get this e-mail because you asked to join the network."),
            sent_when=_("Right after a director says yes or no to a leader who asked to join"),
            reply_to=_coordinator_of_members,
            example=examples.decision,
        ),
        MessageKind(
            name="networks.removal",
            label=_("A membership was ended"),
            necessary=_("You have to know when you are no longer in a network."),
            still_wanted=_in_state(states.LEFT),
            context_at_sending=_membership_context,
            why=_("You get this e-mail because you were a member of the network."),
            sent_when=_("Right after a director ends somebody's membership"),
            example=examples.removal,
        ),
    )


def _other_kinds() -> tuple[MessageKind, ...]:
    return (
        MessageKind(
            name="networks.assignment",
            label=_("A consultant is assigned to a network"),
            still_wanted=_assignment_goes_on,
            context_at_sending=_assignment_context,
            why=_("You get this e-mail because you are the network's consultant."),
            sent_when=_("Right after a consultant is assigned to a network"),
            reply_to=_assigner,
            example=examples.assignment,
        ),
        MessageKind(
            name="networks.dates",
            label=_("Which dates suit you?"),
            still_wanted=_poll_is_open,
            context_at_sending=_poll_context,
            why=_("You get this e-mail because you are a member of the network."),
            sent_when=_("When a network begins to look for a date"),
            reply_to=_whoever_asks_for_dates,
            example=examples.dates,
        ),
    )
