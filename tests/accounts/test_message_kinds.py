"""/beskeder/slags/: every kind of mail, for KLK administration."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import expect

from notifications.kinds import all_kinds
from notifications.models import Message
from tests.browser import follow

KINDS = "/beskeder/slags/"
ONE = f"{KINDS}networks.meetings/"


@pytest.mark.parametrize("address", [KINDS, ONE, f"{ONE}html/"])
def test_it_is_for_klk_administration(signed_in, client, klk_admin, director, leader, address):
    assert signed_in(klk_admin).get(address).status_code == 200
    assert signed_in(klk_admin).post(address).status_code == 405
    for person in (director, leader):
        assert signed_in(person).get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_only_who_may_open_it_is_shown_the_way(signed_in, klk_admin, director):
    assert f'href="{KINDS}"' in signed_in(klk_admin).get("/beskeder/").content.decode()
    assert KINDS not in signed_in(director).get("/beskeder/").content.decode()


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_kind_is_listed(signed_in, klk_admin, language):
    page = signed_in(klk_admin, language).get(KINDS).content.decode()
    for kind in all_kinds():
        assert f'href="{KINDS}{kind.name}/"' in page


@pytest.mark.parametrize(("asked", "shown"), [("", "da"), ("da", "da"), ("en", "en"), ("x", "da")])
def test_a_mail_is_shown_in_the_language_asked_for(signed_in, klk_admin, asked, shown):
    """The page around it stays in the reader's own."""
    client = signed_in(klk_admin, "da")
    page = client.get(ONE, {"sprog": asked}).content.decode()
    html = client.get(f"{ONE}html/", {"sprog": asked}).content.decode()
    words = {"da": "Svar, om du kommer", "en": "Say whether you are coming"}
    for language, text in words.items():
        assert (text in page) is (language == shown)
        assert (text in html) is (language == shown)
    assert "Svar går til" in page
    assert f'src="{ONE}html/?sprog={shown}"' in page


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
def test_every_kind_is_shown_and_nothing_is_written(signed_in, klk_admin, kind):
    client = signed_in(klk_admin, "en")
    page = client.get(f"{KINDS}{kind.name}/").content.decode()
    assert f"{kind.sent_when}".split()[0] in page
    assert client.get(f"{KINDS}{kind.name}/html/").status_code == 200
    assert not Message.objects.exists()


def test_an_unknown_kind_is_not_found(signed_in, klk_admin):
    for address in ("networks.nothing/", "networks.nothing/html/", "../"):
        assert signed_in(klk_admin).get(KINDS + address).status_code in (404, 302, 301), address


def test_calendar_entries_are_named(signed_in, klk_admin):
    client = signed_in(klk_admin, "en")
    assert "invite.ics: comes into the calendar" in " ".join(
        client.get(ONE).content.decode().split()
    )
    parting = client.get(f"{KINDS}networks.meetings_parting/").content.decode()
    assert "invite.ics: leaves the calendar" in " ".join(parting.split())


def test_the_frame_lets_its_html_do_nothing(signed_in, klk_admin):
    answer = signed_in(klk_admin).get(f"{ONE}html/")
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; ")[:5])
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    assert answer["Content-Security-Policy"].endswith("; sandbox")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_link_of_a_preview_opens_nothing_that_is_somebodys(signed_in, klk_admin):
    page = signed_in(klk_admin).get(ONE).content.decode()
    assert f"{settings.BASE_URL}/netvaerk/moede/svar/eksempel/" in page


@pytest.mark.parametrize(("language", "width"), [("da", 320), ("en", 1280)])
def test_in_a_browser(transactional_db, open_as, klk_admin, language, width):
    page = open_as(klk_admin, language, width=width)
    page.goto("/beskeder/")
    follow(page.locator(f"a[href='{KINDS}']"))
    follow(page.locator(f"a[href='{ONE}']"))
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Sofie")
    expect(frame.locator("body")).to_have_css("background-color", "rgb(238, 245, 245)")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    follow(page.locator(".tab-list a:not([aria-current])"))
    other = "Say whether" if language == "da" else "Svar, om"
    expect(page.frame_locator("iframe").locator(".button >> nth=0")).to_contain_text(other)
    assert page.problems == []
