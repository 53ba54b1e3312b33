"""Passkeys in a real browser, with the authenticator that Chromium brings for tests."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from accounts.models import UnsavedText
from tests.browser import assert_accessible, follow
from tests.conftest import PASSWORD

LOGIN = "/konto/log-ind/"


def give_authenticator(page) -> None:
    """As if a phone with a fingerprint lay beside the computer, and its owner always agreed."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def arrive(page, path: str) -> None:
    """Wait for exactly this page: an address that only names it after `?next=` does not count."""
    page.wait_for_url(re.compile(rf"^http://[^/]+{path}$"))


def sign_in(page, user, then: str = "") -> None:
    page.goto(LOGIN + (f"?next={then}" if then else ""))
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    follow(page.locator("button:has-text('Sign in')").first)


def add_passkey(page, name: str, alone: bool = True) -> None:
    page.goto("/konto/adgangsnoegler/ny/")
    page.fill("[name=password]", PASSWORD)
    follow(page.locator("button:has-text('Continue')"))
    page.fill("[name=name]", name)
    page.set_checked("[name=passwordless]", alone)
    page.click("button:has-text('Add a passkey')")
    arrive(page, "/konto/totrin/koder/")


def sign_out(page) -> None:
    page.goto("/konto/log-af/")
    page.click("main button:has-text('Sign out')")
    arrive(page, "/")


def test_a_passkey_is_added_and_opens_the_page_one_was_going_to(open_as, leader):
    page = open_as(leader, "en", new=True)
    give_authenticator(page)
    add_passkey(page, "My phone")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "My phone"
    sign_out(page)

    page.goto("/konto/profil/")
    page.click("button:has-text('Sign in with a passkey')")
    arrive(page, "/konto/profil/")
    expect(page.locator("[name=first_name]")).to_have_value("Sofie")
    assert page.problems == []


@pytest.mark.parametrize("remember", [True, False])
def test_remember_me_counts_with_a_passkey_too(open_as, leader, remember):
    page = open_as(leader, "en", new=True)
    give_authenticator(page)
    add_passkey(page, "My phone")
    sign_out(page)
    page.goto("/konto/log-ind/?next=/konto/")
    page.set_checked("[name=remember]", remember)
    page.click("button:has-text('Sign in with a passkey')")
    arrive(page, "/konto/")
    (cookie,) = [c for c in page.context.cookies() if c["name"] == "sessionid"]
    assert (cookie["expires"] > 0) is remember


def test_a_key_without_fingerprint_is_a_second_step_after_the_password(open_as, leader):
    page = open_as(leader, "en", new=True)
    give_authenticator(page)
    add_passkey(page, "Grey key", alone=False)
    sign_out(page)
    sign_in(page, leader, "/konto/profil/")
    arrive(page, "/konto/totrin/log-ind/")
    page.click("button:has-text('Use my passkey')")
    arrive(page, "/konto/profil/")
    assert page.problems == []


def test_a_device_that_gives_no_passkey_is_explained(open_as, leader):
    page = open_as(None, "en", new=True)
    give_authenticator(page)
    page.goto(LOGIN)
    page.click("button:has-text('Sign in with a passkey')")
    expect(page.locator("[data-passkey-refusal]")).to_be_visible()
    expect(page).to_have_url(re.compile(f"{LOGIN}$"))


def test_a_long_form_survives_its_session_in_the_browser(open_as, leader):
    page = open_as(leader, "en", new=True)
    page.goto("/konto/profil/")
    page.fill("[name=first_name]", "Sofie Åse 😀")
    page.context.clear_cookies(name="sessionid")
    page.click("button:has-text('Save')")
    arrive(page, r"/konto/log-ind/\?next=\S+")
    expect(page.locator("body")).to_contain_text("Your text is safe")
    assert_accessible(page)
    page.fill("[name=login]", leader.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Sign in') >> nth=0")
    arrive(page, r"/konto/gemt-tekst/\d+/")
    assert_accessible(page)
    page.click("button:has-text('Save it where it belongs')")
    arrive(page, "/konto/")
    leader.refresh_from_db()
    assert leader.first_name == "Sofie Åse 😀"
    assert not UnsavedText.objects.exists()
    assert page.problems == []
