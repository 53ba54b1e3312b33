"""Messages, changes and the mails of the demo in a browser, in both languages."""

import datetime as dt
import re

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from playwright.sync_api import expect

from accounts.choices import Role
from audit.context import acting
from klk_portal.embedded.mails import store_mail
from notifications.html import html_form
from notifications.models import Message
from notifications.templatetags.mail import action
from tests.browser import assert_accessible, follow

MAIL = "From: KLK <a@klk.example>\r\nTo: {to}\r\nSubject: Velkommen\r\n\r\nHej\r\n\r\n{link}\r\n"


@pytest.fixture
def world(transactional_db, settings, tmp_path, live_server, director, leader, area):
    settings.DEMO, settings.MAIL_CATCHER_DIR = True, str(tmp_path)
    settings.BASE_URL = live_server.url
    link = f"{live_server.url}/konto/log-ind/"
    key = store_mail(tmp_path, MAIL.format(to=leader.email, link=link).encode())
    for count, state in enumerate(["sent", "waiting", "failed", "unsure", "suppressed"]):
        Message.objects.create(
            kind="accounts.invitation",
            address=director.email,
            user=director,
            occasion=str(count),
            language="da",
            state=state,
            created_at=timezone.now(),
            due_at=timezone.now(),
            sent_subject="Du er inviteret" if state == "sent" else "",
        )
    holding = leader.role_holdings.get()
    with acting("", director):
        holding.role, holding.ends_on = Role.POLICY_OFFICER, dt.date(2031, 5, 7)
        holding.save()
    return key


def test_the_pages_are_accessible(world, look_through, director):
    demo = ("/demo/mails/", f"/demo/mails/{world}/")
    look_through(director, "/beskeder/", "/organisation/aendringer/", *demo)


def test_a_mail_of_the_demo_is_followed_by_clicking(world, open_as):
    page = open_as(None)
    page.goto("/demo/mails/")
    follow(page.get_by_role("link", name="Velkommen"))
    follow(page.get_by_role("link", name="/konto/log-ind/"))
    expect(page).to_have_url(re.compile("/konto/log-ind/$"))


def test_a_mail_of_the_demo_is_followed_from_its_button(world, open_as, tmp_path, settings):
    """The frame around its HTML lets nothing happen but the click."""
    link = f"{settings.BASE_URL}/konto/log-ind/"
    html = html_form(f"Hej Sofie\n\nLog ind:\n\n{action(link)}", subject="Til dig", language="da")
    mail = EmailMultiAlternatives("Til dig", "Hej Sofie", to=["sofie@gentofte.example"])
    mail.attach_alternative(html, "text/html")
    key = store_mail(tmp_path, mail.message().as_bytes())
    page = open_as(None)
    page.goto(f"/demo/mails/{key}/")
    assert_accessible(page)
    with page.expect_navigation():
        page.frame_locator("iframe").get_by_role("link", name="Log ind").press("Enter")
    expect(page).to_have_url(re.compile("/konto/log-ind/$"))
    page.goto(f"/demo/mails/{key}/")
    follow(page.locator("a[href$='form=text']"))
    expect(page.get_by_role("main")).to_contain_text("Hej Sofie")
    assert page.problems == []


def test_the_list_of_changes_is_narrowed(world, open_as, director):
    page = open_as(director, "en")
    page.goto("/organisation/aendringer/")
    assert page.locator("tbody tr").count() > 1
    page.get_by_label("Who").fill("mette")
    follow(page.get_by_role("button", name="Search"))
    expect(page.locator("tbody tr")).to_have_count(1)
