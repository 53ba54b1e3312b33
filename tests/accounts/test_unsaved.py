"""A form whose session ended while somebody wrote: the text survives, sealed, for its writer."""

from __future__ import annotations

import datetime as dt
import html
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import UnsavedText
from accounts.selectors.unsaved import typed_in
from accounts.selectors.waiting import waiting_for
from accounts.services.unsaved import KEPT_AT_MOST, discard_old_texts, keep_text
from accounts.tasks import clear_expired
from networks.choices import Gain
from networks.services.design import create_network
from networks.services.goals import add_goal
from tests.conftest import PASSWORD
from ui import owner

PROFILE = "/konto/profil/"
MARKER = "Den svære samtale med Åse 😀 <script>"
NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def strict() -> Client:
    """A browser nobody is signed in on, in which CSRF is checked as it is outside tests."""
    return Client(enforce_csrf_checks=True)


def fields_of(user, **more: str) -> dict[str, str]:
    return {
        "first_name": MARKER,
        "last_name": "Holm\n\nog en linje til",
        "phone": "",
        "language": "da",
        "form_owner": owner.mark(user.pk),
        "csrfmiddlewaretoken": "of a session that is gone",
        **more,
    }


def send(client: Client, user, url: str = PROFILE, **more: str):
    return client.post(url, fields_of(user, **more))


def keep(user, text: str = "x", url: str = PROFILE, now: dt.datetime = NOW):
    return keep_text(owner_id=user.pk, path=url, fields=[("text", [text])], files=[], now=now)


def hidden_fields(page: str, action: str) -> dict[str, str]:
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)[0]
    inputs = re.findall(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in inputs}


def test_the_text_leads_to_sign_in_and_waits_behind_it(strict, director):
    response = send(strict, director)
    kept = UnsavedText.objects.get()
    assert response.status_code == 302
    assert response.url == f"/konto/log-ind/?next=%2Fkonto%2Fgemt-tekst%2F{kept.pk}%2F"
    assert (kept.user, kept.path) == (director, PROFILE)


def test_the_whole_way_back(client, director):
    page = client.get(send(Client(), director).url)
    then = page.context["redirect_field_value"]
    fields = {"login": director.email, "password": PASSWORD, "next": then}
    signed_in = client.post("/konto/log-ind/", fields)
    shown = client.get(signed_in.url).content.decode()
    assert html.escape(MARKER) in shown
    assert MARKER not in shown

    again = client.post(PROFILE, hidden_fields(shown, PROFILE))
    assert again.status_code == 302
    director.refresh_from_db()
    assert director.first_name == MARKER
    assert not UnsavedText.objects.exists()


def test_what_the_page_refuses_is_still_kept(signed_in, director):
    kept = keep(director)
    fields = {"first_name": "", "unsaved_text": str(kept.pk)}
    assert signed_in(director).post(PROFILE, fields).status_code == 200
    assert UnsavedText.objects.filter(pk=kept.pk).exists()


def test_nothing_of_it_is_in_the_database_in_the_clear(director):
    send(Client(), director)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', ["%samtale%"])
            assert cursor.fetchone() == (0,), table
    sealed = bytes(UnsavedText.objects.get().sealed)
    assert MARKER.encode() not in sealed
    assert b"samtale" not in sealed


def test_nobody_else_reads_or_throws_it_away(signed_in, director, leader, klk_admin):
    kept = keep(director)
    for stranger in (leader, klk_admin):
        browser = signed_in(stranger)
        assert browser.get(f"/konto/gemt-tekst/{kept.pk}/").status_code == 404
        assert browser.post(f"/konto/gemt-tekst/{kept.pk}/slet/").status_code == 404
        browser.post(PROFILE, {**fields_of(stranger), "unsaved_text": str(kept.pk)})
    assert UnsavedText.objects.filter(pk=kept.pk).exists()


def test_a_row_moved_to_another_person_does_not_open(director, leader):
    kept = keep(director)
    UnsavedText.objects.filter(pk=kept.pk).update(user=leader)
    assert typed_in(UnsavedText.objects.get()) is None


def test_a_text_whose_key_is_gone_says_so(signed_in, director):
    kept = keep(director)
    UnsavedText.objects.filter(pk=kept.pk).update(sealed=b"k0\0" + b"x" * 40)
    assert signed_in(director).get(f"/konto/gemt-tekst/{kept.pk}/").status_code == 200


def test_thrown_away_by_its_writer(signed_in, director):
    kept = keep(director)
    browser = signed_in(director)
    assert browser.get(f"/konto/gemt-tekst/{kept.pk}/slet/").status_code == 405
    assert browser.post(f"/konto/gemt-tekst/{kept.pk}/slet/").status_code == 302
    assert not UnsavedText.objects.exists()


def test_only_the_portals_own_mark_counts(strict, director):
    for mark in ("", "1", str(director.pk), owner.mark(director.pk) + "x"):
        response = strict.post(PROFILE, {**fields_of(director), "form_owner": mark})
        assert response.status_code == 403
    assert not UnsavedText.objects.exists()


def test_a_mark_grows_old(strict, director, monkeypatch):
    fields = fields_of(director)
    later = time.time() + dt.timedelta(days=32).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert strict.post(PROFILE, fields).status_code == 403
    assert not UnsavedText.objects.exists()


def test_a_person_who_is_gone_leaves_nothing(strict, director):
    fields = fields_of(director)
    director.is_active = False
    director.save()
    strict.post(PROFILE, fields)
    assert not UnsavedText.objects.exists()


def test_secrets_and_tokens_are_never_kept(director):
    send(Client(), director, password="hemmelig", new_password="hemmelig", code="123456")
    names = {name for name, _ in typed_in(UnsavedText.objects.get()).fields}
    assert names == {"first_name", "last_name", "phone", "language"}


@pytest.mark.parametrize(
    "url",
    ["/konto/log-ind/", "/konto/adgangskode/", "/konto/e-mail/", "/konto/sprog/", "/nowhere/"],
)
def test_pages_of_signing_in_keep_nothing(strict, director, url):
    send(strict, director, url)
    assert not UnsavedText.objects.exists()


def test_files_are_named_and_not_kept(director):
    file = SimpleUploadedFile("ledere.csv", b"navn;mail")
    Client().post(PROFILE, {**fields_of(director), "file": file})
    assert typed_in(UnsavedText.objects.get()).files == ["ledere.csv"]


def test_several_values_of_one_name_stay_several(director):
    Client().post(PROFILE, {**fields_of(director), "themes": ["1", "2"]})
    typed = typed_in(UnsavedText.objects.get())
    assert [value for name, value in typed.fields if name == "themes"] == ["1", "2"]


def test_what_is_too_large_is_not_stored(director):
    send(Client(), director, first_name="å" * 600_000)
    assert not UnsavedText.objects.exists()


def test_only_the_newest_stay(director, leader):
    other = keep(leader)
    kept = [keep(director, now=NOW + dt.timedelta(minutes=n)) for n in range(KEPT_AT_MOST + 2)]
    left = set(UnsavedText.objects.values_list("pk", flat=True))
    assert left == {other.pk, *(text.pk for text in kept[2:])}


def test_deleted_after_a_week(director):
    keep(director, now=NOW - dt.timedelta(days=7))
    younger = keep(director, now=NOW - dt.timedelta(days=6, hours=23))
    assert discard_old_texts(now=NOW) == 1
    assert UnsavedText.objects.get() == younger


def test_the_hourly_round_deletes_them(director):
    keep(director, now=timezone.now() - dt.timedelta(days=8))
    clear_expired()
    assert not UnsavedText.objects.exists()


def test_a_part_of_a_page_leads_the_whole_page_to_sign_in(strict, director):
    response = strict.post(PROFILE, fields_of(director), headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response.headers["HX-Redirect"].startswith("/konto/log-ind/?next=")


def test_a_form_from_before_the_last_sign_in_is_given_back_at_once(strict, director):
    strict.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = send(strict, director)
    assert response.url == f"/konto/gemt-tekst/{UnsavedText.objects.get().pk}/"


def test_a_form_of_somebody_else_is_refused_and_kept_for_them(strict, director, leader):
    strict.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert send(strict, director).status_code == 403
    assert UnsavedText.objects.get().user == director


def test_who_is_signed_in_writes_as_ever(signed_in, director):
    response = signed_in(director).post(PROFILE, fields_of(director, first_name="Mette"))
    assert response.url == "/konto/"
    assert not UnsavedText.objects.exists()


def test_my_waiting_texts_are_listed(signed_in, director, leader):
    mine, other = keep(director), keep(leader)
    page = signed_in(director).get("/konto/gemt-tekst/").content.decode()
    assert f"/konto/gemt-tekst/{mine.pk}/" in page
    assert f"/konto/gemt-tekst/{other.pk}/" not in page


def test_the_home_page_says_that_a_text_waits(director, leader):
    kept = keep(director)
    assert [item.href for item in waiting_for(director, NOW)] == [f"/konto/gemt-tekst/{kept.pk}/"]
    assert waiting_for(leader, NOW) == []


def test_a_part_of_a_page_that_asks_for_sign_in_leads_back_to_the_page(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/konto/?x=1"}
    response = client.get("/konto/sessioner/", headers=headers)
    assert response.headers["HX-Redirect"] == "/konto/log-ind/?next=%2Fkonto%2F"


@pytest.mark.parametrize(
    "page", ["", "not an address", "http://[x", "https://evil.example//evil.example/"]
)
def test_a_forged_page_is_not_led_back_to(client, director, page):
    headers = {"HX-Request": "true", "HX-Current-URL": page}
    sign_in = client.get("/konto/", headers=headers).headers["HX-Redirect"]
    then = parse_qs(urlsplit(sign_in).query)["next"][0]
    fields = {"login": director.email, "password": PASSWORD, "next": then}
    assert "evil" not in client.post("/konto/log-ind/", fields).url


def test_two_clicks_keep_one_text(director):
    sent = [send(Client(), director).url for _ in range(2)]
    assert sent[0] == sent[1]
    send(Client(), director, first_name="Another text")
    assert UnsavedText.objects.count() == 2


# --- a page that is gone, or no longer theirs, while somebody writes ---------------------------
@pytest.fixture
def goal(gentofte, director):
    network = create_network(municipality=gentofte, name="Nye ledere", by=director, now=NOW)
    design = network.designs.get()
    return add_goal(
        design=design, statement="Nogen bliver", gain=Gain.COHESION, by=director, now=NOW
    )


def goal_fields(user, **more: str) -> dict[str, str]:
    return {"statement": MARKER, "gain": "", "revision": "0", **more, **mark_of(user)}


def mark_of(user) -> dict[str, str]:
    return {owner.FIELD: owner.mark(user.pk)}


def test_text_for_a_goal_that_was_deleted_meanwhile_is_given_back(signed_in, director, goal):
    browser, address = signed_in(director), f"/netvaerk/{goal.design.network_id}/design/maal/"
    address += f"{goal.pk}/"
    goal.delete()
    answer = browser.post(address, goal_fields(director))
    kept = UnsavedText.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/konto/gemt-tekst/{kept.pk}/"
    page = browser.get(answer["Location"]).content.decode()
    assert html.escape(MARKER) in page
    assert MARKER.encode() not in bytes(kept.sealed)


def test_a_part_of_a_page_that_saves_itself_leads_there_too(signed_in, director, goal):
    path = f"/netvaerk/{goal.design.network_id + 1}/design/formaal/"
    answer = signed_in(director).post(path, goal_fields(director), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/konto/gemt-tekst/{UnsavedText.objects.get().pk}/"


def test_text_of_somebody_whose_role_ended_meanwhile_is_given_back(signed_in, director, goal):
    browser, path = signed_in(director), f"/netvaerk/{goal.design.network_id}/design/formaal/"
    director.role_holdings.update(ends_on=NOW.date() - dt.timedelta(days=1))
    answer = browser.post(path, {"purpose": MARKER, "revision": "0", **mark_of(director)})
    assert answer["Location"] == f"/konto/gemt-tekst/{UnsavedText.objects.get().pk}/"


def test_sending_it_again_to_where_it_cannot_go_keeps_it_once(signed_in, director, goal):
    browser, path = signed_in(director), f"/netvaerk/{goal.design.network_id + 1}/design/formaal/"
    browser.post(path, goal_fields(director))
    kept = UnsavedText.objects.get()
    again = browser.post(path, goal_fields(director, unsaved_text=str(kept.pk)))
    assert again["Location"] == f"/konto/gemt-tekst/{kept.pk}/"
    assert UnsavedText.objects.count() == 1


@pytest.mark.parametrize("fields", [{"answer": "yes"}, {"statement": "ja"}])
def test_what_holds_no_text_is_refused_as_ever(signed_in, director, goal, fields):
    answer = signed_in(director).post("/netvaerk/medlem/1/svar/", {**fields, **mark_of(director)})
    assert answer.status_code == 404
    assert not UnsavedText.objects.exists()


def test_the_text_of_another_is_not_kept_for_me(signed_in, director, leader, goal):
    path = f"/netvaerk/{goal.design.network_id}/design/formaal/"
    answer = signed_in(leader).post(path, {"purpose": MARKER, **mark_of(director)})
    assert answer.status_code in (403, 404)
    assert not UnsavedText.objects.exists()
