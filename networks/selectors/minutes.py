"""Whose word minutes need, and what of a meeting waits for a person."""

from __future__ import annotations

import datetime as dt
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.models import User
from networks.choices import Answer, MembershipState, MinutesState
from networks.models import Action, Attendance, Meeting, Minutes, MinutesApproval
from networks.models.ties import ties_of
from networks.selectors.sources import Row, source
from notifications.models import Message, MessageState
from ui.addresses import address_of
from ui.waiting import Waiting

#: The mail that asks for somebody's word.
MINUTES = "networks.minutes"
SOON = dt.timedelta(days=14)


def there() -> QuerySet[Attendance]:
    """The attendances of those who approve: members who were there and still are members."""
    return Attendance.objects.filter(
        _was_there(),
        membership__state=MembershipState.ACTIVE,
        membership__user__is_active=True,
    )


@cache  # the same every time, and long to put together
def _was_there() -> Q:
    """Was ticked off or, where nobody was, had answered that they were coming."""
    ticked_off = Attendance.objects.filter(meeting=OuterRef("meeting"), was_there=True)
    return Q(was_there=True) | Q(~Exists(ticked_off), was_there=None, answer=Answer.COMING)


def approvers_of(meeting: Meeting) -> QuerySet[User]:
    """Those who have to approve the minutes of `meeting`."""
    people = there().filter(meeting=meeting).values("membership__user")
    return User.objects.filter(pk__among=people).order_by("first_name", "last_name", "pk")


def still_to_approve(minutes: Minutes) -> QuerySet[User]:
    """Those of them who have not yet approved."""
    approved = MinutesApproval.objects.filter(minutes=minutes).values("person")
    return approvers_of(minutes.meeting).exclude(pk__in=approved)


def to_be_asked(minutes: Minutes) -> QuerySet[User]:
    """Those still to approve who have not been asked by mail to approve the text as it stands.

    A mail that was withdrawn, because the minutes were taken back before it was sent, asked nobody.
    """
    asked = mails_about(minutes).filter(params__revision=minutes.revision)
    asked = asked.exclude(state__in=(MessageState.SUPPRESSED, MessageState.FAILED))
    return still_to_approve(minutes).exclude(pk__in=asked.exclude(user=None).values("user"))


def mails_about(minutes: Minutes) -> QuerySet[Message]:
    """Every mail that asked somebody for their word, at any time."""
    return Message.objects.filter(kind=MINUTES, subject_id=str(minutes.pk))


def _sent_to_approve() -> QuerySet[Attendance]:
    """Who was at meetings whose minutes are sent to be approved, those sent first first."""
    rows = Attendance.objects.filter(_was_there(), meeting__minutes__state=MinutesState.TO_APPROVE)
    return rows.order_by("meeting__minutes__sent_at", "pk")


def _without_the_word_of(user: User, _today: dt.date) -> Q | None:
    """Of the meetings that `user` was at, and not approved by them."""
    own = ties_of(user).active_memberships
    if not own:
        return None
    approved = MinutesApproval.objects.filter(minutes=OuterRef("meeting__minutes"), person=user)
    return Q(~Exists(approved), membership__among=own)


def _minutes_line(row: Row, _user: User, _today: dt.date) -> Waiting:
    return Waiting(
        title=_("Approve the minutes of"),
        subject=row.words,
        detail=row.name,
        href=address_of(row.pk, "meeting_minutes"),
        badge=_("Your turn"),
        badge_kind="attention",
        due=row.day,
    )


def _soon_due(user: User, today: dt.date) -> Q | None:
    """What `user` has taken on, due soon or late."""
    if not ties_of(user).inside:
        return None
    return Q(owner=user, due_on__lte=today + SOON)


def _action_line(row: Row, user: User, today: dt.date) -> Waiting | None:
    """Of networks whose inside is open: one has few actions, and perhaps many networks."""
    if row.network not in ties_of(user).inside:
        return None
    late = row.day is not None and row.day < today
    return Waiting(
        title=_("You have taken on"),
        subject=row.words,
        detail=row.name,
        href=address_of(row.network, "network_actions"),
        badge=_("Overdue") if late else _("Soon due"),
        badge_kind="overdue" if late else "info",
        due=row.day,
    )


TO_APPROVE = source(
    "minutes",
    _sent_to_approve(),
    _without_the_word_of,
    _minutes_line,
    pk="meeting",
    network="meeting__network",
    words="meeting__theme",
    day=TruncDate("meeting__minutes__sent_at"),
)
ACTIONS = source(
    "action",
    Action.objects.open(),
    _soon_due,
    _action_line,
    network="meeting__network",
    words="text",
    day="due_on",
    at_most=None,
)
