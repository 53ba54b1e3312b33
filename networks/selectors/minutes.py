"""Whose word minutes need, and what of a meeting waits for a person."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from networks.choices import Answer, MembershipState, MinutesState
from networks.models import Action, Attendance, Meeting, Minutes, MinutesApproval
from networks.models.ties import ties_of
from notifications.models import Message, MessageState
from ui.waiting import Waiting

#: The mail that asks for somebody's word.
MINUTES = "networks.minutes"
SHOWN = 10  # of each kind; a home page is no list
READ = 50  # not all of them need this person's word
SOON = dt.timedelta(days=14)


def there() -> QuerySet[Attendance]:
    """The attendances of those who approve: members who were there and still are members."""
    return Attendance.objects.filter(
        _was_there(),
        membership__state=MembershipState.ACTIVE,
        membership__user__is_active=True,
    )


def _was_there() -> Q:
    """Was ticked off or, where nobody was, had answered that they were coming."""
    ticked_off = Attendance.objects.filter(meeting=OuterRef("meeting"), was_there=True)
    return Q(was_there=True) | Q(~Exists(ticked_off), answer=Answer.COMING, was_there=None)


def approvers_of(meeting: Meeting) -> QuerySet[User]:
    """Those who have to approve the minutes of `meeting`."""
    people = there().filter(meeting=meeting).values("membership__user")
    return User.objects.filter(pk__in=people).order_by("first_name", "last_name", "pk")


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


def minutes_waiting_for(user: User, now: dt.datetime) -> list[Waiting]:
    """Minutes that `user` has to approve, those sent first at the top.

    One query, and one more while any go round in a network of theirs: most days none do.
    """
    own = ties_of(user).in_state(MembershipState.ACTIVE)
    if not own:
        return []
    rows = Minutes.objects.filter(state=MinutesState.TO_APPROVE, meeting__network__among=own)
    columns = ("meeting", "sent_at", "meeting__theme", "meeting__network__name")
    found = list(rows.order_by("sent_at", "pk").values_list(*columns)[:READ])
    asked = _where_their_word_is_missing(user, [pk for pk, *_more in found])
    return [
        Waiting(
            title=_("Approve the minutes of"),
            subject=theme,
            detail=network,
            href=reverse("meeting_minutes", args=[pk]),
            badge=_("Your turn"),
            badge_kind="attention",
            due=timezone.localdate(sent_at),
        )
        for pk, sent_at, theme, network in found
        if pk in asked
    ][:SHOWN]


def _where_their_word_is_missing(user: User, meetings: list[int]) -> set[int]:
    """Those of `meetings` that `user`, an active member, was at, and has not approved."""
    if not meetings:
        return set()
    approved = MinutesApproval.objects.filter(minutes__meeting=OuterRef("meeting"), person=user)
    own = ties_of(user).active_memberships
    rows = Attendance.objects.filter(
        _was_there(), ~Exists(approved), meeting__in=meetings, membership__in=own
    )
    return set(rows.values_list("meeting", flat=True))


def actions_waiting_for(user: User, now: dt.datetime) -> list[Waiting]:
    """The open actions of `user` that are due soon or late, the first due first, in one query.

    Of networks whose inside is still open to `user`: one has a few actions, and perhaps hundreds of
    networks.
    """
    inside = frozenset(ties_of(user).inside)
    if not inside:
        return []
    today = timezone.localdate(now)
    rows = Action.objects.open().filter(owner=user, due_on__lte=today + SOON)
    columns = ("text", "due_on", "meeting__network", "meeting__network__name")
    return [
        Waiting(
            title=_("You have taken on"),
            subject=text,
            detail=name,
            href=reverse("network_actions", args=[network]),
            badge=_("Overdue") if due_on < today else _("Soon due"),
            badge_kind="overdue" if due_on < today else "info",
            due=due_on,
        )
        for text, due_on, network, name in rows.order_by("due_on", "pk").values_list(*columns)
        if network in inside
    ][:SHOWN]
