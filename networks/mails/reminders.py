"""The reminders of networks: one table, and what each of them tells.

A new one is an entry in `TABLE`, its two texts in templates/mail/, and an example. What is due is
found in networks/selectors/reminders.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.choices import MeetingPart, MembershipState, NetworkStatus
from networks.mails import examples, humans, minutes
from networks.mails.told import address_of, in_words, is_inside, own_place
from networks.models import (
    Action,
    Attendance,
    Meeting,
    MeetingRole,
    Membership,
    Milestone,
    Minutes,
)
from networks.selectors import reminders as find
from networks.selectors.reminders import Finder
from notifications.kinds import Example, MessageKind, once_a_message, once_a_subject
from notifications.models import Message
from notifications.reminders import Day, Due, Reminder
from notifications.reminders import register as register_reminder


def register() -> None:
    """Make the reminders of this app known."""
    for line in TABLE:
        register_reminder(Reminder(line.kind, line.due_on))


# --- what each is about -------------------------------------------------------------------------
def _invited(message: Message) -> Membership | None:
    rows = Membership.objects.select_related("network", "asked_by", "user")
    return rows.filter(pk=message.subject_id, state=MembershipState.INVITED).first()


@once_a_subject
def _meeting_ahead(message: Message) -> Meeting | None:
    """The meeting, while it stands and has not begun."""
    rows = Meeting.objects.planned().select_related("network", "host", "created_by")
    return rows.filter(pk=message.subject_id, starts_at__gt=timezone.now()).first()


def _meeting(message: Message) -> Meeting | None:
    """The meeting, while it is on the day it is told for and the reader is inside the network."""
    row = _meeting_ahead(message)
    if row is None or timezone.localdate(row.starts_at).isoformat() != message.occasion:
        return None
    return row if is_inside(message.user, row.network_id) else None


def _meeting_one_comes_to(message: Message) -> Meeting | None:
    row = _meeting(message)
    return None if row is None or _answer(message) in find.STAYS_AWAY else row


@once_a_message
def _answer(message: Message) -> str:
    """What the reader has answered to the meeting, as a member; "" for nothing yet."""
    row = _meeting_ahead(message)
    own = own_place(message.user, row.network_id) if row else None
    if row is None or own is None:
        return ""
    said = Attendance.objects.filter(meeting=row, membership=own)
    return said.values_list("answer", flat=True).first() or ""


def _meeting_with_a_part(message: Message) -> Meeting | None:
    row = _meeting_one_comes_to(message)
    return row if row and _parts(message) else None


@once_a_message
def _parts(message: Message) -> list[MeetingPart]:
    """What the reader has taken on at the meeting, in the order of the roles."""
    own = MeetingRole.objects.filter(meeting=int(message.subject_id), holder=message.user)
    taken = set(own.values_list("part", flat=True))
    return [part for part in MeetingPart if part.value in taken]


def _action(message: Message) -> Action | None:
    rows = Action.objects.select_related("meeting__network")
    row = rows.filter(pk=message.subject_id, owner=message.user_id, done_at=None).first()
    if row is None or row.due_on.isoformat() != message.occasion:
        return None
    return row if is_inside(message.user, row.meeting.network_id) else None


def _milestone(message: Message) -> Milestone | None:
    """The date as it stands in the design in force, for whoever carries the network today."""
    rows = Milestone.objects.select_related("network", "criterion")
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
def _of_invitation(row: Membership, message: Message) -> Mapping[str, Any]:
    return {"membership": row, "link": address_of("network", row.network_id)}


def _of_meeting(row: Meeting, message: Message) -> Mapping[str, Any]:
    own = own_place(message.user, row.network_id)
    return {
        **in_words([row], own),
        "answered": own is None or bool(_answer(message)),
        "parts": [str(part.label) for part in _parts(message)],
    }


def _of_action(row: Action, message: Message) -> Mapping[str, Any]:
    link = address_of("network_actions", row.meeting.network_id)
    return {"action": row, "meeting": row.meeting, "link": link}


def _of_minutes(row: Minutes, message: Message) -> Mapping[str, Any]:
    return minutes.told_of(row)


def _of_milestone(row: Milestone, message: Message) -> Mapping[str, Any]:
    context = {"network": row.network, "day": row.day, "criterion": row.criterion}
    return {**context, "link": address_of("network", row.network_id)}


# --- to whom an answer goes, and when it would be too late ----------------------------------------
def _inviter(row: Membership) -> User | None:
    return row.asked_by


def _planner(row: Meeting) -> User | None:
    return humans.whoever_planned([row])


def _coordinator(row: Any) -> User | None:
    network = row.network_id if isinstance(row, Milestone) else row.meeting.network_id
    return humans.coordinator(network)


@dataclass(frozen=True)
class NetworkReminder:
    """One line of the table: a reminder whose time each network may choose.

    It comes `days` after what it is about, or before it, unless the network has chosen another of
    the `offered` numbers. `about` gives the row it speaks of while it is still true.
    """

    name: str
    find: Finder
    about: Callable[[Message], Any]
    says: Callable[[Any, Message], Mapping[str, Any]]
    answer_to: Callable[[Any], User | None]
    example: Callable[[], Example]
    days: int
    offered: tuple[int, ...]
    label: str | Promise
    sent_when: str | Promise
    why: str | Promise
    comes_after: bool = False

    def in_words(self, days: int | None) -> str:
        """How long before or after what it is about it comes."""
        if days is None:
            return gettext("Never")
        after = ngettext("%(days)s day after", "%(days)s days after", days)
        before = ngettext("%(days)s day before", "%(days)s days before", days)
        return (after if self.comes_after else before) % {"days": days}

    @property
    def kind(self) -> MessageKind:
        about = once_a_message(self.about)

        def ask(message: Message, what: Callable[[Any], Any]) -> Any:
            row = about(message)
            return None if row is None else what(row)

        return MessageKind(
            name=f"networks.remind_{self.name}",
            label=self.label,
            still_wanted=lambda message: about(message) is not None,
            context_at_sending=lambda message: (
                ask(message, lambda row: self.says(row, message)) or {}
            ),
            why=self.why,
            sent_when=self.sent_when,
            reply_to=lambda message: ask(message, self.answer_to),
            example=self.example,
            event_at=lambda message: ask(message, _begins),
        )

    def due_on(self, day: Day) -> Iterator[Due]:
        return self.find(day, find.times_of(self.name, self.days))


def _begins(row: Any) -> dt.datetime | None:
    return row.starts_at if isinstance(row, Meeting) else None


INVITED = _("You get this e-mail because you are invited to a network and have not answered.")
MEMBER = _("You get this e-mail because you are part of the network.")
CARRIES = _("You get this e-mail because you carry the network.")

TABLE = (
    NetworkReminder(
        "invitation", find.open_invitations,
        _invited, _of_invitation, _inviter, examples.invitation,
        days=4, offered=(2, 3, 4, 7, 14), comes_after=True,
        label=_("Reminder: an invitation waits for your answer"),
        sent_when=_("Four days after the invitation, when nobody has answered"),
        why=INVITED,
    ),
    NetworkReminder(
        "meeting_week", partial(find.meetings, but_not_in=1),
        _meeting_one_comes_to, _of_meeting, _planner, examples.meeting_ahead_of_one,
        days=7, offered=(3, 5, 7, 10, 14, 21),
        label=_("Reminder: a meeting, in good time"),
        sent_when=_("Seven days before a meeting, to those who have not said no"),
        why=MEMBER,
    ),
    NetworkReminder(
        "meeting_tomorrow", find.meetings,
        _meeting_one_comes_to, _of_meeting, _planner, examples.meeting_ahead_of_one,
        days=1, offered=(1, 2),
        label=_("Reminder: a meeting, right before"),
        sent_when=_("On the working day before a meeting, to those who have not said no"),
        why=MEMBER,
    ),
    NetworkReminder(
        "parts", partial(find.parts, but_not_in=7),
        _meeting_with_a_part, _of_meeting, _planner, examples.parts_of_a_meeting,
        days=14, offered=(10, 14, 21, 30),
        label=_("Reminder: your role in a meeting"),
        sent_when=_("Two weeks before a meeting, to those who have a role in it"),
        why=_("You get this e-mail because you have a role in the meeting."),
    ),
    NetworkReminder(
        "action", find.actions,
        _action, _of_action, _coordinator, examples.action,
        days=2, offered=(1, 2, 3, 5, 7),
        label=_("Reminder: something you said you would do"),
        sent_when=_("Two days before an action is due"),
        why=_("You get this e-mail because you took this on at a meeting."),
    ),
    NetworkReminder(
        "minutes", find.open_minutes,
        minutes.to_approve, _of_minutes, _coordinator, examples.minutes,
        days=4, offered=(2, 3, 4, 7, 14), comes_after=True,
        label=_("Reminder: minutes wait for your approval"),
        sent_when=_("Four days after the minutes were sent, to those who have not approved them"),
        why=_("You get this e-mail because you were at the meeting."),
    ),
    NetworkReminder(
        "criterion", find.criteria,
        _milestone, _of_milestone, _coordinator, examples.criterion,
        days=14, offered=(7, 14, 30, 60),
        label=_("Reminder: a success criterion is to be measured"),
        sent_when=_("Two weeks before the target date of a success criterion"),
        why=CARRIES,
    ),
    NetworkReminder(
        "renewal", find.renewals,
        _milestone, _of_milestone, _coordinator, examples.renewal,
        days=30, offered=(14, 30, 60, 90),
        label=_("Reminder: the design is to be evaluated"),
        sent_when=_("Thirty days before the design is to be renewed"),
        why=CARRIES,
    ),
)  # fmt: skip


def chosen_in_words(chosen: Mapping[str, int | None]) -> str:
    """`Network.reminder_days` as people read it: what differs from what is usual."""
    return "; ".join(
        f"{line.label}: {line.in_words(chosen[line.name])}" for line in TABLE if line.name in chosen
    )
