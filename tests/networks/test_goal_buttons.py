"""The buttons of the goal tree: the purpose is saved on the way, and they lead nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from networks.choices import PART_SLUGS
from networks.models import Network, NetworkDesign
from networks.services.goals import add_sub_goal
from tests.networks.designs import NOW, complete_draft, draft_of, empty_network, goal_of

SignIn = Callable[..., Client]


@pytest.fixture
def network(gentofte: Organisation, director: User) -> Network:
    return empty_network(gentofte, director)


@pytest.fixture
def draft(network: Network) -> NetworkDesign:
    return draft_of(network)


def part_url(network: Network, part: str) -> str:
    return reverse("design_part", args=[network.pk, PART_SLUGS[part]])


def test_every_button_of_the_goal_tree_saves_the_purpose_and_leads_on(
    gentofte: Organisation, director: User, signed_in: SignIn
):
    draft = complete_draft(gentofte, director)
    network, goal = draft.network, draft.goals.get()
    below = add_sub_goal(goal=goal, statement="Sparring", by=director, now=NOW)
    lonely = goal_of(draft, director, "Uden kriterium")
    criterion = goal.criteria.get()
    ways = {
        f"goal-{goal.pk}": reverse("goal_edit", args=[network.pk, goal.pk]),
        f"goal-{below.pk}": reverse("goal_edit", args=[network.pk, below.pk]),
        f"criterion-{criterion.pk}": reverse("criterion_edit", args=[network.pk, criterion.pk]),
        f"new-criterion-{lonely.pk}": reverse("criterion_new", args=[network.pk, lonely.pk]),
    }
    browser = signed_in(director)
    answer = browser.get(part_url(network, "purpose"))
    page, revision = answer.content.decode(), answer.context["form"]["revision"].value()
    for number, (value, address) in enumerate(ways.items()):
        assert f'type="submit" name="then" value="{value}"' in page
        assert f'href="{address}"' not in page
        data = {"purpose": f"På vej {number}", "revision": revision + number, "then": value}
        assert browser.post(part_url(network, "purpose"), data)["Location"] == address
        draft.refresh_from_db()
        assert draft.purpose == f"På vej {number}"


@pytest.mark.parametrize("value", ["https://evil.example/", "//evil.example", "goal-0", "theirs"])
def test_a_button_that_is_none_leads_nowhere(
    network: Network, director: User, signed_in: SignIn, value: str
):
    other = draft_of(empty_network(network.municipality, director, name="Et andet"))
    wanted = f"goal-{goal_of(other, director).pk}" if value == "theirs" else value
    data = {"purpose": "x", "revision": 0, "then": wanted}
    answer = signed_in(director).post(part_url(network, "purpose"), data)
    assert answer["Location"] == part_url(network, "purpose")


def test_what_cannot_be_saved_stays_on_the_page_and_remembers_the_way(
    network: Network, draft: NetworkDesign, director: User, klk_admin: User, signed_in: SignIn
):
    goal = goal_of(draft, director)
    signed_in(klk_admin).post(part_url(network, "purpose"), {"purpose": "Karens", "revision": 0})
    browser = signed_in(director)
    mine = {"purpose": "Mettes", "revision": 0, "then": f"goal-{goal.pk}"}
    too_long = browser.post(part_url(network, "purpose"), {**mine, "purpose": "æ" * 601})
    assert too_long.status_code == 200
    assert "æ" * 601 in too_long.content.decode()
    page = browser.post(part_url(network, "purpose"), mine)
    assert page.status_code == 409
    assert f'name="then" value="goal-{goal.pk}"' in page.content.decode()
    mine["revision"] = page.context["form"]["revision"].value()
    answer = browser.post(part_url(network, "purpose"), mine)
    assert answer["Location"] == reverse("goal_edit", args=[network.pk, goal.pk])
