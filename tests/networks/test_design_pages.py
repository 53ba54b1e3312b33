"""The step guide in a browser without JavaScript: who comes in, what is kept, what is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from networks.choices import PART_SLUGS, DesignPart
from networks.models import Assignment, Network, NetworkDesign
from tests.networks.designs import (
    COMPLETE,
    approved,
    complete_draft,
    draft_of,
    empty_network,
    fill,
    goal_of,
)

SignIn = Callable[..., Client]
HOSTILE = "<script>alert(1)</script> \u202eabc 😀 {{ x }} {% y %} #panic()"


@pytest.fixture
def network(gentofte: Organisation, director: User) -> Network:
    return empty_network(gentofte, director)


@pytest.fixture
def draft(network: Network) -> NetworkDesign:
    return draft_of(network)


@pytest.fixture
def assigned(network: Network, consultant: User) -> User:
    Assignment.objects.create(network=network, consultant=consultant, starts_on=dt.date(2025, 1, 1))
    return consultant


def part_url(network: Network, part: str) -> str:
    return reverse("design_part", args=[network.pk, PART_SLUGS[part]])


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("director", 200),
        ("klk_admin", 200),
        ("assigned", 200),
        ("leader", 404),
        ("internal_consultant", 404),
        ("policy_officer", 404),
        ("other_consultant", 404),
        ("stranger_director", 404),
        ("stranger_leader", 404),
    ],
)
def test_a_draft_is_for_those_who_work_on_it(
    network: Network, request: pytest.FixtureRequest, signed_in: SignIn, who: str, status: int
):
    browser = signed_in(request.getfixturevalue(who))
    for part in DesignPart.values:
        assert browser.get(part_url(network, part)).status_code == status
        assert browser.post(part_url(network, part), {"revision": 0}).status_code in (
            (302,) if status == 200 else (status,)
        )
    assert browser.get(reverse("design", args=[network.pk])).status_code == status


def test_nobody_comes_in_without_signing_in(network: Network, client: Client):
    answer = client.get(reverse("design", args=[network.pk]))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("policy_officer", 403)])
def test_who_may_read_an_approved_design_may_not_write_in_it(
    gentofte: Organisation,
    director: User,
    request: pytest.FixtureRequest,
    signed_in: SignIn,
    who: str,
    status: int,
):
    network = approved(gentofte, director, name="Et andet").network
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(reverse("design_version", args=[network.pk, 1])).status_code == 200
    assert browser.post(part_url(network, "purpose"), {"purpose": "x"}).status_code == status
    assert browser.post(reverse("design_new_version", args=[network.pk])).status_code == status
    assert browser.post(reverse("goal_new", args=[network.pk])).status_code == status


def test_a_director_begins_a_network(gentofte: Organisation, director: User, signed_in: SignIn):
    answer = signed_in(director).post(reverse("network_new"), {"name": "Nye skoleledere"})
    network = Network.objects.get()
    assert (network.municipality, network.created_by) == (gentofte, director)
    assert answer["Location"] == part_url(network, DesignPart.PURPOSE)


def test_klk_chooses_the_municipality(kolding: Organisation, klk_admin: User, signed_in: SignIn):
    browser = signed_in(klk_admin, "en")
    page = browser.post(reverse("network_new"), {"name": "Nye skoleledere"})
    assert page.status_code == 200
    assert "municipality" in page.context["form"].errors
    browser.post(reverse("network_new"), {"name": "Nye", "municipality": kolding.pk})
    assert Network.objects.get().municipality == kolding


def test_a_director_cannot_slip_in_another_municipality(
    gentofte: Organisation, kolding: Organisation, director: User, signed_in: SignIn
):
    signed_in(director).post(reverse("network_new"), {"name": "N", "municipality": kolding.pk})
    assert Network.objects.get().municipality == gentofte


@pytest.mark.parametrize("who", ["leader", "consultant", "internal_consultant", "policy_officer"])
def test_others_begin_no_network(request: pytest.FixtureRequest, signed_in: SignIn, who: str):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(reverse("network_new")).status_code == 403
    assert browser.post(reverse("network_new"), {"name": "x"}).status_code == 403
    assert not Network.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "nul\x00", "Nye Skoleledere"])
def test_a_bad_name_is_refused_beside_the_field(
    network: Network, director: User, signed_in: SignIn, name: str
):
    network.created_at -= dt.timedelta(hours=1)
    network.save()
    page = signed_in(director).post(reverse("network_new"), {"name": name})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["name"]
    assert Network.objects.count() == 1


def test_leaving_and_coming_back_loses_nothing(network: Network, director: User, signed_in: SignIn):
    browser = signed_in(director, "en")
    for part in DesignPart.values:
        form = browser.get(part_url(network, part)).context["form"]
        data = {name: value for name, value in COMPLETE.items() if name in form.fields}
        answer = browser.post(part_url(network, part), {**data, "revision": 0})
        assert answer.status_code == 302, browser.get(answer).content
    again = signed_in(director, "en")
    for part in DesignPart.values:
        form = again.get(part_url(network, part)).context["form"]
        for name in form.fields.keys() & COMPLETE.keys():
            assert form.initial[name] == COMPLETE[name]
    page = again.get(part_url(network, DesignPart.PARTICIPANTS)).content.decode()
    assert "Saved" in page
    assert "8–12 · nye skoleledere" in page


def test_saving_goes_on_to_the_next_part(network: Network, director: User, signed_in: SignIn):
    browser = signed_in(director)
    answer = browser.post(part_url(network, "purpose"), {"purpose": "x", "revision": 0})
    assert answer["Location"] == part_url(network, DesignPart.PARTICIPANTS)
    answer = browser.post(part_url(network, "evaluation"), {"revision": 0})
    assert answer["Location"] == reverse("design", args=[network.pk])


def test_adding_a_goal_saves_the_purpose_first(
    network: Network, draft: NetworkDesign, director: User, signed_in: SignIn
):
    data = {"purpose": "Halvt skrevet", "revision": 0, "then": "goal"}
    answer = signed_in(director).post(part_url(network, "purpose"), data)
    assert answer["Location"] == reverse("goal_new", args=[network.pk])
    draft.refresh_from_db()
    assert draft.purpose == "Halvt skrevet"


def test_two_people_see_both_texts_and_the_second_decides(
    network: Network, draft: NetworkDesign, director: User, klk_admin: User, signed_in: SignIn
):
    karen = signed_in(klk_admin, "en")
    revision = karen.get(part_url(network, "purpose")).context["form"]["revision"].value()
    signed_in(director).post(part_url(network, "purpose"), {"purpose": "Vi deler", "revision": 0})
    mine = {"purpose": "Vi lærer", "revision": revision}
    page = karen.post(part_url(network, "purpose"), mine)
    assert page.status_code == 409
    text = page.content.decode()
    assert "Mette Holm saved this part" in text
    assert "Vi lærer</textarea>" in text.replace("\n", "")
    assert "Vi deler" in text
    draft.refresh_from_db()
    assert draft.purpose == "Vi deler"
    mine["revision"] = page.context["form"]["revision"].value()
    assert karen.post(part_url(network, "purpose"), mine).status_code == 302
    draft.refresh_from_db()
    assert draft.purpose == "Vi lærer"


def test_text_for_a_version_that_was_approved_meanwhile_is_kept_on_the_page(
    gentofte: Organisation, director: User, signed_in: SignIn
):
    design = approved(gentofte, director, name="Et andet")
    data = {"purpose": "Min nye tekst", "revision": 1}
    page = signed_in(director).post(part_url(design.network, "purpose"), data)
    assert page.status_code == 409
    assert "Min nye tekst" in page.content.decode()
    design.refresh_from_db()
    assert design.purpose == COMPLETE["purpose"]


@pytest.mark.parametrize(
    ("part", "data", "field"),
    [
        ("purpose", {"purpose": "x" * 601}, "purpose"),
        ("purpose", {"purpose": "x", "revision": "-1"}, "revision"),
        ("purpose", {"purpose": "x", "revision": "abc"}, "revision"),
        ("participants", {"size_min": "12", "size_max": "8"}, "size_max"),
        ("participants", {"size_min": "1"}, "size_min"),
        ("participants", {"size_max": "201"}, "size_max"),
        ("participants", {"size_max": "-5"}, "size_max"),
        ("participants", {"size_max": "99999999999999999999"}, "size_max"),
        ("participants", {"size_max": "tolv"}, "size_max"),
        ("participants", {"admission": "everybody"}, "admission"),
        ("participants", {"target_group": "x" * 4001}, "target_group"),
        ("themes", {"frequency": "x" * 201}, "frequency"),
        ("themes", {"themes": "nul\x00"}, "themes"),
        ("leadership", {"sponsor": "x" * 201}, "sponsor"),
        ("resources", {"budget": "-1"}, "budget"),
        ("resources", {"budget": "25,5"}, "budget"),
        ("resources", {"consultant_hours": "40000"}, "consultant_hours"),
        ("rules", {"confidentiality": "x" * 4001}, "confidentiality"),
        ("evaluation", {"renewed_on_day": "3.4.2020"}, "renewed_on"),
        ("evaluation", {"renewed_on_day": "32/13/2027"}, "renewed_on"),
        ("evaluation", {"renewed_on_day": "x"}, "renewed_on"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_kept(
    network: Network,
    draft: NetworkDesign,
    director: User,
    signed_in: SignIn,
    part: str,
    data: dict[str, str],
    field: str,
):
    page = signed_in(director).post(part_url(network, part), {"revision": 0, **data})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    typed = next(value for name, value in data.items() if name.startswith(field))
    assert typed.replace("\x00", "") in page.content.decode().replace("\x00", "")
    assert draft.part_states.filter(revision__gt=0).count() == 0


def test_markup_emoji_and_turned_text_are_kept_and_shown_as_text(
    network: Network, draft: NetworkDesign, director: User, signed_in: SignIn
):
    browser = signed_in(director)
    browser.post(part_url(network, "themes"), {"themes": HOSTILE, "revision": 0})
    draft.refresh_from_db()
    assert draft.themes == HOSTILE
    page = browser.get(part_url(network, "themes")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("da", "25.000", 25000),
        ("en", "25,000", 25000),
        ("da", "25000", 25000),
        ("en", "1 200", 1200),
    ],
)
def test_amounts_are_read_as_people_write_them(
    network: Network,
    draft: NetworkDesign,
    director: User,
    signed_in: SignIn,
    language: str,
    typed: str,
    kept: int,
):
    browser = signed_in(director, language)
    browser.post(part_url(network, "resources"), {"budget": typed, "revision": 0})
    draft.refresh_from_db()
    assert draft.budget == kept
    form = browser.get(part_url(network, "resources")).context["form"]
    browser.post(part_url(network, "resources"), {"budget": form["budget"].value(), "revision": 1})
    draft.refresh_from_db()
    assert draft.budget == kept


def test_lines_of_a_text_come_back_as_they_were(
    network: Network, draft: NetworkDesign, director: User, signed_in: SignIn
):
    text = "Linje\r\n" * 100
    signed_in(director).post(part_url(network, "themes"), {"themes": text, "revision": 0})
    draft.refresh_from_db()
    assert draft.themes == text.replace("\r\n", "\n").strip()


@pytest.mark.parametrize(
    "address", ["/netvaerk/0/design/", "/netvaerk/99999999999999999999/design/"]
)
def test_an_unknown_network_is_a_404(director: User, signed_in: SignIn, address: str):
    assert signed_in(director).get(address).status_code == 404


def test_an_unknown_part_is_a_404(network: Network, director: User, signed_in: SignIn):
    answer = signed_in(director).get(f"/netvaerk/{network.pk}/design/ukendt/")
    assert answer.status_code == 404


def test_the_whole_design_says_what_is_missing_and_where(
    network: Network, draft: NetworkDesign, director: User, signed_in: SignIn
):
    fill(draft, director, **{**COMPLETE, "confidentiality": ""})
    goal_of(draft, director, "Begynderens blik")
    page = signed_in(director).get(reverse("design", args=[network.pk]))
    assert {item["href"] for item in page.context["missing"]} == {
        part_url(network, "purpose"),
        part_url(network, "rules"),
    }
    states = {step.part: step.state for step in page.context["steps"]}
    assert (states["purpose"], states["participants"]) == ("attention", "done")
    assert (states["rules"], states["resources"]) == ("todo", "todo")


def test_pages_take_as_many_queries_for_thirty_goals_as_for_one(
    gentofte: Organisation,
    director: User,
    signed_in: SignIn,
    django_assert_max_num_queries: Callable[..., object],
):
    design = complete_draft(gentofte, director)
    for number in range(30):
        goal_of(design, director, f"Mål {number}")
    browser = signed_in(director)
    pages = [part_url(design.network, part) for part in DesignPart.values]
    pages += [
        reverse("design", args=[design.network_id]),
        reverse("design_version", args=[design.network_id, 1]),
        reverse("design_approve", args=[design.network_id]),
        reverse("goal_edit", args=[design.network_id, design.goals.first().pk]),
    ]
    for page in pages:
        with django_assert_max_num_queries(12):
            assert browser.get(page).status_code == 200, page


WHILE_WRITING = {"HTTP_HX_REQUEST": "true"}


def test_it_is_saved_while_one_writes(
    network: Network, draft: NetworkDesign, director: User, klk_admin: User, signed_in: SignIn
):
    browser = signed_in(director, "en")
    data = {"purpose": "Halvt skr", "revision": 0}
    answer = browser.post(part_url(network, "purpose"), data, **WHILE_WRITING)
    draft.refresh_from_db()
    assert draft.purpose == "Halvt skr"
    text = answer.content.decode()
    assert "Saved" in text
    assert 'value="1"' in text
    fill(draft, klk_admin, purpose="Karens tekst")
    data = {"purpose": "Halvt skrevet", "revision": 1}
    answer = browser.post(part_url(network, "purpose"), data, **WHILE_WRITING)
    assert "somebody else has changed this part" in answer.content.decode()
    data = {"purpose": "x" * 601, "revision": 2}
    answer = browser.post(part_url(network, "purpose"), data, **WHILE_WRITING)
    assert "something has to be put right" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.purpose == "Karens tekst"
