"""Meetings with what stands beside them: the year, the next one, who comes, who does what."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.choices import OrganisationKind
from accounts.models import Organisation, Position, User
from accounts.names import full_name
from networks.choices import OPEN_STATES, Answer, CarriedBy, MeetingPart
from networks.dates.holidays import notes_on
from networks.dates.recurrence import at
from networks.models import (
    Attendance,
    Goal,
    Meeting,
    MeetingRole,
    Membership,
    Network,
    SchoolHoliday,
)
from networks.models.meeting import WORK

#: To choose from, by name; put together once, and never read as they are.
INSTITUTIONS = (
    Organisation.objects.filter(kind=OrganisationKind.INSTITUTION).in_danish_order().only("name")
)


@dataclass(frozen=True)
class PlannedDay:
    """A day of a plan before it is made: what speaks against it, and whether one meets already."""

    day: dt.date
    notes: list[str]
    taken: bool


def goals_to_serve(network: Network) -> QuerySet[Goal]:
    """The goals and sub-goals of the design in force, as the design orders them, to choose from."""
    return Goal.objects.filter(design__in_force_in=network).in_order().only("statement")


def hosts_of(network: Network, chosen: Organisation | None = None) -> QuerySet[Organisation]:
    """Institutions that could be host: those that people of the network lead, and the `chosen`.

    To choose from: by name, and with nothing else.
    """
    people = Membership.objects.filter(network=network, state__in=OPEN_STATES).values("user")
    led = Position.objects.held_on(timezone.localdate()).filter(user__among=people)
    hosts = Q(pk__among=led.values("organisation"))
    if chosen is not None:
        hosts |= Q(pk=chosen.pk)
    return INSTITUTIONS.filter(hosts)


def planned_days(
    network: Network, times: list[tuple[dt.datetime, dt.datetime]], today: dt.date
) -> list[PlannedDay]:
    """The days of a plan with what to know about each. Two queries."""
    days = [timezone.localdate(begins) for begins, _ends in times]
    if not days:
        return []
    school = list(SchoolHoliday.objects.of(network.municipality_id).touching(min(days), max(days)))
    taken = set(
        Meeting.objects.planned()
        .filter(network=network, starts_at__in=[begins for begins, _ends in times])
        .values_list("starts_at", flat=True)
    )
    return [
        PlannedDay(day, notes_on(day, school, today), begins in taken)
        for day, (begins, _ends) in zip(days, times, strict=True)
    ]


def meetings_of_year(network: Network, year: int) -> QuerySet[Meeting]:
    """The meetings of a calendar year in Danish time, cancelled ones too."""
    midnight = dt.time.min
    return (
        Meeting.objects.filter(network=network)
        .between(at(dt.date(year, 1, 1), midnight), at(dt.date(year + 1, 1, 1), midnight))
        .prefetch_related("host")  # few of thousands of institutions: a join would read them all
    )


def next_meeting(network: Network, own: Membership | None, now: dt.datetime) -> Meeting | None:
    """The one that is on or comes next: what it is about, where and when. One query.

    It says in `my_answer` what the membership `own` has answered, if there is one and it has.
    """
    coming = Meeting.objects.filter(network=network).upcoming(now)
    if own is not None:
        said = Attendance.objects.filter(meeting=OuterRef("pk"), membership=own)
        coming = coming.annotate(my_answer=Subquery(said.values("answer")))
    return coming.only("theme", "place", "starts_at", "ends_at").first()


# --- who comes ----------------------------------------------------------------------------------
class Comer(NamedTuple):
    """A member and what they said to a meeting."""

    user_id: int
    first_name: str
    last_name: str
    answer: str | None
    reason: str | None
    substitute: str | None
    was_there: bool | None

    @property
    def full_name(self) -> str:
        return full_name(self.first_name, self.last_name)


@dataclass
class Comers:
    """The members of today by what they said to a meeting, and how many of them were there.

    Who was there without a word before has come.
    """

    members: list[Comer] = field(default_factory=list)
    coming: list[Comer] = field(default_factory=list)
    not_coming: list[Comer] = field(default_factory=list)
    substitutes: list[Comer] = field(default_factory=list)
    silent: list[Comer] = field(default_factory=list)
    there: int = 0
    counted: int = 0

    def of(self, user: User) -> Comer | None:
        return next((member for member in self.members if member.user_id == user.pk), None)

    def answer_of(self, user: User) -> str:
        """What `user` said, in words; "" when nothing."""
        own = self.of(user)
        return str(Answer(own.answer).label) if own and own.answer else ""


def comers_of(meeting: Meeting) -> Comers:
    """Who said what, in Danish order. One query."""
    of_meeting = FilteredRelation("attendances", condition=Q(attendances__meeting=meeting.pk))
    rows = (
        Membership.objects.active()
        .filter(network=meeting.network_id)
        .annotate(said=of_meeting)
        .order_by("user__sort_key", "pk")
        .values_list(
            "user",
            "user__first_name",
            "user__last_name",
            "said__answer",
            "said__reason",
            "said__substitute",
            "said__was_there",
        )
    )
    comers = Comers()
    lists: dict[str, list[Comer]] = {
        Answer.COMING: comers.coming,
        Answer.NOT_COMING: comers.not_coming,
        Answer.SUBSTITUTE: comers.substitutes,
    }
    for row in itertools.starmap(Comer, rows):
        untold = comers.coming if row.was_there else comers.silent
        lists.get(row.answer or "", untold).append(row)
        comers.members.append(row)
        comers.there += row.was_there is True
        comers.counted += row.was_there is not None
    return comers


def attendance_rates(meetings: Iterable[Meeting]) -> dict[int, tuple[int, int]]:
    """By id of the meeting: how many were there, of how many of whom it is known.

    One query, by the ids of meetings in hand: PostgreSQL guesses wrong how many a network has.
    """
    rows = (
        Attendance.objects.filter(meeting__in=[meeting.pk for meeting in meetings])
        .exclude(was_there=None)
        .values("meeting")
        .annotate(there=Count("pk", Q(was_there=True)), of=Count("pk"))
    )
    return {row["meeting"]: (row["there"], row["of"]) for row in rows}


# --- who does what ------------------------------------------------------------------------------
@dataclass(frozen=True)
class PartLine:
    """One part of a meeting: who has it, who is proposed, and how often each member had it."""

    part: str
    label: str
    role: MeetingRole | None
    proposed: User | None
    times: list[tuple[User, int]]

    @property
    def so_far(self) -> str:
        """In words: "Sofie Krag 2, Omar Haddad 1"."""
        return ", ".join(f"{person.full_name} {count}" for person, count in self.times)


class HeldPart(NamedTuple):
    """A part of a meeting that somebody has, in the order of MeetingPart."""

    label: str
    holder_id: int
    full_name: str


def held_parts(meeting: Meeting) -> list[HeldPart]:
    """Who has which part of the meeting. One query."""
    name = ("holder__first_name", "holder__last_name")
    roles = MeetingRole.objects.filter(meeting=meeting).values_list("part", "holder", *name)
    held = {part: (holder, full_name(first, last)) for part, holder, first, last in roles}
    return [HeldPart(str(part.label), *held[part]) for part in MeetingPart if part in held]


def part_lines(meeting: Meeting) -> list[PartLine]:
    """Every part with its holder and the fair next one. Four queries, however many members.

    Fair: whoever has the fewest parts in this meeting is next, among them whoever has had this one
    least often, then whoever had it longest ago, then in Danish order. Nobody is proposed who
    cannot come. A part that few are next in turn for is shared out before one that anybody could
    take.
    """
    members = members_by_name(meeting.network_id)
    history = _history(meeting)
    current = {role.part: role for role in meeting.roles.select_related("holder")}
    away = set(
        Attendance.objects.filter(meeting=meeting)
        .exclude(answer__in=["", Answer.COMING])
        .values_list("membership__user", flat=True)
    )
    free = [person for person in members if person.pk not in away]
    busy = Counter(role.holder_id for role in current.values())
    proposed: dict[str, User] = {}
    still_open = [part.value for part in MeetingPart if part not in current]
    for part in sorted(still_open, key=lambda part: history[part].next_in_turn(free)):
        if (person := history[part].fair_next(free, busy)) is not None:
            proposed[part] = person
            busy[person.pk] += 1
    return [
        PartLine(
            part=part.value,
            label=str(part.label),
            role=current.get(part.value),
            proposed=proposed.get(part.value),
            times=history[part.value].of(members),
        )
        for part in MeetingPart
    ]


@dataclass
class PartHistory:
    """Who had a part at the other meetings of the network: how often, and when last."""

    times: Counter[int] = field(default_factory=Counter)
    last: dict[int, dt.datetime] = field(default_factory=dict)

    def of(self, members: list[User]) -> list[tuple[User, int]]:
        return sorted(
            ((person, self.times[person.pk]) for person in members), key=lambda pair: -pair[1]
        )

    def next_in_turn(self, people: list[User]) -> int:
        """How many of `people` have had it least often."""
        counts = [self.times[person.pk] for person in people]
        return counts.count(min(counts)) if counts else 0

    def fair_next(self, people: list[User], busy: Counter[int]) -> User | None:
        never = dt.datetime.min.replace(tzinfo=dt.UTC)

        def turn(person: User) -> tuple[int, int, dt.datetime, str]:
            had_it_last = self.last.get(person.pk, never)
            return busy[person.pk], self.times[person.pk], had_it_last, person.sort_key

        return min(people, key=turn, default=None)


def _history(meeting: Meeting) -> dict[str, PartHistory]:
    """By part; every part has one."""
    history = {part.value: PartHistory() for part in MeetingPart}
    rows = MeetingRole.objects.filter(
        meeting__network=meeting.network_id, meeting__cancelled_at=None
    ).exclude(meeting=meeting)
    columns = ("part", "holder", "meeting__starts_at")
    for part, holder, starts_at in rows.order_by("meeting__starts_at").values_list(*columns):
        history[part].times[holder] += 1
        history[part].last[holder] = starts_at
    return history


def members_by_name(network_id: int) -> list[User]:
    """Active members in Danish order."""
    members = Membership.objects.active().filter(network=network_id).values("user")
    return list(User.objects.filter(pk__among=members).in_danish_order())


def work_in_words(meeting: Meeting) -> list[tuple[str, str]]:
    """Who carried which piece of the work, as far as somebody has said."""
    columns = {column.name: column.verbose_name for column in Meeting._meta.fields}
    return [
        (str(columns[name]), str(CarriedBy(carried_by).label))
        for name in WORK
        if (carried_by := getattr(meeting, name))
    ]
