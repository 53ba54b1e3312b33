"""One of everything, and everybody who might come to its door.

The world belongs to Gentofte; the roles that begin with `foreign` are the same roles in Kolding.
Every text in it contains MARK, so that a page can be searched for what it must not show.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import lru_cache

from django.contrib.auth.hashers import make_password
from django.db import models
from django.utils import timezone

from accounts.choices import LeaderLevel, OrganisationKind, Role
from accounts.models import (
    Invitation,
    Organisation,
    Position,
    RoleHolding,
    StaffImport,
    UnsavedText,
    User,
)
from accounts.sealing import current_key_id, seal
from accounts.services.imports import choose_columns
from networks.choices import Admission, DesignPart, DesignStatus, Gain, NetworkStatus
from networks.models import (
    Action,
    Assignment,
    Attendance,
    DatePoll,
    Decision,
    DesignPartState,
    Document,
    DocumentContent,
    DutyPeriod,
    Goal,
    Meeting,
    Membership,
    Milestone,
    Minutes,
    Network,
    NetworkDesign,
    Reflection,
    SchoolHoliday,
    SuccessCriterion,
)
from notifications.models import Message

MARK = "Vildgæs"
LONG_AGO = dt.date(2025, 1, 1)
ANONYMOUS = "anonymous"
HOME_ROLES = (
    "leader",
    "other_leader",
    "coordinator",
    "internal_consultant",
    "policy_officer",
    "director",
)
KLK_ROLES = ("consultant", "other_consultant", "klk_admin")
FOREIGN_ROLES = (
    "foreign_leader",
    "foreign_internal_consultant",
    "foreign_policy_officer",
    "foreign_director",
)
ROLES = (ANONYMOUS, *HOME_ROLES, *KLK_ROLES, *FOREIGN_ROLES)
HOLDS = {
    "leader": Role.LEADER,
    "other_leader": Role.LEADER,
    "coordinator": Role.LEADER,
    "internal_consultant": Role.INTERNAL_CONSULTANT,
    "policy_officer": Role.POLICY_OFFICER,
    "director": Role.DIRECTOR,
    "consultant": Role.CONSULTANT,
    "other_consultant": Role.CONSULTANT,
    "klk_admin": Role.KLK_ADMIN,
}


@dataclass
class World:
    """`people` by role; `things` by the name that the table of addresses uses."""

    now: dt.datetime = field(default_factory=timezone.now)
    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, models.Model] = field(default_factory=dict)

    def __getitem__(self, name: str) -> models.Model:
        return self.things[name]

    def without(self, name: str) -> World:
        """A world that differs by one thing, whose id nobody has."""
        gone = type(self.things[name])()
        gone.pk = uuid.uuid4() if isinstance(self.things[name].pk, uuid.UUID) else 2**40
        return World(self.now, self.people, {**self.things, name: gone})


def build_world() -> World:
    """Leader and coordinator are members, the other leader is not and cannot find the network.

    The consultant is assigned, the other consultant is not; neither is the internal one.
    """
    world = World()
    _organisations(world)
    for role in ROLES[1:]:
        world.people[role] = _person(world, role)
    _accounts(world)
    _network(world)
    _design(world)
    _memberships(world)
    _meetings(world)
    _writings(world)
    _outcome(world)
    return world


def _organisations(world: World) -> None:
    make = Organisation.objects.create
    kinds = OrganisationKind
    world.things["klk"] = make(kind=kinds.KLK, name="KLK")
    world.things["kolding"] = make(kind=kinds.MUNICIPALITY, name="Kolding Kommune", code="621")
    gentofte = make(kind=kinds.MUNICIPALITY, name="Gentofte Kommune", code="157")
    area = make(kind=kinds.AREA, name=f"{MARK}området", parent=gentofte)
    world.things.update(municipality=gentofte, area=area)
    for name, parent in (("institution", area), ("other_institution", area)):
        world.things[name] = institution(f"Børnehuset {MARK} {name}", parent)
    foreign = make(kind=kinds.AREA, name="Skoler", parent=world["kolding"])
    world.things["foreign_institution"] = institution("Slotssøskolen", foreign)


def institution(name: str, parent: Organisation) -> Organisation:
    return Organisation.objects.create(
        kind=OrganisationKind.INSTITUTION, name=name, parent=parent, institution_type="day_care"
    )


def _person(world: World, role: str) -> User:
    abroad = role.startswith("foreign")
    person = User.objects.create(
        email=f"{role}@{'kolding' if abroad else 'gentofte'}.example",
        first_name=role.replace("_", " ").title(),
        last_name="Strange" if abroad else MARK,
        language="en",
        password=hashed_password(),
    )
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    holding = give_role(person, HOLDS[role.removeprefix("foreign_")], _where(world, role))
    if holding.role == Role.LEADER:
        Position.objects.create(
            user=person,
            organisation=holding.organisation,
            level=LeaderLevel.INSTITUTION,
            starts_on=LONG_AGO,
        )
    return person


@lru_cache
def hashed_password() -> str:
    """Hashing takes a while, and everybody may have the same."""
    return make_password("netvaerk-demo-1")


def give_role(person: User, role: str, where: models.Model) -> RoleHolding:
    return RoleHolding.objects.create(
        user=person, organisation=where, role=role, starts_on=LONG_AGO
    )


def _where(world: World, role: str) -> models.Model:
    if role in KLK_ROLES:
        return world["klk"]
    if role.endswith("leader"):
        abroad = role.startswith("foreign")
        home = "other_institution" if role == "other_leader" else "institution"
        return world["foreign_institution" if abroad else home]
    if role == "coordinator":
        return world["institution"]
    return world["kolding" if role.startswith("foreign") else "municipality"]


def _accounts(world: World) -> None:
    director, leader = world.people["director"], world.people["leader"]
    world.things["person"] = leader
    world.things["role"] = leader.role_holdings.get()
    world.things["position"] = leader.positions.get()
    world.things["role_of_director"] = director.role_holdings.get()
    world.things["invitation"] = Invitation.objects.create(
        email="ny@gentofte.example",
        first_name=MARK,
        role=Role.LEADER,
        organisation=world["institution"],
        invited_by=director,
        created_at=world.now,
        expires_at=world.now + dt.timedelta(days=14),
    )
    staff_import = StaffImport.objects.create(
        municipality=world["municipality"],
        uploaded_by=director,
        created_at=world.now,
        file_name=f"{MARK}.csv",
        header=["Institution", "Fornavn", "Efternavn", "E-mail"],
        rows=[[2, [MARK, "Anna", "Holm", "anna@gentofte.example"]]],
        rows_total=1,
    )
    columns = {"institution": 0, "first_name": 1, "last_name": 2, "email": 3}
    world.things["staff_import"] = choose_columns(
        staff_import=staff_import, mapping=columns, now=world.now
    )
    world.things["unsaved_text"] = UnsavedText.objects.create(
        user=leader, path="/refleksioner/ny/", sealed=b"", created_at=world.now
    )


def _network(world: World) -> None:
    world.things["network"] = Network.objects.create(
        municipality=world["municipality"],
        name=f"Netværk {MARK}",
        status=NetworkStatus.ACTIVE,
        admission=Admission.INVITATION,
        size_max=9,
        created_by=world.people["director"],
        created_at=world.now,
    )


def _design(world: World) -> None:
    """Version 1 approved, version 2 a draft that differs by its purpose."""
    for version in (1, 2):
        design = NetworkDesign.objects.create(
            network=world["network"],
            version=version,
            created_at=world.now,
            purpose=f"{MARK} {version}",
            admission=Admission.INVITATION,
            size_max=9,
        )
        for part in DesignPart.values:
            DesignPartState.objects.create(design=design, part=part)
        goal = Goal.objects.create(design=design, statement=MARK, gain=Gain.COHESION)
        Goal.objects.create(design=design, parent=goal, statement=f"{MARK}, hvordan")
        criterion = SuccessCriterion.objects.create(
            goal=goal,
            indicator=MARK,
            measured_how=MARK,
            target=80,
            target_date=world.now.date() + dt.timedelta(days=365),
        )
        if version == 1:
            design.status, design.approved_at = DesignStatus.APPROVED, world.now
            design.approved_by = world.people["director"]
            design.save()
            milestone = Milestone.objects.create(
                network=world["network"], day=criterion.target_date, criterion=criterion
            )
    world.things.update(design=design, goal=goal, criterion=criterion, milestone=milestone)


def _memberships(world: World) -> None:
    for role in ("leader", "coordinator"):
        membership = join(world["network"], world.people[role], world.now)
        world.things[f"membership_of_{role}"] = membership
    DutyPeriod.objects.create(membership=membership, starts_on=LONG_AGO)
    world.things["assignment"] = Assignment.objects.create(
        network=world["network"],
        consultant=world.people["consultant"],
        starts_on=LONG_AGO,
        assigned_by=world.people["klk_admin"],
    )


def _meetings(world: World) -> None:
    """One to come in a month, a date that is looked for, and a holiday of the municipality."""
    begins = world.now + dt.timedelta(days=30)
    world.things["meeting"] = Meeting.objects.create(
        network=world["network"],
        theme=MARK,
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=3),
        presence_code="2345",
        created_at=world.now,
    )
    poll = DatePoll.objects.create(network=world["network"], theme=MARK, created_at=world.now)
    poll.options.create(starts_at=begins, ends_at=begins + dt.timedelta(hours=3))
    world.things["poll"] = poll
    world.things["school_holiday"] = SchoolHoliday.objects.create(
        municipality=world["municipality"],
        name="Vinterferie",
        starts_on=LONG_AGO,
        ends_on=LONG_AGO,
    )


def join(network: models.Model, person: User, now: dt.datetime) -> Membership:
    return Membership.objects.create(
        network=network, user=person, state="active", asked_at=now, joined_on=LONG_AGO
    )


def _writings(world: World) -> None:
    leader = world.people["leader"]
    world.things["reflection"] = reflect(leader, world["network"], world.now)
    world.things["message"] = Message.objects.create(
        kind="networks.invitation",
        subject_id=str(world["membership_of_leader"].pk),
        address=leader.email,
        user=leader,
        language=leader.language,
        created_at=world.now,
        due_at=world.now,
    )


def _outcome(world: World) -> None:
    """A meeting that has been held, with minutes, a decision, an action and a document."""
    leader = world.people["leader"]
    meeting = held_meeting(world["network"], world.now)
    Attendance.objects.create(
        meeting=meeting, membership=world["membership_of_leader"], was_there=True
    )
    Minutes.objects.create(meeting=meeting, text=MARK, saved_at=world.now, saved_by=leader)
    world.things["held_meeting"] = meeting
    world.things["decision"] = Decision.objects.create(
        meeting=meeting, text=MARK, created_at=world.now
    )
    world.things["action"] = act(meeting, leader, world.now)
    world.things["document"] = attach(meeting, leader, world.now)


def held_meeting(network: models.Model, now: dt.datetime, days_ago: int = 7) -> Meeting:
    begins = now - dt.timedelta(days=days_ago)
    return Meeting.objects.create(
        network=network,
        theme=f"{MARK} {days_ago}",
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=3),
        presence_code="2345",
        created_at=begins,
    )


def act(meeting: Meeting, owner: User, now: dt.datetime) -> Action:
    return Action.objects.create(
        meeting=meeting, text=MARK, owner=owner, due_on=now.date(), created_at=now
    )


def attach(meeting: Meeting, by: User, now: dt.datetime) -> Document:
    document = Document.objects.create(
        meeting=meeting,
        name=f"{MARK}.txt",
        content_type="text/plain; charset=utf-8",
        size=len(MARK.encode()),
        uploaded_by=by,
        uploaded_at=now,
    )
    DocumentContent.objects.create(document=document, data=MARK.encode())
    return document


def reflect(writer: User, network: models.Model | None, now: dt.datetime) -> Reflection:
    row = Reflection(
        id=uuid.uuid4(), writer=writer, network=network, created_at=now, changed_at=now
    )
    row.key_id = current_key_id()
    for name in Reflection.SEALED_FIELDS:
        setattr(row, name, seal(MARK, bound_to=row.bound_to(name)))
    row.save()
    return row
