"""The mails of networks: who is invited, who asks, what was decided, who is assigned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networks.choices import MembershipState
from networks.mails import meetings, meetings_ahead, minutes
from networks.models import Assignment, DatePoll, Membership
from notifications.kinds import MessageKind
from notifications.kinds import register as register_kind
from notifications.models import Message


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
        "link": settings.BASE_URL + reverse("network", args=[network_id]),
        "members_link": settings.BASE_URL + reverse("network_members", args=[network_id]),
        "reset_link": settings.BASE_URL + reverse("account_reset_password"),
    }


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


def _poll(message: Message) -> DatePoll | None:
    polls = DatePoll.objects.open().select_related("network")
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
    return {"poll": poll, "link": settings.BASE_URL + reverse("date_poll", args=[poll.pk])}


def register() -> None:
    """Make the kinds of message of this app known."""
    states = MembershipState
    _register("networks.invitation", _("Invitation to a network"), states.INVITED)
    _register("networks.request", _("Somebody asks to join a network"), states.REQUESTED)
    _register(
        "networks.decision",
        _("Answer to whoever asked to join"),
        states.ACTIVE,
        states.DECLINED,
    )
    _register(
        "networks.removal",
        _("A membership was ended"),
        states.LEFT,
        necessary=_("You have to know when you are no longer in a network."),
    )
    register_kind(
        MessageKind(
            name="networks.assignment",
            label=_("A consultant is assigned to a network"),
            still_wanted=_assignment_goes_on,
            context_at_sending=_assignment_context,
        )
    )
    register_kind(
        MessageKind(
            name="networks.dates",
            label=_("Which dates suit you?"),
            still_wanted=_poll_is_open,
            context_at_sending=_poll_context,
        )
    )
    meetings.register()
    meetings_ahead.register()
    minutes.register()


def _register(name: str, label: str | Promise, *states: str, necessary: str | Promise = "") -> None:
    register_kind(
        MessageKind(
            name=name,
            label=label,
            necessary=necessary,
            still_wanted=_in_state(*states),
            context_at_sending=_membership_context,
        )
    )
