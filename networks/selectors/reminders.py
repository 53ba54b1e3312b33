"""What a working day's reminders are about: meetings, actions, minutes and dates of a design.

Nobody is reminded of what they have just been told: what is younger than its reminder would be
early enough by itself.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
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
from notifications.reminders import Day, Due

#: Who said one of these does not come.
STAYS_AWAY = (Answer.NOT_COMING, Answer.SUBSTITUTE)


def _days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


@dataclass(frozen=True)
class Times:
    """How many days before or after what it is about a reminder comes: usually, and by network.

    None: the network wants none.
    """

    usual: int
    chosen: Mapping[int, int | None]

    def of(self, network_id: int) -> int | None:
        return self.chosen.get(network_id, self.usual)

    @property
    def all(self) -> list[int]:
        return [self.usual, *(days for days in self.chosen.values() if days is not None)]


Finder = Callable[[Day, Times], Iterator[Due]]


def times_of(name: str, usual: int) -> Times:
    """What the networks have chosen for the reminder of that name. One query."""
    rows = Network.objects.filter(reminder_days__has_key=name)
    return Times(usual, {pk: days[name] for pk, days in rows.values_list("pk", "reminder_days")})


# --- what waits -----------------------------------------------------------------------------------
def open_invitations(day: Day, times: Times) -> Iterator[Due]:
    """Those to whom an invitation went so many days ago and who have said nothing."""
    rows = Membership.objects.filter(
        state=MembershipState.INVITED,
        asked_at__lt=_end_of(day.today - _days(min(times.all))),
        user__is_active=True,
    )
    for row in rows.exclude(network__status=NetworkStatus.CLOSED).select_related("user"):
        if _has_waited(row.asked_at, times.of(row.network_id), day):
            yield Due(row, [row.user])


def open_minutes(day: Day, times: Times) -> Iterator[Due]:
    """Those who were asked so many days ago to approve minutes and have not."""
    sent_by = _end_of(day.today - _days(min(times.all)))
    rows = Minutes.objects.filter(state=MinutesState.TO_APPROVE, sent_at__lt=sent_by)
    for row in rows.select_related("meeting").defer("text"):
        if row.sent_at and _has_waited(row.sent_at, times.of(row.meeting.network_id), day):
            params = {"revision": row.revision}
            yield Due(row, list(still_to_approve(row)), str(row.revision), params)


def _has_waited(since: dt.datetime, days: int | None, day: Day) -> bool:
    return days is not None and timezone.localdate(since) <= day.today - _days(days)


def _end_of(day: dt.date) -> dt.datetime:
    return at(day + _days(1), dt.time.min)


# --- what comes -----------------------------------------------------------------------------------
def meetings(day: Day, times: Times, *, but_not_in: int = 0) -> Iterator[Due]:
    """Members who come or have not answered, and consultants, of meetings so many days ahead.

    `but_not_in` are the days of the next reminder: when that one is due it is too late for this.
    """
    found = _meetings(day, times, but_not_in)
    inside = _inside({meeting.network_id for meeting in found}, day.today)
    away = _away(found)
    for meeting in found:
        on = timezone.localdate(meeting.starts_at)
        told_by = on - _days(times.of(meeting.network_id) or 0)
        if timezone.localdate(meeting.created_at) >= told_by:
            continue
        people = [
            person
            for person, since in inside[meeting.network_id]
            if since < told_by and (meeting.pk, person.pk) not in away
        ]
        yield Due(meeting, people, on.isoformat())


def parts(day: Day, times: Times, *, but_not_in: int) -> Iterator[Due]:
    """Those who have taken a part in a meeting so many days ahead."""
    found = _meetings(day, times, but_not_in)
    rows = MeetingRole.objects.filter(meeting__in=found, holder__is_active=True)
    away = _away(found)
    holders: dict[int, dict[int, User]] = defaultdict(dict)
    for row in rows.select_related("holder"):
        if (row.meeting_id, row.holder_id) not in away:
            holders[row.meeting_id][row.holder_id] = row.holder
    for meeting in found:
        on = timezone.localdate(meeting.starts_at)
        yield Due(meeting, list(holders[meeting.pk].values()), on.isoformat())


def _meetings(day: Day, times: Times, but_not_in: int) -> list[Meeting]:
    """Planned meetings from tomorrow, or from after `but_not_in`, to so many days ahead."""
    first = day.last + _days(but_not_in) if but_not_in else day.today
    last = day.last + _days(max(times.all))
    if last <= first:
        return []
    rows = Meeting.objects.planned().exclude(network__status=NetworkStatus.CLOSED)
    return [
        row
        for row in rows.between(_end_of(first), _end_of(last))
        if _is_near(timezone.localdate(row.starts_at), times.of(row.network_id), day)
    ]


def _is_near(on: dt.date, days: int | None, day: Day) -> bool:
    return days is not None and on <= day.last + _days(days)


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


def actions(day: Day, times: Times) -> Iterator[Due]:
    """The owners of actions that are due so many days ahead and not done."""
    rows = Action.objects.filter(
        done_at=None,
        due_on__range=(day.today, day.last + _days(max(times.all))),
        owner__is_active=True,
    ).exclude(meeting__network__status=NetworkStatus.CLOSED)
    for row in rows.select_related("owner", "meeting"):
        days = times.of(row.meeting.network_id)
        if not _is_near(row.due_on, days, day):
            continue
        if timezone.localdate(row.created_at) < row.due_on - _days(days or 0):
            yield Due(row, [row.owner], row.due_on.isoformat())


def criteria(day: Day, times: Times) -> Iterator[Due]:
    """Those who carry the network whose success criterion is to be measured so many days ahead."""
    return _milestones(day, times, renewal=False)


def renewals(day: Day, times: Times) -> Iterator[Due]:
    """Those who carry the network whose design is to be evaluated so many days ahead."""
    return _milestones(day, times, renewal=True)


def _milestones(day: Day, times: Times, *, renewal: bool) -> Iterator[Due]:
    rows = Milestone.objects.coming(day.today).filter(
        day__lte=day.last + _days(max(times.all)), criterion__isnull=renewal
    )
    for row in rows.select_related("network", "criterion"):
        if _is_near(row.day, times.of(row.network_id), day):
            lineage = str(row.criterion.lineage) if row.criterion else ""
            yield Due(
                row.network,
                who_carries(row.network, day.today),
                f"{row.day.isoformat()} {lineage}".strip(),
                {"day": row.day.isoformat(), "criterion": lineage},
            )


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
