"""The reminders of networks: one table, and what each of them tells.

A new one is an entry in `TABLE`, its two texts in templates/mail/, and an example.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.choices import MeetingPart, MembershipState, MinutesState, NetworkStatus
from networks.mails import examples, humans
from networks.mails.told import in_words, is_inside
from networks.models import (
    Action,
    Attendance,
    Meeting,
    MeetingRole,
    Membership,
    Milestone,
    Minutes,
)
from networks.models.ties import ties_of
from networks.selectors import reminders as find
from networks.selectors.minutes import still_to_approve
from notifications.kinds import Example, MessageKind
from notifications.models import Message
from notifications.reminders import Find, Reminder
from notifications.reminders import register as register_reminder

Rows = Callable[[Message], Any]


def register() -> None:
    """Make the reminders of this app known."""
    for reminder in TABLE:
        register_reminder(reminder)


# --- what each is about -------------------------------------------------------------------------
def _invited(message: Message) -> Membership | None:
    rows = Membership.objects.select_related("network", "asked_by", "user")
    return rows.filter(pk=message.subject_id, state=MembershipState.INVITED).first()


def _meeting(message: Message) -> Meeting | None:
    """The meeting, while it stands on the day it is told for and has not begun."""
    rows = Meeting.objects.planned().select_related("network", "host", "created_by")
    row = rows.filter(pk=message.subject_id, starts_at__gt=timezone.now()).first()
    if row is None or timezone.localdate(row.starts_at).isoformat() != message.occasion:
        return None
    return row if is_inside(message, row.network_id) else None


def _meeting_one_comes_to(message: Message) -> Meeting | None:
    row = _meeting(message)
    if row is None:
        return None
    said = Attendance.objects.filter(meeting=row, membership__user=message.user_id)
    return None if said.filter(answer__in=find.STAYS_AWAY).exists() else row


def _meeting_with_a_part(message: Message) -> Meeting | None:
    row = _meeting_one_comes_to(message)
    return row if row and _parts(row, message.user) else None


def _parts(meeting: Meeting, person: Any) -> list[str]:
    """What the person has taken on, in words, in the order of the roles."""
    taken = set(MeetingRole.objects.filter(meeting=meeting, holder=person).values_list("part"))
    return [str(part.label) for part in MeetingPart if (part.value,) in taken]


def _action(message: Message) -> Action | None:
    rows = Action.objects.select_related("meeting__network")
    row = rows.filter(pk=message.subject_id, owner=message.user_id, done_at=None).first()
    if row is None or row.due_on.isoformat() != message.occasion:
        return None
    return row if is_inside(message, row.meeting.network_id) else None


def _minutes(message: Message) -> Minutes | None:
    rows = Minutes.objects.select_related("meeting__network").defer("text")
    row = rows.filter(
        pk=message.subject_id,
        state=MinutesState.TO_APPROVE,
        revision=message.params["revision"],
    ).first()
    if row is None or not is_inside(message, row.meeting.network_id):
        return None
    return row if message.user in still_to_approve(row) else None


def _milestone(message: Message) -> Milestone | None:
    """The date as it stands in the design in force, for whoever carries the network today."""
    rows = Milestone.objects.select_related("network__design_in_force", "criterion")
    rows = rows.filter(network=int(message.subject_id), day=message.params["day"])
    if lineage := message.params["criterion"]:
        rows = rows.filter(criterion__lineage=lineage)
    else:
        rows = rows.filter(criterion=None)
    row = rows.exclude(network__status=NetworkStatus.CLOSED).first()
    if row is None or message.user not in find.who_carries(row.network, timezone.localdate()):
        return None
    return row


# --- what the texts need ------------------------------------------------------------------------
def _page(name: str, pk: Any) -> str:
    return settings.BASE_URL + reverse(name, args=[pk])


def _of_invitation(row: Membership, message: Message) -> Mapping[str, Any]:
    return {"membership": row, "link": _page("network", row.network_id)}


def _of_meeting(row: Meeting, message: Message) -> Mapping[str, Any]:
    person: Any = message.user
    own = ties_of(person).memberships.get(row.network_id)
    own = own if own and own.state == MembershipState.ACTIVE else None
    said = Attendance.objects.filter(meeting=row, membership=own).exclude(answer="")
    return {
        **in_words([row], own),
        "answered": own is None or said.exists(),
        "parts": _parts(row, person),
    }


def _of_action(row: Action, message: Message) -> Mapping[str, Any]:
    link = _page("network_actions", row.meeting.network_id)
    return {"action": row, "meeting": row.meeting, "link": link}


def _of_minutes(row: Minutes, message: Message) -> Mapping[str, Any]:
    return {"meeting": row.meeting, "link": _page("meeting_minutes", row.meeting_id)}


def _of_milestone(row: Milestone, message: Message) -> Mapping[str, Any]:
    context = {"network": row.network, "day": row.day, "criterion": row.criterion}
    return {**context, "link": _page("network", row.network_id)}


# --- to whom an answer goes, and when it would be too late ----------------------------------------
def _inviter(row: Membership) -> User | None:
    return row.asked_by


def _planner(row: Meeting) -> User | None:
    return humans.whoever_planned([row])


def _coordinator(row: Any) -> User | None:
    network = row.network_id if isinstance(row, Milestone) else row.meeting.network_id
    return humans.coordinator(network)


def _reminder(
    name: str,
    find_due: Find,
    about: Rows,
    says: Callable[[Any, Message], Mapping[str, Any]],
    answer_to: Callable[[Any], User | None],
    example: Callable[[], Example],
    *,
    label: str | Promise,
    sent_when: str | Promise,
    why: str | Promise,
) -> Reminder:
    """One line of the table. `about` gives the row it speaks of while it is still true."""

    def of(message: Message, ask: Callable[[Any], Any]) -> Any:
        row = about(message)
        return None if row is None else ask(row)

    def begins(row: Any) -> dt.datetime | None:
        return row.starts_at if isinstance(row, Meeting) else None

    return Reminder(
        MessageKind(
            name=f"networks.remind_{name}",
            label=label,
            still_wanted=lambda message: about(message) is not None,
            context_at_sending=lambda message: of(message, lambda row: says(row, message)) or {},
            why=why,
            sent_when=sent_when,
            reply_to=lambda message: of(message, answer_to),
            example=example,
            event_at=lambda message: of(message, begins),
        ),
        find_due,
    )


INVITED = _("You get this e-mail because you are invited to a network and have not answered.")
MEMBER = _("You get this e-mail because you are part of the network.")
CARRIES = _("You get this e-mail because you carry the network.")

TABLE = (
    _reminder(
        "invitation", find.invitations_open_for(4),
        _invited, _of_invitation, _inviter, examples.invitation,
        label=_("Reminder: an invitation waits for your answer"),
        sent_when=_("Four days after the invitation, when nobody has answered"),
        why=INVITED,
    ),
    _reminder(
        "meeting_week", find.meetings_in(7, but_not_in=1),
        _meeting_one_comes_to, _of_meeting, _planner, examples.meeting_ahead_of_one,
        label=_("Reminder: a meeting in a week"),
        sent_when=_("Seven days before a meeting, to those who have not said no"),
        why=MEMBER,
    ),
    _reminder(
        "meeting_tomorrow", find.meetings_in(1),
        _meeting_one_comes_to, _of_meeting, _planner, examples.meeting_ahead_of_one,
        label=_("Reminder: a meeting on the next working day"),
        sent_when=_("On the working day before a meeting, to those who have not said no"),
        why=MEMBER,
    ),
    _reminder(
        "parts", find.parts_in(14, but_not_in=7),
        _meeting_with_a_part, _of_meeting, _planner, examples.parts_of_a_meeting,
        label=_("Reminder: your role in a meeting"),
        sent_when=_("Two weeks before a meeting, to those who have a role in it"),
        why=_("You get this e-mail because you have a role in the meeting."),
    ),
    _reminder(
        "action", find.actions_due_in(2),
        _action, _of_action, _coordinator, examples.action,
        label=_("Reminder: something you said you would do"),
        sent_when=_("Two days before an action is due"),
        why=_("You get this e-mail because you took this on at a meeting."),
    ),
    _reminder(
        "minutes", find.minutes_open_for(4),
        _minutes, _of_minutes, _coordinator, examples.minutes,
        label=_("Reminder: minutes wait for your approval"),
        sent_when=_("Four days after the minutes were sent, to those who have not approved them"),
        why=_("You get this e-mail because you were at the meeting."),
    ),
    _reminder(
        "criterion", find.criteria_in(14),
        _milestone, _of_milestone, _coordinator, examples.criterion,
        label=_("Reminder: a success criterion is to be measured"),
        sent_when=_("Two weeks before the target date of a success criterion"),
        why=CARRIES,
    ),
    _reminder(
        "renewal", find.renewals_in(30),
        _milestone, _of_milestone, _coordinator, examples.renewal,
        label=_("Reminder: the design is to be evaluated"),
        sent_when=_("Thirty days before the design is to be renewed"),
        why=CARRIES,
    ),
)  # fmt: skip
