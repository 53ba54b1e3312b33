"""The design's pages in a real browser: accessible, quiet, at every width."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from networks.models import NetworkDesign
from networks.services.approval import approve_design
from networks.services.goals import add_sub_goal, change_goal
from networks.services.versions import start_new_version
from tests.browser import assert_accessible, follow, type_and_rest
from tests.networks.designs import NOW, complete_draft, fill, goal_of

pytestmark = pytest.mark.django_db(transaction=True)
OpenAs = Callable[..., Page]
LookThrough = Callable[..., None]
PARTICIPANTS = re.compile("/deltagere/$")
PARTS = ("formaal", "deltagere", "evaluering")


@pytest.fixture
def draft(gentofte: Organisation, director: User) -> NetworkDesign:
    design = complete_draft(gentofte, director)
    goal = design.goals.get()
    add_sub_goal(goal=goal, statement="Alle har en sparringspartner", by=director, now=NOW)
    goal_of(design, director, "Begynderens blik når direktionen")
    fill(design, director, size_max=24)
    return design


def test_the_pages_of_a_draft(draft: NetworkDesign, director: User, look_through: LookThrough):
    pk, goal = draft.network_id, draft.goals.get(statement="Nye ledere bliver")
    look_through(
        director,
        reverse("design", args=[pk]),
        *(reverse("design_part", args=[pk, slug]) for slug in PARTS),
        reverse("goal_new", args=[pk]),
        reverse("goal_edit", args=[pk, goal.pk]),
        reverse("goal_delete", args=[pk, goal.pk]),
        reverse("criterion_edit", args=[pk, goal.criteria.get().pk]),
        reverse("design_approve", args=[pk]),
    )


def test_the_pages_of_an_approved_design(
    gentofte: Organisation, director: User, look_through: LookThrough
):
    first = approve_design(design=complete_draft(gentofte, director), by=director, now=NOW)
    second = start_new_version(network=first.network, by=director, now=NOW)
    fill(second, director, frequency="Otte gange om året")
    pk = first.network_id
    look_through(
        director,
        reverse("design_version", args=[pk, 1]),
        reverse("design_difference", args=[pk, 2]),
        reverse("design_approve", args=[pk]),
    )


def test_what_is_refused_and_what_two_people_wrote(
    draft: NetworkDesign, director: User, klk_admin: User, open_as: OpenAs
):
    pk, goal = draft.network_id, draft.goals.get(statement="Nye ledere bliver")
    page = open_as(director, "en")
    page.goto(reverse("goal_edit", args=[pk, goal.pk]))
    page.get_by_label("Goal", exact=True).fill("Mettes mål")
    values = {"statement": "Karens mål"}
    change_goal(goal=goal, values=values, expected_revision=0, by=klk_admin, now=NOW)
    follow(page.get_by_role("button", name="Save"))
    assert_accessible(page)
    assert "Karens mål" in page.content()
    page.goto(reverse("design_part", args=[pk, "formaal"]))
    page.get_by_label("Why should the network exist?").fill("Mettes formål")
    fill(draft, klk_admin, purpose="Karens formål")
    follow(page.get_by_role("button", name="Save and go to participants"))
    assert_accessible(page)
    expect(page.get_by_label("Why should the network exist?")).to_have_value("Mettes formål")
    follow(page.get_by_role("button", name="Save mine"))
    expect(page).to_have_url(PARTICIPANTS)
    page.goto(reverse("criterion_new", args=[pk, goal.pk]))
    follow(page.get_by_role("button", name="Save"))
    assert_accessible(page)
    draft.refresh_from_db()
    assert draft.purpose == "Mettes formål"


def test_without_javascript_the_goals_are_reached_with_the_text_saved(
    draft: NetworkDesign, director: User, open_as: OpenAs
):
    page = open_as(director, "en", javascript=False)
    address = reverse("design_part", args=[draft.network_id, "formaal"])
    for number, value in enumerate(buttons_of_the_goals(page, address)):
        page.goto(address)
        page.get_by_label("Why should the network exist?").fill(f"Halvt skrevet {number}")
        follow(page.locator("button[name=then]").nth(number))
        expect(page).to_have_url(re.compile("kriterium" if "criterion" in value else "maal"))
        draft.refresh_from_db()
        assert draft.purpose == f"Halvt skrevet {number}"


def buttons_of_the_goals(page: Page, address: str) -> list[str]:
    page.goto(address)
    buttons = page.locator("button[name=then]").all()
    values = [button.get_attribute("value") or "" for button in buttons]
    # Three goals, a criterion, a new goal, and a missing criterion: in the tree and in the advice.
    assert len(values) == 7
    return values


def test_what_is_typed_is_saved_without_a_button(
    draft: NetworkDesign, director: User, open_as: OpenAs
):
    page = open_as(director, "en", new=True)
    page.clock.install()
    page.goto(reverse("design_part", args=[draft.network_id, "formaal"]))
    saved = page.locator("[data-saved]")
    for text in ("Halvt skrevet", "Halvt skrevet og mere til"):
        before = page.locator("#id_revision").input_value()
        type_and_rest(page.get_by_label("Why should the network exist?"), text)
        expect(page.locator("#id_revision")).not_to_have_value(before)
        draft.refresh_from_db()
        assert draft.purpose == text
        expect(saved).to_contain_text("Saved")
    assert_accessible(page)
    follow(page.get_by_role("button", name="Save and go to participants"))
    expect(page).to_have_url(PARTICIPANTS)
    assert page.problems == []  # type: ignore[attr-defined]
