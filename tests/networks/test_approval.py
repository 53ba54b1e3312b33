"""Approval: what it asks for, what it freezes, what it lifts to the network."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections, transaction

from accounts.models import Organisation, User
from audit.models import AuditEntry
from networks.choices import DesignPart, DesignStatus, NetworkStatus
from networks.models import Goal, NetworkDesign
from networks.selectors.goals import goal_branches
from networks.selectors.versions import fingerprint
from networks.services.approval import (
    DesignChangedWhileRead,
    DesignIncomplete,
    NetworkIsClosed,
    approve_design,
)
from networks.services.goals import add_sub_goal
from networks.services.status import set_status
from networks.services.versions import start_new_version
from tests.networks.designs import (
    COMPLETE,
    CRITERION,
    NOW,
    approved,
    complete_draft,
    draft_of,
    empty_network,
    fill,
    goal_of,
)


@pytest.fixture
def draft(gentofte: Organisation, director: User) -> NetworkDesign:
    return complete_draft(gentofte, director)


def refused_parts(design: NetworkDesign, by: User) -> list[str]:
    with pytest.raises(DesignIncomplete) as refusal:
        approve_design(design=design, by=by, now=NOW)
    design.refresh_from_db()
    assert design.status == DesignStatus.DRAFT
    return [missing.part for missing in refusal.value.missing]


def test_an_empty_design_is_refused_with_everything_it_lacks(
    gentofte: Organisation, director: User
):
    design = draft_of(empty_network(gentofte, director))
    parts = refused_parts(design, director)
    assert set(parts) == set(DesignPart.values) - {DesignPart.RESOURCES}
    assert parts.count(DesignPart.PURPOSE) == 2  # the purpose and a goal
    assert parts.count(DesignPart.PARTICIPANTS) == 5


@pytest.mark.parametrize("name", sorted(set(COMPLETE) - {"leader_level"}))
def test_each_required_column_is_asked_for(draft: NetworkDesign, director: User, name: str):
    empty = None if name.startswith("size") else "  "
    fill(draft, director, **{name: empty})
    assert len(refused_parts(draft, director)) == 1


def test_a_goal_without_a_criterion_is_named(draft: NetworkDesign, director: User):
    goal_of(draft, director, "Begynderens blik når direktionen")
    with pytest.raises(DesignIncomplete) as refusal:
        approve_design(design=draft, by=director, now=NOW)
    [missing] = refusal.value.missing
    assert missing.part == DesignPart.PURPOSE
    assert "Begynderens blik når direktionen" in missing.text


def test_a_sub_goal_needs_no_criterion(draft: NetworkDesign, director: User):
    add_sub_goal(goal=draft.goals.get(), statement="Alle har en makker", by=director, now=NOW)
    assert approve_design(design=draft, by=director, now=NOW).status == DesignStatus.APPROVED


def test_a_compulsory_network_needs_a_sponsor(draft: NetworkDesign, director: User):
    fill(draft, director, attendance="compulsory")
    assert refused_parts(draft, director) == [DesignPart.LEADERSHIP]
    fill(draft, director, sponsor="Velfærdsdirektøren")
    assert approve_design(design=draft, by=director, now=NOW).status == DesignStatus.APPROVED


def test_approval_says_who_and_when_and_opens_the_network(draft: NetworkDesign, director: User):
    approve_design(design=draft, by=director, now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.approved_at) == (DesignStatus.APPROVED, NOW)
    assert (draft.approved_by, draft.approved_by_name) == (director, "Mette Holm")
    network = draft.network
    network.refresh_from_db()
    assert network.status == NetworkStatus.APPROVED
    assert (network.admission, network.size_max) == ("open", 12)


def test_a_second_click_changes_nothing(draft: NetworkDesign, director: User, klk_admin: User):
    approve_design(design=draft, by=director, now=NOW)
    again = approve_design(design=draft, by=klk_admin, now=NOW)
    assert again.approved_by == director


def test_what_is_approved_is_what_was_read(draft: NetworkDesign, director: User):
    seen = fingerprint(draft, goal_branches(draft))
    fill(draft, director, themes="Noget helt andet")
    with pytest.raises(DesignChangedWhileRead):
        approve_design(design=draft, by=director, now=NOW, seen=seen)
    seen = fingerprint(draft, goal_branches(draft))
    assert not approve_design(design=draft, by=director, now=NOW, seen=seen).is_draft


def test_a_later_version_leaves_the_status_as_it_is(draft: NetworkDesign, director: User):
    network = approve_design(design=draft, by=director, now=NOW).network
    for status in (NetworkStatus.ESTABLISHING, NetworkStatus.ACTIVE):
        set_status(network=network, status=status, by=director, now=NOW)
    second = start_new_version(network=network, by=director, now=NOW)
    fill(second, director, size_max=15)
    approve_design(design=second, by=director, now=NOW)
    network.refresh_from_db()
    assert (network.status, network.size_max) == (NetworkStatus.ACTIVE, 15)


def test_the_dates_of_the_design_in_force_can_be_found(draft: NetworkDesign, director: User):
    fill(draft, director, renewed_on=dt.date(2036, 3, 1))
    approve_design(design=draft, by=director, now=NOW)
    dates = draft.network.milestones.order_by("day")
    assert list(dates.values_list("day", "criterion__indicator")) == [
        (CRITERION["target_date"], CRITERION["indicator"]),
        (dt.date(2036, 3, 1), None),
    ]
    second = start_new_version(network=draft.network, by=director, now=NOW)
    fill(second, director, renewed_on=None)
    assert dates.count() == 2
    approve_design(design=second, by=director, now=NOW)
    assert [row.criterion.goal.design for row in dates] == [second]


def test_a_closed_network_is_not_approved(draft: NetworkDesign, director: User):
    set_status(network=draft.network, status="closed", by=director, now=NOW)
    with pytest.raises(NetworkIsClosed):
        approve_design(design=draft, by=director, now=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE networks_networkdesign SET purpose = 'x'",
        "UPDATE networks_networkdesign SET status = 'draft', approved_at = NULL",
        "UPDATE networks_goal SET statement = 'x'",
        "UPDATE networks_successcriterion SET target = 1",
        "DELETE FROM networks_successcriterion",
        "INSERT INTO networks_goal (design_id, lineage, position, statement, gain, revision)"
        " SELECT id, gen_random_uuid(), 9, 'x', 'cohesion', 0 FROM networks_networkdesign",
    ],
)
def test_the_database_itself_refuses_to_change_an_approved_version(
    gentofte: Organisation, director: User, statement: str
):
    approved(gentofte, director)
    with (
        pytest.raises(IntegrityError, match="approved design"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_are_one(gentofte: Organisation, director: User, klk_admin: User):
    draft = complete_draft(gentofte, director)

    def approve(by: User) -> int | None:
        try:
            return approve_design(design=draft, by=by, now=NOW).approved_by_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(approve, [director, klk_admin]))
    draft.refresh_from_db()
    assert answers == [draft.approved_by_id] * 2
    entries = AuditEntry.objects.get_for_object(draft)
    assert sum("approved_at" in entry.changes_dict for entry in entries) == 1


def wait_until_somebody_waits() -> None:
    """Until another connection waits for a lock. Raises AssertionError when nobody ever does."""
    for _look in range(2000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits.")


@pytest.mark.django_db(transaction=True)
def test_no_goal_slips_in_while_the_design_is_approved(gentofte: Organisation, director: User):
    draft = complete_draft(gentofte, director)
    before = Goal.objects.filter(design=draft).count()

    def slip_in() -> None:
        try:
            Goal.objects.create(design=draft, statement="Sent mål", gain="cohesion")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            approve_design(design=draft, by=director, now=NOW)
            late = pool.submit(slip_in)
            wait_until_somebody_waits()
        with pytest.raises(IntegrityError, match="approved design"):
            late.result()
    assert Goal.objects.filter(design=draft).count() == before
