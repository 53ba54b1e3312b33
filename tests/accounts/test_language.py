"""Danish by default, English by choice: per person, and for a browser nobody is signed in on."""

from __future__ import annotations

import pytest

LOGIN = "/konto/log-ind/"
SWITCH = "/konto/sprog/"


def language_of(response) -> str:
    return response.headers["Content-Language"]


def test_danish_whatever_the_browser_would_like(client, db):
    assert language_of(client.get(LOGIN, headers={"Accept-Language": "en"})) == "da"


def test_chosen_on_the_sign_in_page_and_kept_for_a_year(client, db):
    response = client.post(SWITCH, {"language": "en", "next": LOGIN})
    assert response.url == LOGIN
    assert response.cookies["language"]["max-age"] == 60 * 60 * 24 * 365
    assert language_of(client.get(LOGIN)) == "en"


def test_chosen_by_a_person_and_the_same_in_every_browser(signed_in, leader):
    signed_in(leader).post(SWITCH, {"language": "en", "next": "/konto/"})
    leader.refresh_from_db()
    assert leader.language == "en"
    assert language_of(signed_in(leader).get("/konto/")) == "en"


def test_the_person_outranks_the_browser(signed_in, leader):
    browser = signed_in(leader)
    browser.cookies["language"] = "en"
    assert language_of(browser.get("/konto/")) == "da"


@pytest.mark.parametrize("language", ["", "de", "../../etc", "x" * 500, "<b>"])
def test_a_language_there_is_not_changes_nothing(client, db, language):
    response = client.post(SWITCH, {"language": language, "next": LOGIN})
    assert (response.status_code, response.url) == (302, LOGIN)
    assert "language" not in response.cookies
    client.cookies["language"] = language.replace("\n", "")
    assert language_of(client.get(LOGIN)) == "da"


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "javascript:1", ""])
def test_never_on_to_another_site(client, db, then):
    assert client.post(SWITCH, {"language": "en", "next": then}).url == "/"


@pytest.mark.parametrize("then", ["abc", "home", "?q=1"])
def test_a_word_is_an_address_and_no_name_of_a_page(client, db, then):
    assert client.post(SWITCH, {"language": "en", "next": then}).url == then


def test_a_get_changes_nothing(client, db):
    assert client.get(SWITCH, {"language": "en"}).status_code == 405


def test_both_languages_are_offered_on_the_sign_in_page(client, db):
    page = client.get(LOGIN).content.decode()
    assert f'action="{SWITCH}"' in page
    assert 'value="en"' in page
