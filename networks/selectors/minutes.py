"""Whose word minutes need, and what of a meeting waits for a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncDate
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


def outcomes_waiting_for(user: User, now: dt.datetime) -> list[Waiting]:
    """What of meetings waits for `user`: minutes to approve, and their own actions.

    One query, and one more while minutes go round in a network of theirs: most days none do.
    """
    ties = ties_of(user)
    inside = frozenset(ties.inside)
    if not inside:
        return []
    today = timezone.localdate(now)
    rows = _minutes_that_go_round(ties.in_state(MembershipState.ACTIVE))
    found: list[Any] = list(rows.union(_actions_of(user, today + SOON), all=True))
    minutes = [row[1:] for row in found if row[0] == "minutes"]
    # Of networks whose inside is still open: one has a few actions, and perhaps many networks.
    actions = [row[1:] for row in found if row[0] == "action" and row[3] in inside]
    asked = _where_their_word_is_missing(user, [meeting for _day, meeting, *_more in minutes])
    return [
        *[_minutes_line(*row) for row in sorted(minutes) if row[1] in asked][:SHOWN],
        *[_action_line(*row, today=today) for row in sorted(actions)][:SHOWN],
    ]


def _as_rows(rows: QuerySet[Any], kind: str, *, day: Any, words: str) -> Any:
    """Minutes and actions in columns that both have."""
    columns = {
        "row_kind": Value(kind),
        "row_day": day,
        "row_meeting": F("meeting"),
        "row_network": F("meeting__network"),
        "row_words": F(words),
        "row_name": F("meeting__network__name"),
    }
    return rows.annotate(**columns).values_list(*columns)


def _minutes_that_go_round(networks: list[int]) -> Any:
    """Minutes that were sent to be approved, those sent first at the top."""
    rows = Minutes.objects.filter(state=MinutesState.TO_APPROVE, meeting__network__among=networks)
    first = rows.order_by("sent_at", "pk")[:READ]
    return _as_rows(first, "minutes", day=TruncDate("sent_at"), words="meeting__theme")


def _actions_of(user: User, until: dt.date) -> Any:
    """The open actions of `user` that are due soon or late."""
    rows = Action.objects.open().filter(owner=user, due_on__lte=until)
    return _as_rows(rows, "action", day=F("due_on"), words="text")


def _minutes_line(day: dt.date, meeting: int, _network: int, theme: str, name: str) -> Waiting:
    return Waiting(
        title=_("Approve the minutes of"),
        subject=theme,
        detail=name,
        href=reverse("meeting_minutes", args=[meeting]),
        badge=_("Your turn"),
        badge_kind="attention",
        due=day,
    )


def _action_line(
    day: dt.date, _meeting: int, network: int, text: str, name: str, *, today: dt.date
) -> Waiting:
    return Waiting(
        title=_("You have taken on"),
        subject=text,
        detail=name,
        href=reverse("network_actions", args=[network]),
        badge=_("Overdue") if day < today else _("Soon due"),
        badge_kind="overdue" if day < today else "info",
        due=day,
    )


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
