"""What practice says, where a design breaks it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from accounts.choices import LeaderLevel
from accounts.models import Organisation, User
from networks.choices import MembershipState
from networks.models import Membership, NetworkDesign
from networks.selectors.advice import advice_for
from networks.selectors.goals import goal_branches
from tests.networks.designs import NOW, complete_draft, draft_of, empty_network, fill, goal_of

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def draft(gentofte: Organisation, director: User) -> NetworkDesign:
    return complete_draft(gentofte, director)


def said(design: NetworkDesign, part: str) -> str:
    with translation.override("en"):
        advice = advice_for(design, part, goal_branches(design), DAY)
        return " ".join(f"{item.text} {item.about}" for item in advice)


def join(design: NetworkDesign, user: User, state: str = MembershipState.INVITED) -> None:
    Membership.objects.create(network=design.network, user=user, state=state, asked_at=NOW)


@pytest.mark.parametrize("part", ["purpose", "participants", "leadership", "themes", "resources"])
def test_a_design_that_follows_practice_hears_nothing(draft: NetworkDesign, part: str):
    assert said(draft, part) == ""


def test_a_goal_without_a_criterion(draft: NetworkDesign, director: User):
    goal_of(draft, director, "Begynderens blik")
    assert "Add one to “Begynderens blik”" in said(draft, "purpose")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (3, 12, "8–15"),
        (8, 18, "8–15"),
        (8, 21, "inspiration network"),
        (8, 15, ""),
        (None, None, ""),
    ],
)
def test_the_size_of_a_confidential_room(
    draft: NetworkDesign, director: User, low: int | None, high: int | None, words: str
):
    fill(draft, director, size_min=low, size_max=high)
    advice = said(draft, "participants")
    assert words in advice
    assert bool(advice) == bool(words)


def test_compulsory_without_a_sponsor(draft: NetworkDesign, director: User):
    fill(draft, director, attendance="compulsory")
    assert "sponsor" in said(draft, "leadership")
    fill(draft, director, sponsor="Direktøren")
    assert said(draft, "leadership") == ""


def test_voluntary_without_a_reason_to_come(gentofte: Organisation, director: User):
    design = draft_of(empty_network(gentofte, director, name="Tomt"))
    fill(design, director, attendance="voluntary")
    assert "reason to come" in said(design, "purpose")


def test_without_a_leader_level(draft: NetworkDesign, director: User):
    fill(draft, director, leader_level="")
    assert "same level" in said(draft, "participants")


def test_a_superior_and_their_report_in_one_network(
    draft: NetworkDesign, leader: User, other_leader: User
):
    position = leader.positions.get()
    position.reports_to = other_leader
    position.save()
    join(draft, leader)
    assert said(draft, "participants") == ""
    join(draft, other_leader)
    assert "Omar Haddad leads Sofie Krag." in said(draft, "participants")


def test_who_has_left_or_declined_does_not_count(
    draft: NetworkDesign, leader: User, other_leader: User
):
    position = leader.positions.get()
    position.reports_to = other_leader
    position.level = LeaderLevel.TEAM
    position.save()
    join(draft, leader)
    Membership.objects.create(
        network=draft.network,
        user=other_leader,
        state=MembershipState.DECLINED,
        asked_at=NOW,
        ended_on=DAY,
    )
    assert said(draft, "participants") == ""


def test_leaders_of_different_levels(draft: NetworkDesign, leader: User, other_leader: User):
    position = leader.positions.get()
    position.level = LeaderLevel.TEAM
    position.save()
    for user in (leader, other_leader):
        join(draft, user)
    assert "same level" in said(draft, "participants")
