"""Who sees which rows: by hand, by `.visible_to`, by the permission, and at every address.

The world: Gentofte has `open` (leaders find it) and `closed_door` (by invitation), Kolding has
`abroad`. Omar and Lise are members of both of Gentofte's, Lise coordinates `closed_door`. Sofie is
invited to `closed_door`; Nina has asked to join `open`; Peter has left `closed_door`; Erik was a
member and his role has ended. Anne (KLK) is assigned to `closed_door`, Jonas (internal) to `open`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from accounts.choices import OrganisationKind, Role
from accounts.models import Organisation, User
from networks.models import (
    Action,
    Assignment,
    DesignPartState,
    Document,
    DutyPeriod,
    Goal,
    Membership,
    Milestone,
    Minutes,
    Network,
    NetworkDesign,
    Reflection,
    SuccessCriterion,
)
from networks.rules import PERMISSIONS
from networks.services.duties import name_coordinator
from networks.services.membership import leave_network
from networks.services.versions import start_new_version
from tests.conftest import institution, municipality, person
from tests.networks.members import (
    NOW,
    TODAY,
    again,
    asked,
    assigned,
    end_roles,
    invited,
    member,
    running_network,
)
from tests.networks.outcome import outcome_in
from tests.networks.reflections import reflect
from tests.networks.seen_of_meetings import OF_MEETINGS, around_meeting, of_nobodys_inside

ALL = "all"
People = dict[str, User]
Rows = dict[str, models.Model]


def everybody(klk: Organisation, gentofte: Organisation, kolding: Organisation) -> People:
    def leader(name: str, where: Organisation = gentofte) -> User:
        house = institution(f"Hus {name}", where)
        return person(f"{name.lower()}@leder.example", f"{name} Ny", Role.LEADER, house)

    def with_role(name: str, role: Role, where: Organisation) -> User:
        return person(f"{name.lower()}@rolle.example", f"{name} Ny", role, where)

    return {
        "director": with_role("Mette", Role.DIRECTOR, gentofte),
        "invited": leader("Sofie"),
        "member": leader("Omar"),
        "coordinator": leader("Lise"),
        "asker": leader("Nina"),
        "past member": leader("Peter"),
        "ended role": leader("Erik"),
        "anybody": leader("Bent"),
        "internal": with_role("Jonas", Role.INTERNAL_CONSULTANT, gentofte),
        "policy officer": with_role("Ida", Role.POLICY_OFFICER, gentofte),
        "consultant": with_role("Anne", Role.CONSULTANT, klk),
        "other consultant": with_role("Per", Role.CONSULTANT, klk),
        "klk": with_role("Karen", Role.KLK_ADMIN, klk),
        "stranger director": with_role("Bo", Role.DIRECTOR, kolding),
        "stranger leader": leader("Eva", kolding),
    }


def build_rows(people: People, gentofte: Organisation, kolding: Organisation) -> Rows:
    """Every row of the world by a name."""
    by, klk = people["director"], people["klk"]
    found: Rows = {}
    open_one = found["open"] = running_network(gentofte, by, name="Åbent", admission="request")
    shut = found["closed_door"] = running_network(
        gentofte, by, name="Lukket", admission="invitation"
    )
    abroad = found["abroad"] = running_network(kolding, people["stranger director"], name="Kolding")
    for name, network in (("open", open_one), ("closed_door", shut), ("abroad", abroad)):
        found[f"design of {name}"] = network.designs.get()
    found["draft of closed_door"] = start_new_version(network=shut, by=by, now=NOW)
    for name in ("member", "coordinator"):
        found[f"{name} in open"] = member(open_one, people[name], by)
        found[f"{name} in closed_door"] = member(shut, people[name], by)
    found["invited to closed_door"] = invited(shut, people["invited"], by)
    found["asked open"] = asked(open_one, people["asker"])
    left = found["left closed_door"] = member(shut, people["past member"], by)
    leave_network(membership=left, now=NOW)
    found["ended in closed_door"] = member(shut, people["ended role"], by)
    found["stranger in abroad"] = member(
        abroad, people["stranger leader"], people["stranger director"]
    )
    found["duty"] = name_coordinator(
        membership=found["coordinator in closed_door"],  # type: ignore[arg-type]
        starts_on=TODAY,
        by=by,
    )
    found["anne in closed_door"] = assigned(shut, people["consultant"], klk)
    found["jonas in open"] = assigned(open_one, people["internal"], by)
    for name, insider in (("open", "member"), ("closed_door", "coordinator")):
        found |= outcome_in(name, found[name], people[insider])  # type: ignore[arg-type]
        found |= around_meeting(name, found[f"meeting of {name}"], people[insider])  # type: ignore[arg-type]
    found |= of_nobodys_inside(people["member"])
    for name in ("member", "ended role", "director"):
        found[f"reflection of {name}"] = reflect(people[name])
    end_roles(people["ended role"])
    return found


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[People, Rows]]:
    """One world for all tests: building it takes longer than asking it something."""
    with django_db_blocker.unblock(), transaction.atomic():
        klk = Organisation.objects.create(kind=OrganisationKind.KLK, name="KLK")
        gentofte = municipality("Gentofte Kommune", "157")
        kolding = municipality("Kolding Kommune", "621")
        people = everybody(klk, gentofte, kolding)
        yield people, build_rows(people, gentofte, kolding)
        transaction.set_rollback(True)


@pytest.fixture
def people(_world: tuple[People, Rows], db: None) -> People:
    """As they are in the database: what an earlier test made them remember is forgotten."""
    return {who: again(user) for who, user in _world[0].items()}


@pytest.fixture
def rows(_world: tuple[People, Rows], db: None) -> Rows:
    return {name: again(row) for name, row in _world[1].items()}


def of(rows: Rows, model: type[models.Model]) -> set[str]:
    return {name for name, row in rows.items() if isinstance(row, model)}


# --- by hand ---------------------------------------------------------------------------------
GENTOFTE = {"open", "closed_door"}
NETWORKS: dict[str, Any] = {
    "director": GENTOFTE,
    "invited": GENTOFTE,
    "member": GENTOFTE,
    "coordinator": GENTOFTE,
    "asker": {"open"},
    "past member": {"open"},
    "ended role": set(),
    "anybody": {"open"},
    "internal": {"open"},
    "policy officer": GENTOFTE,
    "consultant": {"closed_door"},
    "other consultant": set(),
    "klk": ALL,
    "stranger director": {"abroad"},
    "stranger leader": {"abroad"},
}
DRAFT = "draft of closed_door"
DESIGNS: dict[str, Any] = {
    who: ALL if sees is ALL else {f"design of {name}" for name in sees}
    for who, sees in NETWORKS.items()
}
DESIGNS["director"] = {*DESIGNS["director"], DRAFT}
DESIGNS["consultant"] = {*DESIGNS["consultant"], DRAFT}
IN_OPEN = {"member in open", "coordinator in open"}
IN_SHUT = {"member in closed_door", "coordinator in closed_door", "ended in closed_door"}
ALL_OF_OPEN = {*IN_OPEN, "asked open"}
ALL_OF_SHUT = {*IN_SHUT, "invited to closed_door", "left closed_door"}
MEMBERSHIPS: dict[str, Any] = {
    "director": ALL_OF_OPEN | ALL_OF_SHUT,
    "invited": {"invited to closed_door"},
    "member": IN_OPEN | IN_SHUT,
    "coordinator": IN_OPEN | IN_SHUT,
    "asker": {"asked open"},
    "past member": {"left closed_door"},
    "ended role": {"ended in closed_door"},
    "anybody": set(),
    "internal": ALL_OF_OPEN,
    "policy officer": set(),
    "consultant": ALL_OF_SHUT,
    "other consultant": set(),
    "klk": ALL,
    "stranger director": {"stranger in abroad"},
    "stranger leader": {"stranger in abroad"},
}
DUTIES: dict[str, Any] = {
    who: {"duty"} if who in ("director", "member", "coordinator", "consultant", "klk") else set()
    for who in NETWORKS
}
ANNE, JONAS = {"anne in closed_door"}, {"jonas in open"}
ASSIGNMENTS: dict[str, Any] = {
    **{who: set() for who in NETWORKS},
    "director": ANNE | JONAS,
    "member": ANNE | JONAS,
    "coordinator": ANNE | JONAS,
    "internal": JONAS,
    "consultant": ANNE,
    "klk": ALL,
}
REFLECTIONS: dict[str, Any] = {
    who: {f"reflection of {who}"} if who in ("member", "ended role", "director") else set()
    for who in NETWORKS
}
BY_HAND: dict[type[models.Model], dict[str, Any]] = {
    Network: NETWORKS,
    NetworkDesign: DESIGNS,
    Membership: MEMBERSHIPS,
    DutyPeriod: DUTIES,
    Assignment: ASSIGNMENTS,
    Reflection: REFLECTIONS,
    **OF_MEETINGS,
}
BELOW_DESIGNS: dict[type[models.Model], str] = {
    Goal: "design",
    SuccessCriterion: "goal__design",
    DesignPartState: "design",
}


@pytest.mark.parametrize("model", BY_HAND)
def test_the_rows_are_those_written_by_hand(model: Any, rows: Rows, people: People) -> None:
    assert set(BY_HAND[model]) == set(people)
    for who, expected in BY_HAND[model].items():
        seen = set(model.objects.visible_to(people[who]).values_list("pk", flat=True))
        names = {name for name in of(rows, model) if rows[name].pk in seen}
        wanted = of(rows, model) if expected is ALL else expected
        assert (who, names) == (who, wanted)
        assert len(seen) == len(names), f"{who} sees rows that have no name"


@pytest.mark.parametrize("model", BELOW_DESIGNS)
def test_what_hangs_below_a_design_is_seen_with_it(model: Any, rows: Rows, people: People) -> None:
    for user in people.values():
        designs = set(NetworkDesign.objects.visible_to(user).values_list("pk", flat=True))
        below = model.objects.visible_to(user).values_list(BELOW_DESIGNS[model], flat=True)
        assert set(below) == designs


def test_a_date_of_the_design_is_seen_with_the_network(rows: Rows, people: People) -> None:
    for user in people.values():
        networks = Network.objects.visible_to(user).exclude(milestones=None)
        dates = Milestone.objects.visible_to(user)
        assert set(dates.values_list("network", flat=True)) == {row.pk for row in networks}


@pytest.mark.parametrize("model", PERMISSIONS)
def test_the_permission_says_the_same(model: Any, rows: Rows, people: People) -> None:
    name = f"networks.view_{model._meta.model_name}"
    every_row = list(model.objects.all())
    assert every_row
    for who, user in people.items():
        visible = set(model.objects.visible_to(user).values_list("pk", flat=True))
        allowed = {row.pk for row in every_row if user.has_perm(name, row)}
        assert (who, allowed) == (who, visible)
        assert not user.has_perm(name)


@pytest.mark.parametrize("model", PERMISSIONS)
def test_nobody_signed_in_sees_nothing(model: Any, rows: Rows) -> None:
    assert not model.objects.visible_to(AnonymousUser()).exists()


def test_the_inside(rows: Rows, people: People) -> None:
    both = {"member", "coordinator"}
    inside = {"open": both | {"internal"}, "closed_door": both | {"consultant"}}
    for who, user in people.items():
        for name, insiders in inside.items():
            allowed = user.has_perm("networks.view_inside_network", rows[name])
            assert (who, name, allowed) == (who, name, who in insiders)


def test_where_one_can_join(rows: Rows, people: People) -> None:
    leaders = {"invited", "member", "coordinator", "asker", "past member", "anybody"}
    for who, user in people.items():
        allowed = {n for n in ("open", "closed_door", "abroad") if _may_join(user, rows[n])}
        expected = {"open"} if who in leaders else set()
        assert (who, allowed) == (who, {"abroad"} if who == "stranger leader" else expected)


def _may_join(user: User, network: models.Model) -> bool:
    return user.has_perm("networks.join_network", network)


# --- at every address ------------------------------------------------------------------------
OF_NETWORK = (
    "network",
    "network_members",
    "network_invite",
    "network_leave",
    "network_coordinator",
    "network_assign",
    "network_status",
    "network_rename",
    "network_reminders",
    "design",
    "design_approve",
    "goal_new",
)
POST_ONLY = ("network_join", "design_new_version")
OF_MEMBERSHIP = (
    "membership_answer",
    "membership_decide",
    "membership_withdraw",
    "membership_remove",
)
OF_MINUTES = ("meeting_minutes", "minutes_send", "minutes_take_back", "minutes_approve")
OF_ACTION = ("action_finish", "action_reopen")
OF_DOCUMENT = ("document_download", "document_delete")
OF_REFLECTION = ("reflection", "reflection_edit", "reflection_delete")


def addresses(rows: Rows) -> list[tuple[models.Model, str]]:
    found: list[tuple[models.Model, str]] = []
    for row in rows.values():
        if isinstance(row, Network):
            found += [(row, reverse(n, args=[row.pk])) for n in (*OF_NETWORK, *POST_ONLY)]
            found.append((row, reverse("design_part", args=[row.pk, "formaal"])))
        elif isinstance(row, NetworkDesign):
            at = [row.network_id, row.version]
            found += [(row, reverse(n, args=at)) for n in ("design_version", "design_pdf")]
        elif isinstance(row, Membership):
            found += [(row, reverse(n, args=[row.pk])) for n in OF_MEMBERSHIP]
        elif isinstance(row, Assignment):
            found.append((row, reverse("assignment_end", args=[row.pk])))
        elif isinstance(row, Minutes):
            at = [row.meeting_id]
            found += [(row, reverse(n, args=at)) for n in OF_MINUTES]
        elif isinstance(row, Action):
            found += [(row, reverse(n, args=[row.pk])) for n in OF_ACTION]
        elif isinstance(row, Document):
            found += [(row, reverse(n, args=[row.pk])) for n in OF_DOCUMENT]
        elif isinstance(row, Reflection):
            found += [(row, reverse(n, args=[row.pk])) for n in OF_REFLECTION]
    return found


NOT_SEEN = (
    "anybody",
    "past member",
    "ended role",
    "asker",
    "internal",
    "consultant",
    "other consultant",
    "stranger director",
    "stranger leader",
)


@pytest.mark.parametrize("who", NOT_SEEN)
def test_what_one_does_not_see_is_not_there(
    who: str, rows: Rows, people: People, signed_in: Callable[..., Client]
) -> None:
    client, tried = signed_in(people[who]), 0
    for row, url in addresses(rows):
        if people[who].has_perm(f"networks.view_{row._meta.model_name}", row):
            continue
        tried += 1
        assert client.get(url).status_code in (404, 405), url
        if not (who == "past member" and "/forlad/" in url):  # leaving twice is harmless
            assert client.post(url).status_code == 404, url
    assert tried > 20


def test_a_director_reaches_nothing_of_the_other_municipality(
    rows: Rows, people: People, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(people["director"])
    theirs = [(row, url) for row, url in addresses(rows) if _is_abroad(row)]
    assert len(theirs) > 10
    for _row, url in theirs:
        assert client.post(url).status_code == 404, url


def _is_abroad(row: models.Model) -> bool:
    network = row if isinstance(row, Network) else getattr(row, "network", None)
    return network is not None and network.name == "Kolding"
