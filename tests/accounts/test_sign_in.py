"""Signing in with a password: who gets in, where to, for how long, and what a stranger learns."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleHolding, User
from notifications.models import Message
from tests.conftest import PASSWORD

LOGIN = "/konto/log-ind/"
THIRTY_DAYS = 60 * 60 * 24 * 30


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_known_person_gets_in_and_lands_on_the_home_page(client, director):
    response = sign_in(client, director.email)
    assert (response.status_code, response.url) == (302, "/")
    assert is_signed_in(client)


def test_the_address_may_be_written_in_capitals_and_with_spaces(client, director):
    sign_in(client, f"  {director.email.upper()} ")
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, director):
    wrong = sign_in(client, director.email, "not-the-password")
    unknown = sign_in(Client(), "nobody@gentofte.example", "not-the-password")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    told = [list(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert told[0] == told[1] != []
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"login": "no-address", "password": "x"},
        {"login": "a@b.example", "password": ""},
        {"login": "a" * 400 + "@b.example", "password": "x" * 5000},
        {"login": "<script>alert(1)</script>", "password": "\u202e😀"},
    ],
)
def test_bad_input_is_refused_and_the_address_stays(client, db, fields):
    response = client.post(LOGIN, fields)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "<script>alert(1)" not in response.content.decode()


def test_a_closed_sign_in_leads_to_a_page_that_says_so(client, director):
    director.is_active = False
    director.save()
    response = sign_in(client, director.email)
    assert response.url == reverse("account_inactive")
    assert not is_signed_in(client)


def test_an_unconfirmed_address_gets_a_mail_first(client, director):
    director.emailaddress_set.update(verified=False)
    response = sign_in(client, director.email)
    assert response.url == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    assert Message.objects.get().kind == "accounts.verify_email"


def test_signing_in_twice_at_once_does_no_harm(client, director):
    sign_in(client, director.email)
    again = sign_in(client, director.email)
    assert again.url == "/"
    assert is_signed_in(client)


def test_remembered_for_thirty_days_when_ticked(client, director):
    sign_in(client, director.email, remember="on")
    assert client.session.get_expiry_age() == THIRTY_DAYS
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == THIRTY_DAYS


def test_ends_with_the_browser_when_not_ticked(client, director):
    sign_in(client, director.email)
    assert client.session.get_expire_at_browser_close()
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""


def test_a_link_from_a_mail_goes_on_to_its_page(client, director):
    asked = client.get("/konto/profil/")
    assert asked.url == f"{LOGIN}?next=/konto/profil/"
    page = client.get(asked.url)
    assert 'value="/konto/profil/"' in page.content.decode()
    assert sign_in(client, director.email, next="/konto/profil/").url == "/konto/profil/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_never_on_to_another_site(client, director, elsewhere):
    assert sign_in(client, director.email, next=elsewhere).url == "/"


def test_guessing_is_stopped_for_a_known_and_for_an_unknown_address(client, director):
    answers = []
    for email in (director.email, "nobody@gentofte.example"):
        for _ in range(5):
            sign_in(client, email, "not-the-password")
        last = sign_in(client, email)
        answers.append(last.context["form"].non_field_errors())
    assert answers[0] == answers[1]
    assert not is_signed_in(client)


def test_too_many_requests_have_a_page(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "nobody@gentofte.example")
    refused = sign_in(client, "nobody@gentofte.example")
    assert refused.status_code == 429
    assert b"<h1" in refused.content


def test_a_forged_address_does_not_get_round_the_limit(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post(LOGIN, {}, headers={"X-Forwarded-For": "192.0.2.1"})
    refused = client.post(LOGIN, {}, headers={"X-Forwarded-For": "192.0.2.2"})
    assert refused.status_code == 429


def test_behind_a_proxy_each_visitor_has_a_limit(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.post(LOGIN, {}, headers={"X-Forwarded-For": "192.0.2.1"})
    other = client.post(LOGIN, {}, headers={"X-Forwarded-For": "192.0.2.2"})
    again = client.post(LOGIN, {}, headers={"X-Forwarded-For": "forged, 192.0.2.1"})
    assert (other.status_code, again.status_code) == (200, 429)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up_by_themselves(client, db, method):
    fields = {"email": "new@gentofte.example", "password1": PASSWORD}
    response = getattr(client, method)(reverse("account_signup"), fields)
    assert response.status_code == 200
    assert "account/signup_closed.html" in [t.name for t in response.templates]
    assert not User.objects.exists()


def test_signing_out_needs_a_click(client, director, signed_in):
    browser = signed_in(director)
    assert browser.get("/konto/log-af/").status_code == 200
    assert is_signed_in(browser)
    assert browser.post("/konto/log-af/").url == "/"
    assert not is_signed_in(browser)


def test_a_role_that_ends_ends_what_its_session_could_do(signed_in, klk_admin, director):
    browser = signed_in(klk_admin)
    page = reverse("person", args=[director.pk])
    assert browser.get(page).status_code == 200
    holding = RoleHolding.objects.get(user=klk_admin)
    holding.ends_on = timezone.localdate() - dt.timedelta(days=1)
    holding.save()
    assert browser.get(page).status_code == 404
    assert browser.get("/konto/").status_code == 200


def test_the_demo_alone_leads_to_its_mails(client, db, settings):
    for demo in (True, False):
        settings.DEMO = demo
        assert (b'href="/demo/mails/"' in client.get(LOGIN).content) is demo
