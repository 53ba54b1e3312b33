"""/demo/mails/: only in the demo, and nothing in a mail can do harm."""

import pytest

from klk_portal.demo_mails import with_links
from klk_portal.embedded.mails import store_mail

MAIL = b"""From: KLK <a@klk.example>\r
To: leder1@gentofte.example\r
Subject: <script>alert(1)</script>\r
Content-Type: text/plain; charset=utf-8\r
\r
<img src=x onerror=alert(1)>\r
http://portal.test/konto/invitation/abc/?a=1&b=2.\r
https://evil.example/http://portal.test/\r
"""


BOTH_FORMS = b"""From: KLK <a@klk.example>\r
To: leder1@gentofte.example\r
Subject: Velkommen\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=x\r
\r
--x\r
Content-Type: text/plain; charset=utf-8\r
\r
Hej i ren tekst\r
--x\r
Content-Type: text/html; charset=utf-8\r
\r
<html><head><title>x</title></head><body>Hej i <b>HTML</b></body></html>\r
--x--\r
"""


@pytest.fixture
def catcher(settings, tmp_path):
    settings.DEMO, settings.MAIL_CATCHER_DIR = True, str(tmp_path)
    settings.BASE_URL = "http://portal.test"
    return tmp_path


def test_the_list_shows_the_newest_first_to_anybody(client, db, catcher):
    store_mail(catcher, MAIL)
    store_mail(catcher, MAIL.replace(b"leder1", b"leder2"))
    page = client.get("/demo/mails/").content.decode()
    assert page.index("leder2@") < page.index("leder1@")
    assert "<script>alert" not in page


def test_a_mails_own_links_can_be_followed_and_no_others(client, db, catcher):
    key = store_mail(catcher, MAIL)
    page = client.get(f"/demo/mails/{key}/").content.decode()
    assert '<a href="http://portal.test/konto/invitation/abc/?a=1&amp;b=2">' in page
    assert 'href="https://evil' not in page
    assert "<img src=x" not in page


def test_a_mail_with_two_forms_is_shown_as_most_see_it_and_as_text(client, db, catcher):
    key = store_mail(catcher, BOTH_FORMS)
    page = client.get(f"/demo/mails/{key}/").content.decode()
    assert f'<iframe class="ui-frame" src="/demo/mails/{key}/html/"' in page
    assert "Hej i ren tekst" not in page
    page = client.get(f"/demo/mails/{key}/", {"form": "text"}).content.decode()
    assert "Hej i ren tekst" in page
    assert "<iframe" not in page


def test_the_html_is_shown_where_it_can_do_nothing(client, db, catcher):
    answer = client.get(f"/demo/mails/{store_mail(catcher, BOTH_FORMS)}/html/")
    assert "Hej i <b>HTML</b>" in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "; sandbox allow-top-navigation-by-user-activation" in answer["Content-Security-Policy"]
    assert "allow-scripts" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_without_html_has_no_such_form(client, db, catcher):
    assert client.get(f"/demo/mails/{store_mail(catcher, MAIL)}/html/").status_code == 404


def test_an_address_that_only_begins_like_the_portal_is_no_link(catcher):
    assert "<a" not in with_links("http://portal.test.evil.example/ javascript:alert(1)")


@pytest.mark.parametrize("key", ["1", "..", "%2e%2e%2fsettings", "1" * 19])
def test_an_unknown_mail_is_not_found(client, db, catcher, key):
    assert client.get(f"/demo/mails/{key}/").status_code == 404
    assert client.get(f"/demo/mails/{key}/html/").status_code == 404


@pytest.mark.parametrize(("demo", "folder"), [(False, "here"), (True, "")])
def test_outside_the_demo_there_is_no_such_page(client, db, catcher, settings, demo, folder):
    key = store_mail(catcher, MAIL)
    settings.DEMO = demo
    settings.MAIL_CATCHER_DIR = str(catcher) if folder else ""
    for address in ("", f"{key}/", f"{key}/html/"):
        assert client.get(f"/demo/mails/{address}").status_code == 404
