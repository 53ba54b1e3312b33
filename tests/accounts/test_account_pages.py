"""Every page of signing in and of the account: accessible, narrow and wide, in both languages."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from tests.browser import assert_accessible, follow
from tests.conftest import PASSWORD

PUBLIC = [
    "/konto/log-ind/",
    "/konto/log-ind/?next=/konto/gemt-tekst/1/",
    "/konto/adgangskode/glemt/",
    "/konto/adgangskode/glemt/sendt/",
    "/konto/adgangskode/ny/klar/",
    "/konto/adgangskode/ny/abc-def/",
    "/konto/bekraeft/",
    "/konto/bekraeft/wrong/",
    "/konto/tilmelding/",
    "/konto/lukket/",
]
OWN = [
    "/konto/",
    "/konto/profil/",
    "/konto/adgangskode/",
    "/konto/e-mail/",
    "/konto/sessioner/",
    "/konto/gemt-tekst/",
    "/konto/log-af/",
    "/konto/totrin/",
    "/konto/totrin/app/",
    "/konto/totrin/koder/",
    "/konto/totrin/koder/nye/",
    "/konto/adgangsnoegler/",
    "/konto/adgangsnoegler/ny/",
]


def check(page, address: str) -> None:
    response = page.goto(address)
    assert response.status == 200
    assert page.locator("h1").count() == 1
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


@pytest.mark.parametrize(("language", "width"), [("da", 320), ("en", 1280)])
def test_pages_for_everybody(open_as, language, width):
    page = open_as(None, language, width)
    for address in PUBLIC:
        check(page, address)
    assert page.problems == []


@pytest.mark.parametrize(("language", "width"), [("da", 320), ("en", 1280)])
def test_pages_of_ones_own(open_as, director, language, width):
    Authenticator.objects.create(
        user=director, type="webauthn", data={"name": "Telefon", "credential": {}}
    )
    RecoveryCodes.activate(director)
    page = open_as(director, language, width)
    page.goto("/konto/bekraeft-dig/")
    assert_accessible(page)
    Authenticator.objects.filter(type="webauthn").delete()
    page.fill("[name=password]", PASSWORD)
    follow(page.locator("main button[type=submit]").first)
    for address in OWN:
        check(page, address)
    assert page.problems == []
