"""The pages of signing in and of the account that no link of the portal leads to at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from accounts.models import User
from tests.browser import follow
from tests.conftest import PASSWORD
from tests.looking import LANGUAGES, Looker

PUBLIC = [
    "/konto/log-ind/?next=/konto/gemt-tekst/1/",
    "/konto/adgangskode/glemt/sendt/",
    "/konto/adgangskode/ny/klar/",
    "/konto/adgangskode/ny/abc-def/",
    "/konto/bekraeft/",
    "/konto/bekraeft/wrong/",
    "/konto/tilmelding/",
    "/konto/lukket/",
]
OWN = [
    "/konto/gemt-tekst/",
    "/konto/log-af/",
    "/konto/totrin/app/",
    "/konto/totrin/koder/",
    "/konto/totrin/koder/nye/",
]


def test_pages_for_everybody(transactional_db: None, look_through: Callable[..., None]) -> None:
    look_through(None, *PUBLIC)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_ones_own(open_as: Callable[..., Any], director: User, language: str) -> None:
    Authenticator.objects.create(
        user=director, type="webauthn", data={"name": "Telefon", "credential": {}}
    )
    RecoveryCodes.activate(director)
    page = open_as(director, language)
    Looker(page, language).look("/konto/bekraeft-dig/")
    Authenticator.objects.filter(type="webauthn").delete()
    page.goto("/konto/bekraeft-dig/")
    page.fill("[name=password]", PASSWORD)
    follow(page.locator("main button[type=submit]").first)
    looker = Looker(page, language)
    for path in OWN:
        looker.look(path)
