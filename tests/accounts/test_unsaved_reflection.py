"""The longest form there is: a reflection that outlives its session, without JavaScript too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.models import UnsavedText
from networks.models import Reflection
from tests.accounts.test_passkey import arrive
from tests.browser import follow
from tests.conftest import PASSWORD

TEXT = "Jeg afbrød Åse to gange.\n\nNæste gang: en runde først. 😀 <b>"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reflection_outlives_its_session(open_as, leader, javascript):
    page = open_as(leader, "en", javascript=javascript)
    page.goto("/refleksioner/ny/")
    page.fill("[name=happened]", TEXT)
    page.fill("[name=learned]", "At tie stille.")
    page.context.clear_cookies(name="sessionid")
    page.click("main form [name=happened] >> xpath=ancestor::form//button[@type='submit']")
    arrive(page, r"/konto/log-ind/\?next=\S+")
    page.fill("[name=login]", leader.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Sign in') >> nth=0")
    arrive(page, r"/konto/gemt-tekst/\d+/")
    expect(page.locator("main")).to_contain_text("Jeg afbrød Åse to gange.")
    follow(page.locator("button:has-text('Save it where it belongs')"))
    written = Reflection.objects.get()
    assert written.writer == leader
    assert not UnsavedText.objects.exists()
    page.goto(f"/refleksioner/{written.pk}/")
    expect(page.locator("main")).to_contain_text("Næste gang: en runde først. 😀 <b>")
