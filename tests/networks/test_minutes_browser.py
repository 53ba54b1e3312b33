"""Minutes and what else comes of a meeting, in a browser: two write at once, also on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from networks.models import Action, Decision, Document, Meeting, Minutes, Network
from networks.services.minutes import save_minutes, send_minutes
from tests.browser import assert_accessible, type_and_rest
from tests.networks.members import NOW, member
from tests.networks.outcome import PDF, held, was_there

pytestmark = pytest.mark.django_db(transaction=True)
OpenAs = Callable[..., Page]
TEXT = "What was said and agreed?"


@pytest.fixture
def meeting(network: Network, leader: User, coordinator: User, director: User) -> Meeting:
    for person in (leader, coordinator):
        member(network, person, director)
    return held(network, coordinator)


def look(page: Page) -> None:
    """Nothing to complain about, and nothing wider than the window."""
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, page.url
    assert page.problems == []  # type: ignore[attr-defined]


def written() -> str:
    return Minutes.objects.get().text


def test_two_write_at_once_and_no_word_is_lost(
    meeting: Meeting, leader: User, coordinator: User, open_as: OpenAs
) -> None:
    save_minutes(meeting=meeting, text="Velkommen\nTema", base="", by=leader, now=NOW)
    path = reverse("meeting_minutes", args=[meeting.pk])
    sofie, lise = open_as(leader, "en", 320, new=True), open_as(coordinator, "en", new=True)
    for page in (sofie, lise):
        page.clock.install()
        page.goto(path)
        look(page)
    # while writing, each in a place of their own
    type_and_rest(lise.get_by_label(TEXT), "Velkommen\nTema\nLise lukkede.")
    expect(lise.locator("#id_base")).to_have_value("Velkommen\nTema\nLise lukkede.")
    type_and_rest(sofie.get_by_label(TEXT), "Sofie bød velkommen.\nTema")
    expect(sofie.locator("#id_base")).to_have_value("Sofie bød velkommen.\nTema")
    expect(sofie.locator("[data-saved]")).to_contain_text("Others have written too")
    assert written() == "Sofie bød velkommen.\nTema\nLise lukkede."
    type_and_rest(sofie.get_by_label(TEXT), "Sofie bød velkommen.\nTema: tillid")
    expect(sofie.locator("#id_base")).to_have_value("Sofie bød velkommen.\nTema: tillid")
    assert written() == "Sofie bød velkommen.\nTema: tillid\nLise lukkede."
    # the same line: the second sees both
    lise.get_by_label(TEXT).fill("Velkommen\nTema: mod\nLise lukkede.")
    lise.get_by_role("button", name="Save", exact=True).click()
    expect(lise.get_by_text("Not saved yet")).to_be_visible()
    assert_accessible(lise)
    both = "Sofie bød velkommen.\nTema: tillid\nTema: mod\nLise lukkede."
    shown = set(lise.get_by_label(TEXT).input_value().split("\n"))
    assert set(both.split("\n")) <= shown
    lise.get_by_label(TEXT).fill(both)
    lise.get_by_role("button", name="Save", exact=True).click()
    expect(lise.get_by_text("The minutes: saved")).to_be_visible()
    assert written() == both


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_first_word_to_approved_minutes(
    javascript: bool, meeting: Meeting, leader: User, coordinator: User, open_as: OpenAs
) -> None:
    was_there(meeting, leader, coordinator)
    page = open_as(leader, "en", 320, javascript=javascript)
    page.goto(reverse("meeting_minutes", args=[meeting.pk]))
    page.get_by_label(TEXT).fill("Vi talte om tillid.")
    page.get_by_label("Add a decision").fill("Vi mødes i maj.")
    page.get_by_label("Add a decision").press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="Vi mødes i maj.").first).to_be_visible()
    assert (written(), Decision.objects.get().text) == ("Vi talte om tillid.", "Vi mødes i maj.")
    page.get_by_role("button", name="Save and send for approval").click()
    expect(page.get_by_text("Still to approve:")).to_be_visible()
    other = open_as(coordinator, "en", 320, javascript=javascript)
    other.goto(reverse("meeting_minutes", args=[meeting.pk]))
    if javascript:
        look(other)
    other.get_by_role("link", name="Ask for a change").click()
    other.get_by_label("What should be changed?").fill("Skriv hvor")
    if javascript:
        look(other)
    other.get_by_role("button", name="Ask for a change").click()
    other.get_by_label(TEXT).fill("Vi talte om tillid på Ærø.")
    other.get_by_role("button", name="Save and send for approval").click()
    page.reload()
    page.get_by_role("button", name="Approve the minutes").click()
    expect(page.get_by_text("They never change.")).to_be_visible()
    if javascript:
        look(page)
    assert Minutes.objects.get().text == "Vi talte om tillid på Ærø."


@pytest.mark.parametrize(("language", "width"), [("da", 1280), ("en", 320)])
def test_the_pages_of_actions_and_documents(
    meeting: Meeting, leader: User, open_as: OpenAs, language: str, width: int
) -> None:
    page = open_as(leader, language, width)
    page.goto(reverse("document_upload", args=[meeting.pk]))
    file = {"name": "Oplæg.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("#id_file").set_input_files(files=[{**file, "buffer": b"<html>"}])  # type: ignore[list-item]
    page.locator("form.ui-form button[type=submit]").click()
    look(page)
    page.locator("#id_file").set_input_files(files=[file])  # type: ignore[list-item]
    page.locator("form.ui-form button[type=submit]").click()
    page.wait_for_url(f"**{reverse('meeting', args=[meeting.pk])}")
    document = Document.objects.get()
    with page.expect_download() as download:
        page.get_by_role("link", name="Oplæg.pdf", exact=True).click()
    assert download.value.suggested_filename == "Oplæg.pdf"
    action = Action.objects.create(
        meeting=meeting, text="Ring til Bo", owner=leader, due_on=NOW.date(), created_at=NOW
    )
    for name, pk in (
        ("meeting", meeting.pk),
        ("document_delete", document.pk),
    ):
        page.goto(reverse(name, args=[pk]))
        look(page)
    page.goto(reverse("meeting", args=[meeting.pk]))
    page.locator(f"form[action='{reverse('action_finish', args=[action.pk])}'] button").click()
    page.locator(f"form[action='{reverse('action_reopen', args=[action.pk])}']").wait_for()
    look(page)


def test_sent_minutes_in_danish(
    meeting: Meeting, leader: User, coordinator: User, open_as: OpenAs
) -> None:
    save_minutes(meeting=meeting, text="Tema", base="", by=leader, now=NOW)
    was_there(meeting, leader, coordinator)
    send_minutes(meeting=meeting, by=leader, now=NOW)
    page = open_as(coordinator, "da", 320)
    page.goto(reverse("meeting_minutes", args=[meeting.pk]))
    look(page)
