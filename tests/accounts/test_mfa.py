"""The second step at sign-in: asked for, demanded by roles, never got round."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.checks import second_factor_roles_exist
from accounts.middleware import SecondFactorMiddleware
from accounts.models import UnsavedText
from notifications.models import Message
from tests.conftest import PASSWORD
from ui import owner

LOGIN = "/konto/log-ind/"
STEP = "/konto/totrin/"
CODE = "/konto/totrin/log-ind/"


@pytest.fixture
def secret() -> str:
    return generate_totp_secret()


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def demanded(settings):
    """Directors must have a second step."""
    settings.SECOND_FACTOR_ROLES = ["director"]


def with_password(client: Client, user, **more: str):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_password_alone_does_not_open(client, director, secret):
    TOTP.activate(director, secret)
    assert with_password(client, director).url == CODE
    assert not is_signed_in(client)
    assert client.get("/konto/").status_code == 302


def test_the_code_opens_and_leads_on_and_is_remembered(client, director, secret):
    TOTP.activate(director, secret)
    with_password(client, director, next="/konto/profil/", remember="on")
    assert client.get(CODE).status_code == 200
    response = client.post(CODE, {"code": code(secret)})
    assert response.url == "/konto/profil/"
    assert is_signed_in(client)
    assert client.session.get_expiry_age() == 60 * 60 * 24 * 30


@pytest.mark.parametrize("wrong", ["", "000000", "x" * 1000, "<b>", "😀"])
def test_a_wrong_code_does_not(client, director, secret, wrong):
    TOTP.activate(director, secret)
    with_password(client, director)
    response = client.post(CODE, {"code": wrong})
    assert response.status_code == 200
    assert response.context["form"].errors["code"]
    assert not is_signed_in(client)


def test_guessing_codes_is_stopped(client, director, secret):
    TOTP.activate(director, secret)
    with_password(client, director)
    for _ in range(5):
        client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code(secret)})
    assert not is_signed_in(client)


def test_a_recovery_code_works_once(director, secret):
    TOTP.activate(director, secret)
    spare = RecoveryCodes.activate(director).get_unused_codes()[0]
    for expected in (True, False):
        client = Client()
        with_password(client, director)
        client.post(CODE, {"code": spare})
        assert is_signed_in(client) is expected


def confirmed(browser: Client) -> Client:
    browser.post("/konto/bekraeft-dig/", {"password": PASSWORD})
    return browser


def test_setting_up_an_app(signed_in, director, django_capture_on_commit_callbacks):
    browser = confirmed(signed_in(director))
    page = browser.get("/konto/totrin/app/")
    wrong = browser.post("/konto/totrin/app/", {"code": "000000"})
    assert wrong.context["form"].errors["code"]
    right = code(page.context["form"].secret)
    with django_capture_on_commit_callbacks(execute=True):
        done = browser.post("/konto/totrin/app/", {"code": right})
    assert done.url == "/konto/totrin/koder/"
    codes = browser.get("/konto/totrin/koder/").context["unused_codes"]
    assert len(codes) == 10
    download = browser.get("/konto/totrin/koder/hent/")
    assert codes[0] in download.content.decode()
    assert Message.objects.get().params == {"event": "totp_activated"}
    assert not Message.objects.filter(params__icontains=codes[0]).exists()


def test_turning_the_app_off(signed_in, director, secret):
    TOTP.activate(director, secret)
    browser = confirmed(signed_in(director))
    assert browser.get("/konto/totrin/app/fra/").status_code == 200
    assert Authenticator.objects.exists()
    assert browser.post("/konto/totrin/app/fra/").url == STEP
    assert not Authenticator.objects.exists()
    assert Message.objects.get().params == {"event": "totp_deactivated"}


def test_new_recovery_codes(signed_in, director, secret):
    TOTP.activate(director, secret)
    old = RecoveryCodes.activate(director).get_unused_codes()
    browser = confirmed(signed_in(director))
    browser.post("/konto/totrin/koder/nye/")
    new = browser.get("/konto/totrin/koder/").context["unused_codes"]
    assert not set(old) & set(new)


@pytest.mark.parametrize(
    "page",
    ["/konto/totrin/app/", "/konto/adgangsnoegler/ny/", "/konto/totrin/koder/nye/"],
)
def test_who_has_not_shown_who_they_are_is_asked_first(signed_in, director, page):
    response = signed_in(director).get(page)
    assert response.url == f"/konto/bekraeft-dig/?next={page.replace('/', '%2F')}"


def names_of_pages() -> set[str]:
    """The name of every page without arguments in its address."""
    names = set()
    for name, found in get_resolver().reverse_dict.items():
        if isinstance(name, str) and any(not params for _, params in found[0]):
            names.add(name)
    return names


def test_a_role_that_demands_it_reaches_no_other_page(demanded, signed_in, director):
    browser = signed_in(director)
    for name in names_of_pages() - SecondFactorMiddleware.OPEN:
        response = browser.get(reverse(name))
        assert (name, response.status_code, response.url) == (name, 302, STEP)
        assert browser.post(reverse(name)).url == STEP


def test_what_stays_open_is_enough_to_set_it_up(demanded, signed_in, director):
    browser = signed_in(director)
    assert browser.get(STEP).status_code == 200
    confirmed(browser)
    assert browser.get("/konto/totrin/app/").status_code == 200
    assert browser.get("/konto/adgangsnoegler/ny/").status_code == 200
    assert browser.post("/konto/sprog/", {"language": "en", "next": STEP}).url == STEP
    assert browser.post("/konto/log-af/").url == "/"


def test_afterwards_it_goes_on_to_where_one_was_going(demanded, signed_in, director, secret):
    browser = signed_in(director, "en")
    browser.get("/konto/profil/?fra=mail")
    assert "Your role asks for a second step" in browser.get(STEP).content.decode()
    TOTP.activate(director, secret)
    assert 'href="/konto/profil/?fra=mail"' in browser.get(STEP).content.decode()
    assert browser.get("/konto/profil/?fra=mail").status_code == 200
    assert 'href="/konto/profil/?fra=mail"' not in browser.get(STEP).content.decode()


def test_recovery_codes_alone_are_not_enough(demanded, signed_in, director):
    RecoveryCodes.activate(director)
    assert signed_in(director).get("/konto/").url == STEP


def test_taking_the_last_step_away_closes_again(demanded, signed_in, director, secret):
    TOTP.activate(director, secret)
    browser = signed_in(director)
    assert browser.get("/konto/").status_code == 200
    Authenticator.objects.all().delete()
    assert browser.get("/konto/").url == STEP


def test_other_roles_are_not_asked(demanded, signed_in, leader):
    assert signed_in(leader).get("/konto/").status_code == 200


def test_a_role_given_in_the_middle_of_a_form_loses_no_text(settings, signed_in, director):
    browser = signed_in(director)
    settings.SECOND_FACTOR_ROLES = ["director"]
    fields = {"first_name": "Mette", "form_owner": owner.mark(director.pk)}
    assert browser.post("/konto/profil/", fields).url == STEP
    kept = UnsavedText.objects.get()
    assert browser.session[SecondFactorMiddleware.THEN] == f"/konto/gemt-tekst/{kept.pk}/"


def test_a_part_of_a_page_leads_the_whole_page(demanded, signed_in, director):
    response = signed_in(director).get("/konto/", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == STEP


def test_a_misspelt_role_stops_the_start(settings):
    settings.SECOND_FACTOR_ROLES = ["director", "konsulent"]
    (error,) = second_factor_roles_exist()
    assert "konsulent" in error.msg
