"""Every page that lists rows, who looks at it, and how its rows become more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import LeaderLevel, Role
from accounts.models import Invitation, Position, UnsavedText, User
from audit.models import AuditEntry
from networks.choices import Admission, Gain, NetworkStatus
from networks.models import (
    Assignment,
    Attendance,
    DatePoll,
    Decision,
    Goal,
    Meeting,
    MeetingRole,
    Network,
    NetworkDesign,
    SchoolHoliday,
    SuccessCriterion,
)
from notifications.models import Message
from tests.architecture.world import (
    LONG_AGO,
    MARK,
    World,
    act,
    attach,
    give_role,
    held_meeting,
    institution,
    join,
    reflect,
)

MOST_QUERIES = 12
Grow = Callable[[World, int], None]


@dataclass(frozen=True)
class ListPage:
    """`url` is a URL name with the names of things that fill its address."""

    url: str
    who: str
    grow: Grow

    def __str__(self) -> str:
        return f"{self.url.replace(' ', '-')}-{self.who}"

    def address(self, world: World) -> str:
        name, *wanted = self.url.split()
        args = [world[word].pk if word in world.things else word for word in wanted]
        return reverse(name, args=args)


def queries(client: Client, url: str) -> int:
    """How many queries a page runs once it is warm. Fails unless it is a 200."""
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


# --- rows ----------------------------------------------------------------------------------
def institutions(world: World, count: int) -> None:
    for number in range(count):
        institution(f"Børnehus {number}", world["area"])


def people(world: World, count: int) -> None:
    """Leaders with an institution and a position each."""
    for number in range(count):
        new_leader(world, f"flere{number}@gentofte.example")


def new_leader(world: World, email: str) -> User:
    person = User.objects.create_user(email, first_name="Anna", last_name=email[:12])
    place = institution(f"Huset {email}", world["area"])
    give_role(person, Role.LEADER, place)
    Position.objects.create(
        user=person,
        organisation=place,
        level=LeaderLevel.INSTITUTION,
        starts_on=LONG_AGO,
        reports_to=world.people["leader"],
    )
    return person


def invitations(world: World, count: int) -> None:
    for number in range(count):
        Invitation.objects.create(
            email=f"ny{number}@gentofte.example",
            first_name="Ny",
            role=Role.LEADER,
            organisation=world["institution"],
            invited_by=world.people["director"],
            created_at=world.now,
            expires_at=world.now + dt.timedelta(days=14),
        )


def changes(world: World, count: int) -> None:
    """Everything that is made here is in the audit trail."""
    before = AuditEntry.objects.count()
    people(world, count)
    assert AuditEntry.objects.count() >= before + count


def messages(world: World, count: int) -> None:
    for number in range(count):
        Message.objects.create(
            kind="networks.invitation",
            address="leader@gentofte.example",
            user=world.people["leader"],
            occasion=str(number),
            language="da",
            created_at=world.now,
            due_at=world.now,
        )


def networks(world: World, count: int) -> None:
    """Active networks with a design, a member, a coordinator to be and a consultant each."""
    for number in range(count):
        network = Network.objects.create(
            municipality=world["municipality"],
            name=f"{MARK} {number}",
            status=NetworkStatus.ACTIVE,
            admission=Admission.OPEN,
            created_at=world.now,
        )
        design = NetworkDesign.objects.create(network=network, version=1, created_at=world.now)
        goals_in(design, 1)
        join(network, world.people["leader"], world.now)
        Assignment.objects.create(
            network=network, consultant=world.people["consultant"], starts_on=LONG_AGO
        )


def requests(world: World, count: int) -> None:
    """Leaders who ask to join: each waits for the director."""
    for number in range(count):
        person = new_leader(world, f"spoerger{number}@gentofte.example")
        membership = join(world["network"], person, world.now)
        membership.state, membership.joined_on = "requested", None
        membership.save()


def members(world: World, count: int) -> None:
    for number in range(count):
        person = new_leader(world, f"medlem{number}@gentofte.example")
        join(world["network"], person, world.now)


def assignments(world: World, count: int) -> None:
    for number in range(count):
        person = User.objects.create_user(f"k{number}@klk.example", first_name="Kim")
        give_role(person, Role.CONSULTANT, world["klk"])
        Assignment.objects.create(network=world["network"], consultant=person, starts_on=LONG_AGO)


def goals(world: World, count: int) -> None:
    goals_in(world["design"], count)


def goals_in(design: NetworkDesign, count: int) -> None:
    """Goals with a sub-goal and a criterion each."""
    for number in range(count):
        goal = Goal.objects.create(design=design, statement=f"{MARK} {number}", gain=Gain.READINESS)
        Goal.objects.create(design=design, parent=goal, statement="Hvordan")
        SuccessCriterion.objects.create(
            goal=goal,
            indicator="Andel",
            measured_how="Spørgeskema",
            target=80,
            target_date=dt.date(2030, 1, 1),
        )


def reflections(world: World, count: int) -> None:
    for _number in range(count):
        reflect(world.people["leader"], world["network"], world.now)


def unsaved_texts(world: World, count: int) -> None:
    for _number in range(count):
        UnsavedText.objects.create(
            user=world.people["leader"], path="/", sealed=b"", created_at=world.now
        )


def sessions(world: World, count: int) -> None:
    for _number in range(count):
        Client().force_login(
            world.people["leader"],
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )


def many_roles(world: World, count: int) -> None:
    """A person with a long past."""
    for number in range(count):
        day = dt.date(2000, 1, 1) + dt.timedelta(days=number)
        holding = give_role(world.people["leader"], Role.POLICY_OFFICER, world["municipality"])
        holding.starts_on = holding.ends_on = day
        holding.save()


def outcomes(world: World, count: int) -> None:
    """Decisions, actions and documents of the meeting that has been held, and who was there."""
    meeting = world["held_meeting"]
    assert isinstance(meeting, Meeting)
    for number in range(count):
        Decision.objects.create(meeting=meeting, text=f"{MARK} {number}", created_at=world.now)
        person = new_leader(world, f"deltog{number}@gentofte.example")
        membership = join(world["network"], person, world.now)
        Attendance.objects.create(meeting=meeting, membership=membership, was_there=True)
        act(meeting, person, world.now)
        attach(meeting, person, world.now)
        act(held_meeting(world["network"], world.now, 10 + number), person, world.now)


def meetings(world: World, count: int) -> None:
    """Meetings to come with a role and an answer each, dates that are looked for, holidays."""
    for number in range(count):
        begins = world.now + dt.timedelta(days=1, hours=number)
        meeting = Meeting.objects.create(
            network=world["network"],
            theme=f"{MARK} {number}",
            starts_at=begins,
            ends_at=begins + dt.timedelta(hours=1),
            presence_code="2345",
            created_at=world.now,
        )
        MeetingRole.objects.create(meeting=meeting, part="host", holder=world.people["leader"])
        Attendance.objects.create(
            meeting=meeting, membership=world["membership_of_coordinator"], answer="coming"
        )
        poll = world["poll"]
        assert isinstance(poll, DatePoll)
        option = poll.options.create(starts_at=begins, ends_at=begins + dt.timedelta(hours=1))
        option.answers.create(membership=world["membership_of_leader"], choice="yes")
        SchoolHoliday.objects.create(name=f"Ferie {number}", starts_on=LONG_AGO, ends_on=LONG_AGO)


LISTS = [
    ListPage("home", "leader", meetings),
    ListPage("home", "consultant", meetings),
    ListPage("network network", "leader", meetings),
    ListPage("network_year_now network", "coordinator", meetings),
    ListPage("network_year_now network", "director", meetings),
    ListPage("meeting meeting", "leader", members),
    ListPage("meeting meeting", "coordinator", meetings),
    ListPage("meeting held_meeting", "leader", outcomes),
    ListPage("meeting held_meeting", "consultant", outcomes),
    ListPage("meeting meeting", "director", members),
    ListPage("meeting_parts meeting", "leader", members),
    ListPage("meeting_presence held_meeting", "leader", members),
    ListPage("date_poll poll", "leader", members),
    ListPage("date_poll poll", "coordinator", meetings),
    ListPage("school_holidays", "director", meetings),
    ListPage("calendar", "leader", meetings),
    ListPage("home", "director", requests),
    ListPage("home", "director", networks),
    ListPage("home", "leader", networks),
    ListPage("home", "consultant", networks),
    ListPage("home", "klk_admin", networks),
    ListPage("home", "klk_admin", invitations),
    ListPage("organisations", "klk_admin", institutions),
    ListPage("organisation municipality", "director", institutions),
    ListPage("organisation area", "director", institutions),
    ListPage("organisation institution", "director", people),
    ListPage("people municipality", "director", people),
    ListPage("people municipality", "klk_admin", people),
    ListPage("invitations", "director", invitations),
    ListPage("invitations", "klk_admin", invitations),
    ListPage("person person", "director", many_roles),
    ListPage("audit_trail", "director", changes),
    ListPage("messages", "leader", messages),
    ListPage("networks", "director", networks),
    ListPage("networks", "leader", networks),
    ListPage("networks", "policy_officer", networks),
    ListPage("networks", "klk_admin", networks),
    ListPage("network network", "director", members),
    ListPage("network network", "director", requests),
    ListPage("network network", "leader", members),
    ListPage("network_members network", "director", members),
    ListPage("network_members network", "director", requests),
    ListPage("network_members network", "leader", members),
    ListPage("network_members network", "klk_admin", assignments),
    ListPage("meeting_minutes held_meeting", "leader", outcomes),
    ListPage("network_actions network", "leader", outcomes),
    ListPage("network_actions network", "consultant", outcomes),
    ListPage("action_new held_meeting", "leader", outcomes),
    ListPage("consultant_networks", "consultant", networks),
    ListPage("consultant_networks", "consultant", members),
    ListPage("reflections", "leader", reflections),
    ListPage("reflection_new", "leader", networks),
    ListPage("network_invite network", "director", people),
    ListPage("network_coordinator network", "director", members),
    ListPage("network_assign network", "klk_admin", assignments),
    ListPage("design network", "director", goals),
    ListPage("design_part network formaal", "director", goals),
    ListPage("design_version network 1", "director", goals),
    ListPage("design_difference network 2", "director", goals),
    ListPage("design_approve network", "director", goals),
    ListPage("unsaved_texts", "leader", unsaved_texts),
    ListPage("usersessions_list", "leader", sessions),
]
