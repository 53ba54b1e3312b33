"""Where somebody is signed in, and signing out elsewhere."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.test import Client

from tests.conftest import PASSWORD

SESSIONS = "/konto/sessioner/"


def sign_in(user, browser: str) -> Client:
    client = Client(headers={"User-Agent": browser})
    client.post("/konto/log-ind/", {"login": user.email, "password": PASSWORD})
    return client


def test_own_sessions_are_listed_and_nobody_elses(director, leader):
    here = sign_in(director, "Firefox")
    sign_in(director, "Chrome")
    sign_in(leader, "Safari")
    page = here.get(SESSIONS).content.decode()
    assert "Firefox" in page
    assert "Chrome" in page
    assert "Safari" not in page


def test_signing_out_elsewhere_works_at_once_and_only_for_oneself(director, leader):
    here, elsewhere, other = (
        sign_in(director, "Firefox"),
        sign_in(director, "Chrome"),
        sign_in(leader, "Safari"),
    )
    assert here.post(SESSIONS).status_code == 302
    assert elsewhere.get("/konto/").status_code == 302
    assert here.get("/konto/").status_code == 200
    assert other.get("/konto/").status_code == 200
    assert UserSession.objects.filter(user=director).count() == 1


def test_a_browsers_name_is_only_text(director):
    here = sign_in(director, "<script>alert(1)</script>" + "x" * 500)
    assert "<script>alert(1)" not in here.get(SESSIONS).content.decode()
