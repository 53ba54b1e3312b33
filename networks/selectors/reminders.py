"""What a working day's reminders are about: meetings, actions, minutes and dates of a design.

Nobody is reminded of what they have just been told: what is younger than its reminder would be
early enough by itself.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from accounts.choices import Role
from accounts.models import RoleHolding, User
from networks.choices import Answer, MembershipState, MinutesState, NetworkStatus
from networks.dates.recurrence import at
from networks.models import (
    Action,
    Assignment,
    Attendance,
    Meeting,
    MeetingRole,
    Membership,
    Milestone,
    Minutes,
    Network,
)
from networks.selectors.coordinators import coordinator_on
from networks.selectors.minutes import still_to_approve
from notifications.reminders import Day, Due, Find

#: Who said one of these does not come.
STAYS_AWAY = (Answer.NOT_COMING, Answer.SUBSTITUTE)


def _days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


# --- invitations --------------------------------------------------------------------------------
def invitations_open_for(days: int) -> Find:
    """Those to whom an invitation went so many days ago and who have said nothing."""

    def find(day: Day) -> Iterator[Due]:
        asked_by = at(day.today - _days(days) + _days(1), dt.time.min)
        rows = Membership.objects.filter(
            state=MembershipState.INVITED, asked_at__lt=asked_by, user__is_active=True
        )
        for row in rows.exclude(network__status=NetworkStatus.CLOSED).select_related("user"):
            yield Due(row, [row.user])

    return find


# --- meetings -----------------------------------------------------------------------------------
def meetings_in(days: int, *, but_not_in: int = 0) -> Find:
    """Members who come or have not answered, and consultants, of meetings so many days ahead.

    `but_not_in` are the days of the next reminder: when that one is due it is too late for this.
    """

    def find(day: Day) -> Iterator[Due]:
        meetings = _meetings(day, days, but_not_in)
        inside = _inside({meeting.network_id for meeting in meetings}, day.today)
        away = _away(meetings)
        for meeting in meetings:
            on = timezone.localdate(meeting.starts_at)
            told_by = on - _days(days)
            if timezone.localdate(meeting.created_at) >= told_by:
                continue
            people = [
                person
                for person, since in inside[meeting.network_id]
                if since < told_by and (meeting.pk, person.pk) not in away
            ]
            yield Due(meeting, people, on.isoformat())

    return find


def parts_in(days: int, *, but_not_in: int) -> Find:
    """Those who have taken a part in a meeting so many days ahead."""

    def find(day: Day) -> Iterator[Due]:
        meetings = _meetings(day, days, but_not_in)
        rows = MeetingRole.objects.filter(meeting__in=meetings, holder__is_active=True)
        away = _away(meetings)
        holders: dict[int, dict[int, User]] = defaultdict(dict)
        for row in rows.select_related("holder"):
            if (row.meeting_id, row.holder_id) not in away:
                holders[row.meeting_id][row.holder_id] = row.holder
        for meeting in meetings:
            on = timezone.localdate(meeting.starts_at)
            yield Due(meeting, list(holders[meeting.pk].values()), on.isoformat())

    return find


def _meetings(day: Day, days: int, but_not_in: int) -> list[Meeting]:
    """Planned meetings from tomorrow, or from after `but_not_in`, to so many days ahead."""
    first = day.last + _days(but_not_in) if but_not_in else day.today
    end = day.last + _days(days)
    rows = Meeting.objects.planned().exclude(network__status=NetworkStatus.CLOSED)
    midnight = dt.time.min
    return list(rows.between(at(first + _days(1), midnight), at(end + _days(1), midnight)))


def _inside(networks: Iterable[int], today: dt.date) -> dict[int, list[tuple[User, dt.date]]]:
    """By network: its active members and today's consultants, and since when. Two queries."""
    found: dict[int, list[tuple[User, dt.date]]] = defaultdict(list)
    members = Membership.objects.active().filter(network__in=networks, user__is_active=True)
    for row in members.select_related("user").order_by("pk"):
        found[row.network_id].append((row.user, row.joined_on or today))
    consultants = Assignment.objects.held_on(today).filter(
        network__in=networks, consultant__is_active=True
    )
    for own in consultants.select_related("consultant").order_by("pk"):
        found[own.network_id].append((own.consultant, own.starts_on))
    return found


def _away(meetings: list[Meeting]) -> set[tuple[int, int]]:
    """Meeting and person of everybody who said that they do not come."""
    said = Attendance.objects.filter(meeting__in=meetings, answer__in=STAYS_AWAY)
    return set(said.values_list("meeting", "membership__user"))


# --- what was decided ---------------------------------------------------------------------------
def actions_due_in(days: int) -> Find:
    """The owners of actions that are due so many days ahead and not done."""

    def find(day: Day) -> Iterator[Due]:
        rows = Action.objects.filter(
            done_at=None,
            due_on__range=(day.today, day.last + _days(days)),
            owner__is_active=True,
        ).exclude(meeting__network__status=NetworkStatus.CLOSED)
        for row in rows.select_related("owner"):
            if timezone.localdate(row.created_at) < row.due_on - _days(days):
                yield Due(row, [row.owner], row.due_on.isoformat())

    return find


def minutes_open_for(days: int) -> Find:
    """Those who were asked so many days ago to approve minutes and have not."""

    def find(day: Day) -> Iterator[Due]:
        sent_by = at(day.today - _days(days) + _days(1), dt.time.min)
        rows = Minutes.objects.filter(state=MinutesState.TO_APPROVE, sent_at__lt=sent_by)
        for row in rows.select_related("meeting").defer("text"):
            params = {"revision": row.revision}
            yield Due(row, list(still_to_approve(row)), str(row.revision), params)

    return find


# --- the dates of a design ----------------------------------------------------------------------
def criteria_in(days: int) -> Find:
    """Those who carry the network whose success criterion is to be measured so many days ahead."""
    return _milestones(days, renewal=False)


def renewals_in(days: int) -> Find:
    """Those who carry the network whose design is to be evaluated so many days ahead."""
    return _milestones(days, renewal=True)


def _milestones(days: int, *, renewal: bool) -> Find:
    def find(day: Day) -> Iterator[Due]:
        rows = Milestone.objects.coming(day.today).filter(
            day__lte=day.last + _days(days), criterion__isnull=renewal
        )
        for row in rows.select_related("network", "criterion"):
            lineage = str(row.criterion.lineage) if row.criterion else ""
            yield Due(
                row.network,
                who_carries(row.network, day.today),
                f"{row.day.isoformat()} {lineage}".strip(),
                {"day": row.day.isoformat(), "criterion": lineage},
            )

    return find


def who_carries(network: Network, today: dt.date) -> list[User]:
    """Its coordinator and its consultants; without a coordinator the directors too."""
    own = Assignment.objects.held_on(today).filter(network=network, consultant__is_active=True)
    found: dict[int, Any] = {row.consultant_id: row.consultant for row in own}
    coordinator = coordinator_on(network.pk, today)
    if coordinator is not None:
        found[coordinator.pk] = coordinator
    else:
        directors = RoleHolding.objects.held_on(today).filter(
            role=Role.DIRECTOR, organisation=network.municipality_id, user__is_active=True
        )
        found |= {row.user_id: row.user for row in directors.select_related("user")}
    return list(found.values())
