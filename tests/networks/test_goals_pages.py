"""Goals and criteria on their pages: who, whose, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from networks.models import Goal, NetworkDesign, SuccessCriterion
from networks.services.goals import add_criterion, add_sub_goal, change_goal
from tests.networks.designs import CRITERION, NOW, draft_of, empty_network, goal_of

SignIn = Callable[..., Client]
FORM = {
    "indicator": "Andel, der stadig er ledere",
    "measured_how": "opgøres af HR",
    "unit": "%",
    "baseline": "71",
    "target": "85",
    "target_date_day": "1",
    "target_date_month": "8",
    "target_date_year": "2090",
    "revision": "0",
}
LONG = "x" * 301


@pytest.fixture
def draft(gentofte: Organisation, director: User) -> NetworkDesign:
    return draft_of(empty_network(gentofte, director))


@pytest.fixture
def goal(draft: NetworkDesign, director: User) -> Goal:
    return goal_of(draft, director)


@pytest.fixture
def criterion(goal: Goal, director: User) -> SuccessCriterion:
    return add_criterion(goal=goal, values=CRITERION, by=director, now=NOW)


@pytest.fixture
def browser(director: User, signed_in: SignIn) -> Client:
    return signed_in(director, "en")


def url(name: str, draft: NetworkDesign, *more: int) -> str:
    return reverse(name, args=[draft.network_id, *more])


def all_urls(criterion: SuccessCriterion) -> list[str]:
    draft, goal = criterion.goal.design, criterion.goal
    names = ("goal_edit", "goal_move", "goal_delete", "sub_goal_new", "criterion_new")
    urls = [url("goal_new", draft), *(url(name, draft, goal.pk) for name in names)]
    return urls + [url(n, draft, criterion.pk) for n in ("criterion_edit", "criterion_delete")]


@pytest.mark.parametrize("who", ["leader", "other_consultant", "stranger_director"])
def test_strangers_find_nothing(
    criterion: SuccessCriterion, request: pytest.FixtureRequest, signed_in: SignIn, who: str
):
    stranger = signed_in(request.getfixturevalue(who))
    for address in all_urls(criterion):
        assert stranger.post(address, FORM).status_code == 404, address
        assert stranger.get(address).status_code in (404, 405), address
    assert (Goal.objects.count(), SuccessCriterion.objects.count()) == (1, 1)


def test_a_goal_of_another_network_is_not_reached_through_ones_own(
    criterion: SuccessCriterion,
    goal: Goal,
    kolding: Organisation,
    stranger_director: User,
    signed_in: SignIn,
):
    own = draft_of(empty_network(kolding, stranger_director))
    stranger = signed_in(stranger_director)
    for name in ("goal_edit", "goal_move", "goal_delete", "sub_goal_new", "criterion_new"):
        assert stranger.post(url(name, own, goal.pk), FORM).status_code == 404, name
    for name in ("criterion_edit", "criterion_delete"):
        assert stranger.post(url(name, own, criterion.pk), FORM).status_code == 404, name
    goal.refresh_from_db()
    assert goal.criteria.count() == 1


@pytest.mark.parametrize("pk", [0, 99999999999999999999])
def test_an_unknown_goal_is_a_404(draft: NetworkDesign, browser: Client, pk: int):
    for name in ("goal_edit", "goal_delete", "sub_goal_new", "criterion_new", "criterion_edit"):
        assert browser.post(url(name, draft, pk), FORM).status_code == 404


def test_a_goal_is_added_and_shown_in_the_tree(draft: NetworkDesign, browser: Client):
    data = {"statement": "Nye ledere bliver", "gain": "cohesion", "revision": 0}
    answer = browser.post(url("goal_new", draft), data, follow=True)
    assert draft.goals.get().gain == "cohesion"
    text = answer.content.decode()
    assert "Nye ledere bliver" in text
    assert "Add a success criterion, so that you can see whether it works." in text


def test_two_clicks_add_one_goal(draft: NetworkDesign, browser: Client):
    data = {"statement": "Nye ledere bliver", "gain": "cohesion", "revision": 0}
    for _click in range(2):
        assert browser.post(url("goal_new", draft), data).status_code == 302
    assert draft.goals.count() == 1


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"statement": "", "gain": "cohesion"}, "statement"),
        ({"statement": LONG, "gain": "cohesion"}, "statement"),
        ({"statement": "Mål"}, "gain"),
        ({"statement": "Mål", "gain": "money"}, "gain"),
        ({"statement": "nul\x00", "gain": "cohesion"}, "statement"),
    ],
)
def test_a_bad_goal_is_refused(
    draft: NetworkDesign, browser: Client, data: dict[str, str], field: str
):
    page = browser.post(url("goal_new", draft), {**data, "revision": 0})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert not draft.goals.exists()


def test_a_sub_goal_is_added_below(goal: Goal, draft: NetworkDesign, browser: Client):
    address = url("sub_goal_new", draft, goal.pk)
    browser.post(address, {"statement": "Alle har en makker", "revision": 0, "gain": "cohesion"})
    assert goal.sub_goals.get().gain == ""


def test_below_a_sub_goal_there_is_a_refusal_and_the_text_stays(
    goal: Goal, draft: NetworkDesign, director: User, browser: Client
):
    sub_goal = add_sub_goal(goal=goal, statement="Makker", by=director, now=NOW)
    page = browser.post(
        url("sub_goal_new", draft, sub_goal.pk), {"statement": "Endnu et", "revision": 0}
    )
    assert page.status_code == 409
    assert "Endnu et" in page.content.decode()


def test_a_goal_is_edited_moved_and_deleted(
    goal: Goal, draft: NetworkDesign, director: User, browser: Client
):
    other = goal_of(draft, director, "Andet mål")
    data = {"statement": "Nye ledere trives", "gain": "readiness", "revision": 0}
    browser.post(url("goal_edit", draft, goal.pk), data)
    goal.refresh_from_db()
    assert (goal.statement, goal.gain) == ("Nye ledere trives", "readiness")
    browser.post(url("goal_move", draft, other.pk), {"up": "1"})
    assert list(draft.goals.in_order()) == [other, goal]
    assert browser.get(url("goal_delete", draft, goal.pk)).status_code == 200
    assert draft.goals.count() == 2
    browser.post(url("goal_delete", draft, goal.pk))
    assert draft.goals.get() == other


def test_moving_by_a_link_changes_nothing(goal: Goal, draft: NetworkDesign, browser: Client):
    assert browser.get(url("goal_move", draft, goal.pk)).status_code == 405


def test_the_second_of_two_people_sees_both_goals(
    goal: Goal, draft: NetworkDesign, klk_admin: User, browser: Client
):
    values = {"statement": "Karens mål"}
    change_goal(goal=goal, values=values, expected_revision=0, by=klk_admin, now=NOW)
    mine = {"statement": "Mettes mål", "gain": goal.gain, "revision": 0}
    page = browser.post(url("goal_edit", draft, goal.pk), mine)
    assert page.status_code == 409
    assert "Karens mål" in page.content.decode()
    assert "Mettes mål" in page.content.decode()
    mine["revision"] = page.context["form"]["revision"].value()
    assert browser.post(url("goal_edit", draft, goal.pk), mine).status_code == 302
    goal.refresh_from_db()
    assert goal.statement == "Mettes mål"


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("da", "71,5", "71.5"),
        ("da", "71.5", "71.5"),
        ("da", "1.200", "1200"),
        ("da", "1.200,75", "1200.75"),
        ("en", "1,200.75", "1200.75"),
        ("en", "71,5", "71.5"),
        ("da", "-3", "-3"),
        ("da", " 85 ", "85"),
    ],
)
def test_figures_are_read_as_people_write_them(
    goal: Goal,
    draft: NetworkDesign,
    director: User,
    signed_in: SignIn,
    language: str,
    typed: str,
    kept: str,
):
    browser = signed_in(director, language)
    browser.post(url("criterion_new", draft, goal.pk), {**FORM, "target": typed})
    criterion = goal.criteria.get()
    assert criterion.target == Decimal(kept)
    form = browser.get(url("criterion_edit", draft, criterion.pk)).context["form"]
    data = {**FORM, "target": form["target"].value()}
    assert browser.post(url("criterion_edit", draft, criterion.pk), data).status_code == 302
    criterion.refresh_from_db()
    assert criterion.target == Decimal(kept)


def test_baseline_and_unit_can_be_left_out(goal: Goal, draft: NetworkDesign, browser: Client):
    browser.post(url("criterion_new", draft, goal.pk), {**FORM, "baseline": "", "unit": ""})
    criterion = goal.criteria.get()
    assert (criterion.baseline, criterion.unit) == (None, "")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"indicator": ""}, "indicator"),
        ({"indicator": LONG}, "indicator"),
        ({"measured_how": ""}, "measured_how"),
        ({"measured_how": LONG}, "measured_how"),
        ({"unit": "x" * 21}, "unit"),
        ({"target": ""}, "target"),
        ({"target": "mange"}, "target"),
        ({"target": "1e400"}, "target"),
        ({"target": "NaN"}, "target"),
        ({"target": "12345678901234"}, "target"),
        ({"baseline": "1,234"}, "baseline"),
        ({"target_date_year": "2020"}, "target_date"),
        ({"target_date_day": "32"}, "target_date"),
        ({"target_date_day": "", "target_date_month": "", "target_date_year": ""}, "target_date"),
    ],
)
def test_a_bad_criterion_is_refused_beside_its_field(
    goal: Goal,
    draft: NetworkDesign,
    director: User,
    signed_in: SignIn,
    data: dict[str, str],
    field: str,
):
    page = signed_in(director).post(url("criterion_new", draft, goal.pk), {**FORM, **data})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "opgøres af HR" in page.content.decode() or field == "measured_how"
    assert not goal.criteria.exists()


def test_a_criterion_is_edited_and_deleted(
    criterion: SuccessCriterion, draft: NetworkDesign, browser: Client
):
    browser.post(url("criterion_edit", draft, criterion.pk), {**FORM, "target": "90"})
    criterion.refresh_from_db()
    assert criterion.target == 90
    assert browser.get(url("criterion_delete", draft, criterion.pk)).status_code == 200
    for _click in range(2):
        browser.post(url("criterion_delete", draft, criterion.pk))
    assert not SuccessCriterion.objects.exists()
