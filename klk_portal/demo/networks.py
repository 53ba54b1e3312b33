"""The networks of the demo, from design to members, through the services."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import Organisation, User
from klk_portal.demo.designs import (
    DRAFT_GOALS,
    DRAFT_NAME,
    DRAFT_PARTS,
    GOALS,
    NETWORKS,
    REVISED_GOAL,
    STRANGER_NETWORK,
    CriterionText,
    GoalText,
    NetworkText,
    parts,
)
from klk_portal.demo.meetings import MeetingBuilder
from networks.choices import DesignPart, NetworkStatus, ReflectionKind
from networks.models import Goal, Network, NetworkDesign
from networks.services.approval import approve_design
from networks.services.assignments import assign_consultant
from networks.services.design import create_network, save_part
from networks.services.duties import name_coordinator
from networks.services.goals import add_criterion, add_goal, add_sub_goal
from networks.services.membership import (
    accept_invitation,
    ask_to_join,
    invite_leader,
    leave_network,
)
from networks.services.reflections import write_reflection
from networks.services.status import set_status
from networks.services.versions import start_new_version

DAY = dt.timedelta(days=1)
MONTH = dt.timedelta(days=30)
#: So many of the networks keep their meetings in the portal; the others have yet to begin it.
MEETING = 3


class NetworkBuilder:
    """What a director and the leaders of one municipality did, ending `now`."""

    def __init__(self, *, municipality: Organisation, director: User, now: dt.datetime) -> None:
        self.municipality = municipality
        self.director = director
        self.now = now
        self.began = now - 11 * MONTH
        self.today = timezone.localdate(now)
        self.begun = 0  # networks so far; each has dates of its own

    def build_gentofte(
        self,
        leaders: dict[str, list[User]],
        admin: User,
        consultant: User,
        internal_consultant: User,
    ) -> None:
        networks = [self._network(text, leaders[text.district]) for text in NETWORKS]
        self._revise(networks[0])
        self._assign(networks, admin, consultant, internal_consultant)
        self._moves(networks, leaders)
        meetings = MeetingBuilder(now=self.now)
        meetings.holidays(self.municipality, self.director)
        for number, network in enumerate(networks[:MEETING]):
            meetings.year(network, weekday=number % 4, nth=2 + number % 2)
        self._draft()
        for text in REFLECTIONS:
            self._reflection(leaders["Hellerup"][0], networks[0], *text)

    def build_kolding(self, leader: User) -> None:
        self._network(STRANGER_NETWORK, [leader])

    # --- one network ------------------------------------------------------------------------
    def _network(self, text: NetworkText, members: list[User]) -> Network:
        self.begun += 1
        network = create_network(
            municipality=self.municipality, name=text.name, by=self.director, now=self.began
        )
        design = network.designs.get()
        self._fill(design, parts(text, len(members), self._renewal()))
        self._goals(design, GOALS)
        approve_design(design=design, by=self.director, now=self.began + 10 * DAY)
        network.refresh_from_db()
        self._members(network, members)
        for days, status in ((40, NetworkStatus.ESTABLISHING), (90, NetworkStatus.ACTIVE)):
            when = self.began + days * DAY
            set_status(network=network, status=status, by=self.director, now=when)
        return network

    def _renewal(self) -> dt.date:
        """Each network is renewed in its turn, the first one soon."""
        return self.today + (3 + 2 * self.begun) * MONTH

    def _members(self, network: Network, members: list[User]) -> None:
        when = self.began + 20 * DAY
        for person in members:
            if person.email not in STAYS_OUT:
                membership = invite_leader(
                    network=network, person=person, by=self.director, now=when
                )
                accept_invitation(membership=membership, now=when + DAY)
        coordinator = next(
            (person for person in members if person.email.startswith("tovholder@")), members[-1]
        )
        name_coordinator(
            membership=network.memberships.get(user=coordinator),
            starts_on=timezone.localdate(when),
            by=self.director,
        )

    def _fill(self, design: NetworkDesign, values: dict[DesignPart, dict[str, object]]) -> None:
        revisions = dict(design.part_states.values_list("part", "revision"))
        for part, columns in values.items():
            save_part(
                design=design,
                part=part,
                values=columns,
                expected_revision=revisions[part],
                by=self.director,
                now=self.began,
            )

    def _goals(self, design: NetworkDesign, goals: tuple[GoalText, ...]) -> None:
        for text in goals:
            goal = add_goal(
                design=design,
                statement=text.statement,
                gain=text.gain or "",
                by=self.director,
                now=self.began,
            )
            self._criteria(goal, text)
            for below in text.sub_goals:
                sub_goal = add_sub_goal(
                    goal=goal, statement=below.statement, by=self.director, now=self.began
                )
                self._criteria(sub_goal, below)

    def _criteria(self, goal: Goal, text: GoalText) -> None:
        for criterion in text.criteria:
            self._criterion(goal, criterion)

    def _criterion(self, goal: Goal, text: CriterionText) -> None:
        add_criterion(
            goal=goal,
            values={
                "indicator": text.indicator,
                "measured_how": text.measured_how,
                "unit": text.unit,
                "baseline": text.baseline,
                "target": text.target,
                "target_date": self.today + text.months * MONTH + (7 - 5 * self.begun) * DAY,
            },
            by=self.director,
            now=self.began,
        )

    # --- what happened later ----------------------------------------------------------------
    def _revise(self, network: Network) -> None:
        """The first network's design has a second version."""
        design = start_new_version(network=network, by=self.director, now=self.now - 2 * MONTH)
        self._goals(design, (REVISED_GOAL,))
        themes = design.themes.replace("sygefravær", "sygefravær og trivsel")
        self._fill(design, {DesignPart.THEMES: {**theme_values(design), "themes": themes}})
        approve_design(design=design, by=self.director, now=self.now - 2 * MONTH)

    def _assign(
        self, networks: list[Network], admin: User, consultant: User, internal: User
    ) -> None:
        since = self.today - 10 * MONTH
        for network in networks[:3]:
            assign_consultant(
                network=network,
                consultant=consultant,
                starts_on=since,
                ends_on=self.today + 4 * MONTH,
                by=admin,
            )
        for network in networks[3:5]:
            assign_consultant(
                network=network, consultant=internal, starts_on=since, by=self.director
            )

    def _moves(self, networks: list[Network], leaders: dict[str, list[User]]) -> None:
        """One has left, one is invited, one has asked, and one is new."""
        by_email = {person.email: person for people in leaders.values() for person in people}
        gone = by_email["leder6@gentofte.example"]
        left = next(n for n in networks if n.memberships.filter(user=gone).exists())
        leave_network(membership=left.memberships.get(user=gone), now=self.now - MONTH)
        invite_leader(
            network=networks[0],
            person=by_email["leder7@gentofte.example"],
            by=self.director,
            now=self.now - 2 * DAY,
        )
        ask_to_join(
            network=networks[3],
            person=by_email["leder8@gentofte.example"],
            now=self.now - DAY,
        )

    def _draft(self) -> None:
        """Begun yesterday, and not finished."""
        self.began = self.now - DAY
        network = create_network(
            municipality=self.municipality, name=DRAFT_NAME, by=self.director, now=self.began
        )
        design = network.designs.get()
        self._fill(design, DRAFT_PARTS)
        self._goals(design, DRAFT_GOALS)

    def _reflection(
        self, writer: User, network: Network, days: int, happened: str, learned: str, to_try: str
    ) -> None:
        write_reflection(
            writer=writer,
            network=network,
            kind=ReflectionKind.PROCESS,
            happened=happened,
            learned=learned,
            to_try=to_try,
            try_by=self.today + 14 * DAY,
            now=self.now - days * DAY,
        )


def theme_values(design: NetworkDesign) -> dict[str, str]:
    return {
        name: getattr(design, name) for name in ("themes", "frequency", "meeting_length", "methods")
    }


#: They are known, but not members from the beginning.
STAYS_OUT = {
    "leder7@gentofte.example",
    "leder8@gentofte.example",
    "leder9@gentofte.example",
}

REFLECTIONS = (
    (
        21,
        "Et personalemøde kørte af sporet, fordi jeg svarede, før de havde talt ud.",
        "Når jeg holder pausen, kommer de selv med løsningen.",
        "Tælle til fem, før jeg svarer.",
    ),
    (
        6,
        "En forælder var vred over ferielukningen. Jeg inviterede indenfor i stedet for at skrive.",
        "Det tog ti minutter og sparede mig for tre mails.",
        "Ringe samme dag, næste gang en mail gør mig irriteret.",
    ),
)
