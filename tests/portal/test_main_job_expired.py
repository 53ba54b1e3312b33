"""The session ends in the middle of a long form: the text waits behind the sign-in, for its writer.

As it happens: somebody writes, the session is gone on the server, and the button is pressed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Organisation, UnsavedText, User
from networks.models import NetworkDesign, Reflection
from tests.browser import follow
from tests.conftest import PASSWORD
from tests.networks.designs import draft_of, empty_network
from tests.portal.main_job_steps import fill, path_of, press

pytestmark = pytest.mark.django_db(transaction=True)
OpenAs = Callable[..., Page]
TEXT = "Jeg afbrød Åse to gange.\n\nNæste gang tier jeg & lytter 👩‍👧 <b>først</b>."


@pytest.fixture
def draft(gentofte: Organisation, director: User) -> NetworkDesign:
    return draft_of(empty_network(gentofte, director))


def write_without_session(page: Page, path: str, field: str, button: str) -> None:
    """Write, lose the session on the server, and press the button."""
    page.goto(path)
    fill(page, {field: TEXT})
    Session.objects.all().delete()
    press(page, button)
    assert path_of(page).startswith("/konto/log-ind/?next="), page.url


def sign_in_here(page: Page, person: User) -> None:
    """On the page that asked for it, so that it leads on from there."""
    fill(page, {"login": person.email, "password": PASSWORD})
    follow(page.locator("main form button[type=submit]").first)
    expect(page).not_to_have_url(re.compile("/log-ind/"))


def take_it_back(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("Næste gang tier jeg")
    assert page.locator("main b").count() == 0, "a text is a text and no markup"
    press(page, "Save it where it belongs")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_part_of_a_design(
    javascript: bool, open_as: OpenAs, director: User, draft: NetworkDesign
) -> None:
    path = reverse("design_part", args=[draft.network_id, "temaer"])
    page = open_as(director, "en", javascript=javascript)
    write_without_session(page, path, "themes", "Save and ")
    sign_in_here(page, director)
    take_it_back(page)
    draft.refresh_from_db()
    assert draft.themes == TEXT
    assert not UnsavedText.objects.exists()
    assert page.problems == []  # type: ignore[attr-defined]


def test_a_reflection_on_a_phone(open_as: OpenAs, leader: User) -> None:
    page = open_as(leader, "en", width=320)
    write_without_session(page, reverse("reflection_new"), "happened", "Save")
    sign_in_here(page, leader)
    take_it_back(page)
    expect(page.locator("main")).to_contain_text("Næste gang tier jeg")
    assert Reflection.objects.get().writer == leader
    assert not UnsavedText.objects.exists()
    assert page.problems == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["design", "reflection"])
def test_somebody_else_who_signs_in_sees_nothing_of_it(
    kind: str,
    open_as: OpenAs,
    director: User,
    draft: NetworkDesign,
    leader: User,
    klk_admin: User,
) -> None:
    writer, other = (director, klk_admin) if kind == "design" else (leader, director)
    path, field, button = {
        "design": (
            reverse("design_part", args=[draft.network_id, "temaer"]),
            "themes",
            "Save and ",
        ),
        "reflection": (reverse("reflection_new"), "happened", "Save"),
    }[kind]
    page = open_as(writer, "en")
    write_without_session(page, path, field, button)
    sign_in_here(page, other)
    kept = UnsavedText.objects.get()
    assert kept.user == writer
    for address in (path_of(page), "/", "/konto/gemt-tekst/", f"/konto/gemt-tekst/{kept.pk}/"):
        answer = page.request.get(address)
        assert "Næste gang" not in answer.text(), address
    assert answer.status == 404
    assert "Næste gang" not in page.content()
    draft.refresh_from_db()
    assert (draft.themes, Reflection.objects.count()) == ("", 0)
