"""The meetings of the demo's networks: a year of them, some held, the next one soon."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import Organisation, User
from networks.choices import Answer, MeetingPart
from networks.dates.recurrence import Recurrence, at, days_of, period
from networks.models import Meeting, Membership, Network
from networks.selectors.minutes import approvers_of
from networks.services.actions import add_action
from networks.services.attendance import answer_meeting
from networks.services.holidays import add_school_holiday
from networks.services.meetings import give_part, note_work, plan_meetings
from networks.services.minutes import (
    add_decision,
    approve_minutes,
    save_minutes,
    send_minutes,
)
from networks.services.presence import note_presence

DAY = dt.timedelta(days=1)
BEGINS, ENDS = dt.time(13), dt.time(16)
THEMES = (
    "Den svære samtale med forældre",
    "Når to medarbejdere ikke kan sammen",
    "Nye ledere i gamle huse",
    "Sygefravær: hvad virker hos jer?",
    "Normering i ydertimerne",
    "Overgangen fra dagpleje til børnehave",
    "At lede opad",
    "Data uden at drukne i dem",
    "Hvad vi vil give videre til politikerne",
    "Året, der gik, og året, der kommer",
)
MINUTES = """Vi tog en runde: hvad fylder lige nu?

Sagen: En medarbejder, der ikke trives, og en gruppe, der er begyndt at gå uden om.
Vi brugte det reflekterende team. Tre spørgsmål stod tilbage:
- Hvad er mit ansvar, og hvad er gruppens?
- Hvornår tager jeg samtalen, og hvem øver jeg den med?
- Hvad ser den nye, som vi andre er holdt op med at se?

Til sidst: ét ord hver om, hvad vi tager med hjem."""
DECISIONS = (
    "Vi begynder hvert møde med ti minutters runde.",
    "Den, der er vært, vælger sagen.",
    "Vi spørger forvaltningen om normering i ydertimerne.",
)
ACTIONS = (
    "Sende skabelonen til samtaler rundt",
    "Aftale besøg hos hinanden",
    "Skrive vores spørgsmål til forvaltningen",
)
#: Those who were there, of each ten: a believable network is never quite full.
STAYED_AWAY = (3, 7)
HOLIDAYS = (
    ("Vinterferie", (2, 15), (2, 21)),
    ("Påskeferie", (3, 22), (3, 29)),
    ("Sommerferie", (6, 26), (8, 8)),
    ("Efterårsferie", (10, 16), (10, 24)),
    ("Juleferie", (12, 19), (12, 31)),
)


class MeetingBuilder:
    """`now` is today; what lies before it has been held."""

    def __init__(self, *, now: dt.datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)

    def holidays(self, municipality: Organisation, director: User) -> None:
        """This year's and next year's, as the municipality has decided them."""
        for year in (self.today.year, self.today.year + 1):
            for name, first, last in HOLIDAYS:
                add_school_holiday(
                    name=name,
                    starts_on=dt.date(year, *first),
                    ends_on=dt.date(year, *last),
                    municipality=municipality,
                    by=director,
                )

    def year(self, network: Network, *, weekday: int, nth: int) -> None:
        """Three months back and two ahead, never in July and December."""
        members = list(
            network.memberships.active()
            .select_related("user")
            .prefetch_related("duties")
            .order_by("pk")
        )
        coordinator = self._coordinator(members)
        rule = Recurrence(
            unit="months",
            every=1,
            weekday=weekday,
            nth=nth,
            first=self.today - 100 * DAY,
            never_in=frozenset({7, 12}),
            count=5,
        )
        for number, day in enumerate(days_of(rule)):
            meeting = self._plan(network, day, number, coordinator)
            self._parts(meeting, members, number)
            if day < self.today:
                self._held(meeting, members, number)
            elif day < self.today + 90 * DAY:
                self._answers(meeting, members, number)

    def _coordinator(self, members: list[Membership]) -> User:
        with_duty = [member for member in members if member.duties.all()]
        return (with_duty or members)[0].user

    def _plan(self, network: Network, day: dt.date, number: int, by: User) -> Meeting:
        [meeting] = plan_meetings(
            network=network,
            times=[period(day, BEGINS, ENDS)],
            values={
                "theme": THEMES[number % len(THEMES)],
                "place": "Mødelokalet hos værten",
                "prepare": "Tag en sag med fra din egen hverdag.",
                "goal": network.design_in_force and network.design_in_force.goals.first(),
            },
            by=by,
            now=at(day - 200 * DAY, dt.time(9)),
        )
        return meeting

    def _parts(self, meeting: Meeting, members: list[Membership], number: int) -> None:
        parts = (MeetingPart.FACILITATOR, MeetingPart.HOST, MeetingPart.MINUTE_TAKER)
        for place, part in enumerate(parts):
            holder = members[(number + place) % len(members)].user
            give_part(meeting=meeting, part=part, holder=holder, by=holder)

    def _held(self, meeting: Meeting, members: list[Membership], number: int) -> None:
        there = {
            member.pk
            for place, member in enumerate(members)
            if (place + number) % 10 not in STAYED_AWAY
        }
        note_presence(meeting=meeting, there=there, by=members[0].user, now=meeting.ends_at)
        carried = "jointly" if number < 3 else "members"
        self._outcome(meeting, members, number)
        note_work(
            meeting=meeting,
            work={"convened_by": "members", "facilitated_by": carried, "minutes_by": "members"},
            by=members[0].user,
        )

    def _outcome(self, meeting: Meeting, members: list[Membership], number: int) -> None:
        """Minutes, a decision and an action; the older minutes are approved, the last wait."""
        writer = members[(number + 2) % len(members)].user
        now = meeting.ends_at
        save_minutes(meeting=meeting, text=MINUTES, base="", by=writer, now=now)
        add_decision(meeting=meeting, text=DECISIONS[number % 3], by=writer, now=now)
        add_action(
            meeting=meeting,
            text=ACTIONS[number % 3],
            owner=members[number % len(members)].user,
            due_on=timezone.localdate(now) + 40 * DAY,
            by=writer,
            now=now,
        )
        minutes = send_minutes(meeting=meeting, by=writer, now=now)
        if timezone.localdate(now) > self.today - 40 * DAY:
            return
        for person in approvers_of(meeting):
            minutes = approve_minutes(
                minutes=minutes, revision=minutes.revision, by=person, now=now + DAY
            )

    def _answers(self, meeting: Meeting, members: list[Membership], number: int) -> None:
        """Most have said yes, one cannot, and those with a sign-in still have to say."""
        for place, member in enumerate(members):
            if member.user.email.startswith("leder"):
                continue
            away = (place + number) % 10 in STAYED_AWAY
            answer_meeting(
                meeting=meeting,
                membership=member,
                answer=Answer.NOT_COMING if away else Answer.COMING,
                reason="Forældremøde samme dag" if away else "",
                now=self.now,
            )
