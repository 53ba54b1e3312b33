"""The mails of signing in: rows that name things, links made when they are sent."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.mails.sign_in import EVENTS
from accounts.services.people import create_person
from accounts.services.sign_in import ask_to_verify, offer_password_reset, tell_of_change
from accounts.tasks import clear_expired
from notifications.kinds import kind_named
from notifications.models import Message
from notifications.rendering import render_mail
from tests.conftest import PASSWORD

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
RESET = "/konto/adgangskode/glemt/"
NEW_PASSWORD = "fire helt nye ord"


def mail(message: Message) -> str:
    sent = render_mail(message, kind_named(message.kind))
    return f"{sent.subject}\n{sent.body}"


def link_in(message: Message) -> str:
    """The path of the one link that opens something."""
    return re.search(r"^https?://[^/]+(/konto/\S+)$", mail(message), re.MULTILINE)[1]


def still_wanted(message: Message) -> bool:
    return kind_named(message.kind).still_wanted(message)


def ask_for_reset(email: str):
    return Client().post(RESET, {"email": email})


def test_a_reset_is_answered_alike_for_known_and_unknown_addresses(director):
    known, unknown = ask_for_reset(director.email), ask_for_reset("nobody@gentofte.example")
    assert known.status_code == unknown.status_code == 302
    assert known.url == unknown.url == reverse("account_reset_password_done")
    assert {name: m.value for name, m in known.cookies.items()}.keys() == unknown.cookies.keys()
    assert sorted(Message.objects.values_list("kind", "address")) == [
        ("accounts.password_reset", director.email),
        ("accounts.unknown_account", "nobody@gentofte.example"),
    ]


def test_asking_twice_sends_one_mail(director):
    for _ in range(2):
        offer_password_reset(user=director, address=director.email, now=NOW)
    assert Message.objects.count() == 1
    offer_password_reset(user=director, address=director.email, now=NOW + dt.timedelta(minutes=1))
    assert Message.objects.count() == 2


def test_the_link_of_a_reset_works_once_and_is_nowhere_in_the_row(director):
    ask_for_reset(director.email)
    message = Message.objects.get()
    link = link_in(message)
    key = link.rstrip("/").rpartition("-")[2]
    assert key not in str(Message.objects.values().get())

    client = Client()
    form = client.get(link).url
    assert key not in form
    fields = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(form, fields).status_code == 302
    director.refresh_from_db()
    assert director.check_password(NEW_PASSWORD)
    assert "token_fail" in Client().get(link).context
    assert not still_wanted(message)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("short", "short"),
        (NEW_PASSWORD, "another one"),
        ("direktor@gentofte", "direktor@gentofte"),
        ("", ""),
    ],
)
def test_a_bad_new_password_is_refused(director, first, second):
    ask_for_reset(director.email)
    client = Client()
    form = client.get(link_in(Message.objects.get())).url
    response = client.post(form, {"password1": first, "password2": second})
    assert response.status_code == 200
    assert response.context["form"].errors
    director.refresh_from_db()
    assert director.check_password(PASSWORD)


def test_a_new_password_signs_out_everywhere_and_says_so_by_mail(director, signed_in):
    elsewhere = signed_in(director)
    ask_for_reset(director.email)
    client = Client()
    form = client.get(link_in(Message.objects.get())).url
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert elsewhere.get("/konto/").status_code == 302
    notice = Message.objects.get(kind="accounts.security_notice")
    assert (notice.address, notice.params) == (director.email, {"event": "password_reset"})


@pytest.mark.parametrize("link", ["abc-def", "1-set-password", "zzzz-" + "x" * 300])
def test_an_invented_link_says_that_it_no_longer_works(client, db, link):
    response = client.get(f"/konto/adgangskode/ny/{link}/")
    assert response.status_code == 200
    assert response.context["token_fail"]


def test_somebody_invited_who_has_no_password_yet_gets_none_this_way(db):
    create_person(email="new@gentofte.example", first_name="Nina", last_name="Ny")
    ask_for_reset("new@gentofte.example")
    assert Message.objects.get().kind == "accounts.unknown_account"


def test_a_closed_sign_in_gets_no_link(director):
    offer_password_reset(user=director, address=director.email, now=NOW)
    director.is_active = False
    director.save()
    assert not still_wanted(Message.objects.get())


@pytest.mark.parametrize("email", ["", "no address", "a@b", "x" * 300 + "@b.example", "<b>@x.dk"])
def test_what_is_no_address_is_refused_beside_the_field(client, db, email):
    response = client.post(RESET, {"email": email})
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert not Message.objects.exists()


def test_resets_are_limited(client, director):
    answers = [client.post(RESET, {"email": director.email}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_the_unknown_hear_it_at_most_once_a_day_in_the_language_of_the_page(client, db):
    client.cookies["language"] = "en"
    for _ in range(2):
        client.post(RESET, {"email": "nobody@gentofte.example"})
    message = Message.objects.get()
    assert (message.user, message.language) == (None, "en")
    assert "No one signs in with that address" in mail(message)
    assert "http" not in mail(message).replace("http://localhost:8000", "")


def test_a_confirmation_works_by_a_click_and_not_by_opening_it(client, director):
    address = director.emailaddress_set.get()
    address.verified = False
    address.save()
    ask_to_verify(address=address, now=NOW)
    message = Message.objects.get()
    link = link_in(message)
    assert client.get(link).status_code == 200
    address.refresh_from_db()
    assert not address.verified
    assert client.post(link).status_code == 302
    address.refresh_from_db()
    assert address.verified
    assert not still_wanted(message)


@pytest.mark.parametrize("key", ["x", "MQ:1abc:def", "æøå"])
def test_an_invented_confirmation_changes_nothing(client, db, key):
    assert client.get(f"/konto/bekraeft/{key}/").status_code == 200
    assert client.post(f"/konto/bekraeft/{key}/").status_code == 404


def test_mails_speak_the_language_of_their_reader(director):
    director.language = "en"
    director.save()
    tell_of_change(user=director, address=director.email, event="webauthn_added", now=NOW)
    text = mail(Message.objects.get())
    assert "A passkey was added to your sign-in." in text
    assert "24 November 2026" in text


def test_every_event_of_allauth_has_words(director):
    for event in EVENTS:
        tell_of_change(user=director, address=director.email, event=event, now=NOW)
    assert Message.objects.count() == len(EVENTS)
    for message in Message.objects.all():
        with translation.override(message.language):
            what = str(EVENTS[message.params["event"]])
        assert what in mail(message)


def test_expired_sessions_go_away(db):
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now())
    Session.objects.create(
        session_key="new", session_data="", expire_date=timezone.now() + dt.timedelta(days=1)
    )
    clear_expired()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
