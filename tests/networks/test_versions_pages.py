"""Approving, reading, comparing and printing versions, and the status, on their pages."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from accounts.models import Organisation, User
from networks.choices import DesignStatus, NetworkStatus
from networks.models import NetworkDesign
from networks.selectors.design import what_is_missing
from networks.selectors.waiting import waiting_for
from networks.services.versions import start_new_version
from tests.networks.designs import (
    COMPLETE,
    NOW,
    approved,
    complete_draft,
    draft_of,
    empty_network,
    fill,
    goal_of,
)

SignIn = Callable[..., Client]


@pytest.fixture
def draft(gentofte: Organisation, director: User) -> NetworkDesign:
    return complete_draft(gentofte, director)


@pytest.fixture
def first(gentofte: Organisation, director: User) -> NetworkDesign:
    return approved(gentofte, director)


@pytest.fixture
def second(first: NetworkDesign, director: User) -> NetworkDesign:
    design = start_new_version(network=first.network, by=director, now=NOW)
    fill(design, director, frequency="Otte gange om året")
    return design


def url(name: str, design: NetworkDesign, *more: int) -> str:
    return reverse(name, args=[design.network_id, *more])


def test_a_director_reads_and_approves(draft: NetworkDesign, director: User, signed_in: SignIn):
    browser = signed_in(director, "en")
    page = browser.get(url("design_approve", draft))
    assert COMPLETE["purpose"] in page.content.decode()
    answer = browser.post(url("design_approve", draft), {"seen": page.context["seen"]})
    assert answer["Location"] == url("design_version", draft, 1)
    draft.refresh_from_db()
    assert draft.status == DesignStatus.APPROVED
    assert browser.post(url("design_approve", draft)).status_code == 302


def test_what_changed_since_the_page_was_opened_is_read_again(
    draft: NetworkDesign, director: User, klk_admin: User, signed_in: SignIn
):
    browser = signed_in(director, "en")
    seen = browser.get(url("design_approve", draft)).context["seen"]
    fill(draft, klk_admin, themes="Noget helt andet")
    page = browser.post(url("design_approve", draft), {"seen": seen})
    assert page.status_code == 409
    assert "Noget helt andet" in page.content.decode()
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_page_lists_what_is_missing_with_the_way_there(
    gentofte: Organisation, director: User, signed_in: SignIn
):
    network = empty_network(gentofte, director)
    browser = signed_in(director, "en")
    for page in (
        browser.get(reverse("design_approve", args=[network.pk])),
        browser.post(reverse("design_approve", args=[network.pk])),
    ):
        text = page.content.decode()
        assert "The purpose is empty." in text
        assert reverse("design_part", args=[network.pk, "spilleregler"]) in text
    assert network.designs.get().is_draft


@pytest.mark.parametrize(
    ("who", "status"),
    [("klk_admin", 403), ("leader", 404), ("stranger_director", 404), ("policy_officer", 404)],
)
def test_only_the_director_approves(
    draft: NetworkDesign,
    request: pytest.FixtureRequest,
    signed_in: SignIn,
    who: str,
    status: int,
):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(url("design_approve", draft)).status_code == status
    assert browser.post(url("design_approve", draft)).status_code == status
    draft.refresh_from_db()
    assert draft.is_draft


def test_klk_approves_the_networks_across_municipalities(
    klk: Organisation, klk_admin: User, signed_in: SignIn
):
    design = complete_draft(klk, klk_admin)
    assert signed_in(klk_admin).post(url("design_approve", design)).status_code == 302
    design.refresh_from_db()
    assert not design.is_draft


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("director", 200),
        ("klk_admin", 200),
        ("leader", 200),
        ("policy_officer", 200),
        ("internal_consultant", 404),
        ("other_consultant", 404),
        ("stranger_director", 404),
        ("stranger_leader", 404),
    ],
)
def test_who_sees_the_network_reads_its_approved_design(
    first: NetworkDesign,
    request: pytest.FixtureRequest,
    signed_in: SignIn,
    who: str,
    status: int,
):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(url("design_version", first, 1)).status_code == status
    assert browser.get(url("design_pdf", first, 1)).status_code == status
    assert browser.get(url("design", first), follow=True).status_code == status


def test_a_leader_reads_version_1_while_2_is_a_draft(
    second: NetworkDesign, leader: User, director: User, signed_in: SignIn
):
    browser = signed_in(leader)
    for name in ("design_version", "design_pdf", "design_difference"):
        assert browser.get(url(name, second, 2)).status_code == 404
    page = browser.get(url("design", second), follow=True)
    assert page.redirect_chain == [(url("design_version", second, 1), 302)]
    assert "Otte gange" not in page.content.decode()
    assert "Otte" in signed_in(director).get(url("design_version", second, 2)).content.decode()


def test_the_difference_is_shown_with_words_for_who_cannot_see_colours(
    second: NetworkDesign, director: User, signed_in: SignIn
):
    page = signed_in(director, "en").get(url("design_difference", second, 2)).content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert "Seks" in page
    assert "Otte" in page


@pytest.mark.parametrize("number", [0, 1, 3, 99999999999999999999])
def test_a_difference_needs_two_versions(
    second: NetworkDesign, director: User, signed_in: SignIn, number: int
):
    address = url("design_difference", second, number)
    assert signed_in(director).get(address).status_code == 404


def test_a_new_version_is_started_once(first: NetworkDesign, director: User, signed_in: SignIn):
    browser = signed_in(director)
    for _click in range(2):
        assert browser.post(url("design_new_version", first)).status_code == 302
    assert browser.get(url("design_new_version", first)).status_code == 405
    assert list(first.network.designs.values_list("version", flat=True).order_by("version")) == [
        1,
        2,
    ]


@pytest.mark.parametrize(("language", "words"), [("da", "om året"), ("en", "How often")])
def test_the_pdf_is_a_file_in_the_readers_language(
    first: NetworkDesign, director: User, signed_in: SignIn, language: str, words: str
):
    answer = signed_in(director, language).get(url("design_pdf", first, 1))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Nye skoleledere v1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    reader = PdfReader(io.BytesIO(answer.content))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert words in " ".join(page.extract_text() for page in reader.pages)


def test_a_hostile_name_stays_inside_its_header(
    gentofte: Organisation, director: User, signed_in: SignIn
):
    design = complete_draft(gentofte, director, name='x"; ../\\ æ 😀 \u202e.exe')
    answer = signed_in(director).get(url("design_pdf", design, 1))
    assert answer.status_code == 200
    header = answer["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''")
    assert not set('"\\/;') & set(header.removeprefix("attachment; "))


@pytest.mark.parametrize(
    ("who", "status"),
    [("leader", 403), ("policy_officer", 403), ("other_consultant", 404), ("stranger_leader", 404)],
)
def test_only_who_steers_the_network_sets_its_status(
    first: NetworkDesign,
    request: pytest.FixtureRequest,
    signed_in: SignIn,
    who: str,
    status: int,
):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(url("network_status", first)).status_code == status
    assert browser.post(url("network_status", first), {"status": "closed"}).status_code == status


def test_a_director_sets_establishing_then_active(
    first: NetworkDesign, director: User, signed_in: SignIn
):
    browser = signed_in(director)
    assert browser.get(url("network_status", first)).status_code == 200
    for status in ("establishing", "establishing", "active"):
        answer = browser.post(url("network_status", first), {"status": status})
        assert answer.status_code == 302
    first.network.refresh_from_db()
    assert first.network.status == NetworkStatus.ACTIVE


@pytest.mark.parametrize("status", ["", "active", "draft", "self_running", "<b>x</b>"])
def test_a_status_that_is_not_offered_is_refused(
    first: NetworkDesign, director: User, signed_in: SignIn, status: str
):
    page = signed_in(director).post(url("network_status", first), {"status": status})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["status"]
    first.network.refresh_from_db()
    assert first.network.status == NetworkStatus.APPROVED


def test_drafts_wait_for_the_director_of_their_municipality(
    draft: NetworkDesign,
    gentofte: Organisation,
    director: User,
    stranger_director: User,
    leader: User,
    django_assert_max_num_queries: Callable[..., object],
):
    empty = empty_network(gentofte, director, name="Ny og tom")
    goal_of(draft, director, "Uden kriterium")
    director = User.objects.get(pk=director.pk)
    with translation.override("en"), django_assert_max_num_queries(2):  # roles and what waits
        details = {item.subject: item.detail for item in waiting_for(director, NOW)}
    assert details == {
        "Nye skoleledere": "1 thing is missing.",
        "Ny og tom": f"{len(what_is_missing(draft_of(empty), []))} things are missing.",
    }
    complete = complete_draft(gentofte, director, name="Lige til at godkende")
    assert {item.subject: item.href for item in waiting_for(director, NOW)} == {
        "Lige til at godkende": url("design_approve", complete),
        "Nye skoleledere": url("design", draft),
        "Ny og tom": reverse("design", args=[empty.pk]),
    }
    assert waiting_for(stranger_director, NOW) == waiting_for(leader, NOW) == []
