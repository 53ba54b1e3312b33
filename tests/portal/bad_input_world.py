"""The world of the architecture tests, with something of everything in Kolding as well."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Q

from accounts.choices import Role
from accounts.models import Invitation, Organisation, StaffImport, UnsavedText, User
from accounts.selectors.invitations import link_to
from accounts.services.unsaved import keep_text
from networks.choices import (
    Admission,
    DesignPart,
    DesignStatus,
    Gain,
    MembershipState,
    NetworkStatus,
)
from networks.models import (
    Assignment,
    Attendance,
    DesignPartState,
    Goal,
    Membership,
    Minutes,
    Network,
    NetworkDesign,
    Reflection,
    SuccessCriterion,
)
from networks.selectors.answer_links import answer_link
from notifications.kinds import kind_named
from notifications.models import Message
from notifications.stopping import stop_link
from tests.architecture.world import (
    LONG_AGO,
    World,
    act,
    build_world,
    held_meeting,
    institution,
    join,
    reflect,
)

APPS = ("accounts", "networks", "notifications")
MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
#: What a form could name by its id.
NAMED = (Organisation, User, Network, Membership, Invitation, StaffImport, Goal, Reflection)
ForeignIds = dict[type[models.Model], set[Any]]


def build() -> World:
    """Ids of different models never meet, so that each of Kolding's ids is nobody's in Gentofte."""
    _spread_ids()
    world = build_world()
    _more_of_gentofte(world)
    _kolding(world)
    return world


def _spread_ids() -> None:
    with connection.cursor() as cursor:
        for place, model in enumerate(MODELS, start=1):
            if isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
                table = model._meta.db_table
                sequence = "pg_get_serial_sequence(%s, 'id')"
                cursor.execute(f"SELECT setval({sequence}, %s)", [table, place * 100_000])


def _more_of_gentofte(world: World) -> None:
    other = world.people["other_leader"]
    things = world.things
    things["token"] = SimpleNamespace(
        pk=link_to(world["invitation"]).rstrip("/").rpartition("/")[2]
    )
    things["answer_token"] = SimpleNamespace(
        pk=answer_link(world["meeting"], world["membership_of_leader"])
        .rstrip("/")
        .rpartition("/")[2]
    )
    mail = Message(user=world.people["leader"])
    things["stop_token"] = SimpleNamespace(
        pk=stop_link(mail, kind_named("networks.dates")).rstrip("/").rpartition("/")[2]
    )
    things["open_network"] = network(world, world["municipality"], "Åbent netværk", Admission.OPEN)
    things["asked_network"] = network(
        world, world["municipality"], "Spørg først", Admission.REQUEST
    )
    things["invited"] = waiting(world, world["network"], other, MembershipState.INVITED)
    things["asked"] = waiting(world, world["asked_network"], other, MembershipState.REQUESTED)
    things["passkey"] = Authenticator.objects.create(
        user=other, type="webauthn", data={"name": "Telefon", "credential": {}}
    )
    TOTP.activate(other, generate_totp_secret())
    things["imported"] = StaffImport.objects.create(
        municipality=world["municipality"],
        uploaded_by=world.people["director"],
        created_at=world.now,
        file_name="tidligere.csv",
        state="done",
        report=world["staff_import"].report,
    )
    _more_minutes(world)
    things["unsaved_text"] = keep_text(
        owner_id=world.people["leader"].pk,
        path="/refleksioner/ny/",
        fields=[("happened", ["Det, jeg skrev"])],
        files=[],
        now=world.now,
    )


def _more_minutes(world: World) -> None:
    """Minutes that were sent, and an action that is done."""
    things, leader = world.things, world.people["leader"]
    sent = things["sent_meeting"] = held_meeting(things["network"], world.now, 14)
    for role in ("leader", "coordinator"):
        membership = things[f"membership_of_{role}"]
        Attendance.objects.create(meeting=sent, membership=membership, was_there=True)
    Minutes.objects.create(meeting=sent, text="Sendt", state="to_approve", sent_at=world.now)
    done = things["done_action"] = act(sent, leader, world.now)
    done.done_at = world.now
    done.save()


def network(world: World, municipality: Any, name: str, admission: str) -> Network:
    """An active network with an approved design, a goal and a criterion."""
    made = Network.objects.create(
        municipality=municipality,
        name=name,
        status=NetworkStatus.ACTIVE,
        admission=admission,
        size_max=9,
        created_at=world.now,
    )
    design = NetworkDesign.objects.create(
        network=made, version=1, created_at=world.now, purpose=name
    )
    for part in DesignPart.values:
        DesignPartState.objects.create(design=design, part=part)
    goal = Goal.objects.create(design=design, statement=name, gain=Gain.COHESION)
    SuccessCriterion.objects.create(
        goal=goal,
        indicator=name,
        measured_how=name,
        target=80,
        target_date=world.now.date() + dt.timedelta(days=365),
    )
    design.status, design.approved_at = DesignStatus.APPROVED, world.now
    design.save()
    return made


def waiting(world: World, where: Any, who: User, state: str) -> Membership:
    return Membership.objects.create(
        network=where,
        user=who,
        state=state,
        asked_at=world.now,
        asked_by=world.people["director"] if state == MembershipState.INVITED else None,
    )


def _kolding(world: World) -> None:
    """The stranger has one of everything, and a draft besides."""
    people = world.people
    place = institution("Børnehaven Søen", Organisation.objects.get(name="Skoler"))
    foreign = network(world, world["kolding"], "Skoleledere i Kolding", Admission.OPEN)
    NetworkDesign.objects.create(network=foreign, version=2, created_at=world.now, purpose="Kladde")
    join(foreign, people["foreign_leader"], world.now)
    reflect(people["foreign_leader"], foreign, world.now)
    Assignment.objects.create(
        network=foreign, consultant=people["foreign_internal_consultant"], starts_on=LONG_AGO
    )
    Invitation.objects.create(
        email="ny@kolding.example",
        first_name="Ny",
        role=Role.LEADER,
        organisation=place,
        invited_by=people["foreign_director"],
        created_at=world.now,
        expires_at=world.now + dt.timedelta(days=14),
    )
    StaffImport.objects.create(
        municipality=world["kolding"],
        uploaded_by=people["foreign_director"],
        created_at=world.now,
        file_name="kolding.csv",
    )
    UnsavedText.objects.create(
        user=people["foreign_leader"], path="/refleksioner/ny/", sealed=b"", created_at=world.now
    )


def foreign_ids(world: World) -> ForeignIds:
    """What belongs to Kolding, by model: found through foreign keys, so that later models count."""
    kolding = world["kolding"].pk
    found: ForeignIds = {
        Organisation: set(
            Organisation.objects.filter(Q(pk=kolding) | Q(municipality=kolding)).values_list(
                "pk", flat=True
            )
        ),
        User: set(
            User.objects.filter(email__endswith="@kolding.example").values_list("pk", flat=True)
        ),
    }
    for _round in range(4):  # network, design, goal, criterion
        for model in MODELS:
            if model not in (Organisation, User):
                rows = model._default_manager.filter(_linked(model, found))
                found[model] = set(rows.values_list("pk", flat=True))
    return found


def _linked(model: type[models.Model], foreign: ForeignIds) -> Q:
    """Whatever points at something of Kolding's."""
    condition = Q(pk__in=[])
    for column in model._meta.concrete_fields:
        if column.is_relation and foreign.get(column.related_model):
            condition |= Q(**{f"{column.name}__in": foreign[column.related_model]})
    return condition


def asking_for(foreign: ForeignIds) -> tuple[str, list[Any]]:
    """The statement that `rows_of` asks: long to put together, and asked a hundred times."""
    asked, values = [], []
    for model in MODELS:
        rows = model._default_manager.order_by("pk")
        theirs = rows.filter(Q(pk__in=foreign.get(model, ())) | _linked(model, foreign))
        try:
            sql, params = theirs.query.sql_with_params()
        except EmptyResultSet:  # nothing of it could be Kolding's
            continue
        asked.append(f"SELECT %s, md5(string_agg(r::text, '|')) FROM ({sql}) r")
        values += [model._meta.label, *params]
    return " UNION ALL ".join(asked), values


def rows_of(statement: str, values: list[Any]) -> dict[str, str]:
    """A fingerprint, by model, of every row of Kolding's and every row that points at one."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())
