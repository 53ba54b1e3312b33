"""A change is a new version, and anybody may see what changed."""

from __future__ import annotations

import pytest

from accounts.models import Organisation, User
from networks.models import NetworkDesign
from networks.selectors.difference import design_difference, word_difference
from networks.selectors.goals import goal_branches
from networks.services.approval import NetworkIsClosed, approve_design
from networks.services.goals import (
    add_criterion,
    add_sub_goal,
    change_criterion,
    change_goal,
    delete_goal,
    move_goal,
)
from networks.services.status import set_status
from networks.services.versions import NothingApprovedYet, start_new_version
from tests.networks.designs import (
    CRITERION,
    NOW,
    approved,
    complete_draft,
    empty_network,
    fill,
    goal_of,
)


@pytest.fixture
def first(gentofte: Organisation, director: User) -> NetworkDesign:
    design = complete_draft(gentofte, director)
    add_sub_goal(goal=design.goals.get(), statement="Alle har en makker", by=director, now=NOW)
    return approve_design(design=design, by=director, now=NOW)


@pytest.fixture
def second(first: NetworkDesign, director: User) -> NetworkDesign:
    return start_new_version(network=first.network, by=director, now=NOW)


def difference(first: NetworkDesign, second: NetworkDesign) -> dict[str, list[tuple[str, str]]]:
    """Label → pieces, parts apart."""
    second.refresh_from_db()
    found = design_difference(first, second, goal_branches(first), goal_branches(second))
    return {change.label: change.pieces for part in found for change in part.changes}


def test_the_copy_says_the_same_and_is_a_draft(first: NetworkDesign, second: NetworkDesign):
    assert (second.version, second.is_draft, second.approved_by) == (2, True, None)
    assert difference(first, second) == {}
    assert set(second.goals.values_list("lineage")) == set(first.goals.values_list("lineage"))
    assert second.goals.filter(parent__design=second).count() == 1
    assert second.part_states.count() == 7


def test_there_is_one_draft_at_a_time(second: NetworkDesign, director: User):
    assert start_new_version(network=second.network, by=director, now=NOW) == second


def test_without_an_approved_version_there_is_nothing_to_copy(
    gentofte: Organisation, director: User
):
    network = empty_network(gentofte, director, "Et andet")
    NetworkDesign.objects.filter(network=network).delete()
    with pytest.raises(NothingApprovedYet):
        start_new_version(network=network, by=director, now=NOW)


def test_a_closed_network_keeps_its_design(gentofte: Organisation, director: User):
    network = approved(gentofte, director).network
    set_status(network=network, status="closed", by=director, now=NOW)
    with pytest.raises(NetworkIsClosed):
        start_new_version(network=network, by=director, now=NOW)


def test_a_changed_text_is_shown_word_by_word(
    first: NetworkDesign, second: NetworkDesign, director: User
):
    fill(second, director, frequency="Otte gange om året", size_max=15)
    assert list(difference(first, second).values()) == [
        [("removed", "12"), ("added", "15")],
        [("removed", "Seks"), ("added", "Otte"), ("same", " gange om året")],
    ]


def test_a_reworded_goal_is_one_change(first: NetworkDesign, second: NetworkDesign, director: User):
    goal = second.goals.get(parent=None)
    values = {"statement": "Nye ledere trives"}
    change_goal(goal=goal, values=values, expected_revision=0, by=director, now=NOW)
    [goal_pieces] = [
        pieces for pieces in difference(first, second).values() if ("added", "trives") in pieces
    ]
    assert ("removed", "bliver") in goal_pieces
    assert ("same", "Nye ledere ") in goal_pieces


def test_added_and_removed_goals_and_changed_criteria(
    first: NetworkDesign, second: NetworkDesign, director: User
):
    old = second.goals.get(parent=None)
    new = goal_of(second, director, "Begynderens blik når direktionen")
    add_criterion(goal=new, values=CRITERION, by=director, now=NOW)
    change_criterion(
        criterion=old.criteria.get(),
        values={**CRITERION, "target": 90},
        expected_revision=0,
        by=director,
        now=NOW,
    )
    delete_goal(goal=old.sub_goals.get(), by=director, now=NOW)
    pieces = [piece for found in difference(first, second).values() for piece in found]
    assert ("removed", "85") in pieces
    assert ("added", "90") in pieces
    assert ("removed", "Alle har en makker") in pieces
    assert any(kind == "added" and "Begynderens blik" in text for kind, text in pieces)


def test_another_order_is_a_change(gentofte: Organisation, director: User):
    design = complete_draft(gentofte, director)
    add_criterion(
        goal=goal_of(design, director, "Andet mål"), values=CRITERION, by=director, now=NOW
    )
    first = approve_design(design=design, by=director, now=NOW)
    second = start_new_version(network=first.network, by=director, now=NOW)
    move_goal(goal=second.goals.get(statement="Andet mål"), up=True, by=director, now=NOW)
    [pieces] = difference(first, second).values()
    assert pieces == [("added", "Andet mål; Nye ledere bliver")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "ny tekst"),
        ("gammel tekst", ""),
        ("et to tre", "et fire tre"),
        ("linje 1\nlinje 2", "linje 1\n\nlinje 2 😀"),
        ("<b>x</b>", "<script>x</script>"),
    ],
)
def test_the_pieces_hold_both_texts_in_full(before: str, after: str):
    pieces = word_difference(before, after)
    assert "".join(text for kind, text in pieces if kind != "added") == before
    assert "".join(text for kind, text in pieces if kind != "removed") == after
