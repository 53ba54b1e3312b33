"""/beskeder/fejl/: mails that did not arrive, and those that come back."""

import io
import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone

from notifications.models import Message, MessageState
from notifications.rendering import message_id
from notifications.selectors import promptness
from notifications.sending import send_due
from notifications.summaries import SUMMARY
from notifications.troubles import send_again, settle
from tests.notifications.conftest import NOW, later

PAGE = "/beskeder/fejl/"
BOUNCE = """\
From: MAILER-DAEMON@mx.gentofte.example
To: netvaerk@klk.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.gentofte.example

Final-Recipient: rfc822; sofie@gentofte.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <sofie@gentofte.example>:
 no such mailbox

--b
Content-Type: {returned}

From: netvaerk@klk.example
Message-ID: {id}
Subject: En seddel

Hej

--b--
"""


@pytest.fixture
def failed(note):
    """A message that failed: `failed("sofie@gentofte.example", state="unsure")`."""

    def make(address="sofie@gentofte.example", **values):
        message = note(address, about="x")
        values = {"state": "failed", "finished_at": NOW, "failure": "550 No", **values}
        Message.objects.filter(pk=message.pk).update(**values)
        message.refresh_from_db()
        return message

    return make


def come_back(monkeypatch, message, action="failed", returned="message/rfc822", known=""):
    mail = BOUNCE.format(action=action, returned=returned, id=known or message_id(message))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(mail.encode())))
    call_command("take_bounce", stdout=io.StringIO())
    message.refresh_from_db()
    return message


def test_the_page_tells_what_happened(signed_in, klk_admin, failed, leader):
    failed(leader.email, user=leader)
    failed("omar@gentofte.example", state="unsure", failure="The sender was <lost>")
    page = signed_in(klk_admin, "en").get(PAGE).content.decode()
    assert "Sofie Krag" in page
    assert "550 No" in page
    assert "&lt;lost&gt;" in page
    assert page.count("Send again<") == 2


@pytest.mark.parametrize("who", ["director", "leader", "consultant", "policy_officer"])
def test_it_is_for_klk_administration(signed_in, request, who, failed):
    client, message = signed_in(request.getfixturevalue(who)), failed()
    assert client.get(PAGE).status_code == 403
    for action in ("igen", "faerdig"):
        assert client.post(f"{PAGE}{message.pk}/{action}/").status_code == 403
    assert client.post(f"{PAGE}igen/").status_code == 403
    message.refresh_from_db()
    assert (message.state, message.settled_at) == ("failed", None)


def test_it_is_sent_again_and_the_mailbox_knows_it(signed_in, klk_admin, failed, post_office):
    message = failed(deferrals=3, handed_over_at=NOW)
    client = signed_in(klk_admin, "en")
    answer = client.post(f"{PAGE}{message.pk}/igen/", follow=True)
    assert "The mail is sent again." in answer.content.decode()
    assert send_due(now=timezone.now()) == 1
    assert post_office.mails[0]["Message-ID"] == message_id(message)
    message.refresh_from_db()
    assert (message.state, message.failure, message.deferrals) == ("sent", "", 0)
    again = client.post(f"{PAGE}{message.pk}/igen/", follow=True)
    assert "Somebody has looked after that mail already." in again.content.decode()
    assert send_due(now=timezone.now()) == 0


def test_all_that_failed_are_sent_again_but_not_what_perhaps_arrived(signed_in, klk_admin, failed):
    failed("a@gentofte.example")
    failed("b@gentofte.example")
    unsure = failed("c@gentofte.example", state="unsure")
    answer = signed_in(klk_admin, "en").post(f"{PAGE}igen/", follow=True)
    assert "2 mails are sent again." in answer.content.decode()
    assert Message.objects.filter(state="waiting").count() == 2
    unsure.refresh_from_db()
    assert unsure.state == "unsure"


def test_what_nothing_can_be_done_about_leaves_the_list(signed_in, klk_admin, failed):
    message, client = failed(), signed_in(klk_admin, "en")
    client.post(f"{PAGE}{message.pk}/faerdig/")
    assert "Every mail has arrived" in client.get(PAGE).content.decode()
    assert send_again(messages=[message.pk], now=NOW) == 0
    assert settle(messages=[message.pk], now=NOW) == 0


def test_a_summary_is_sent_again_with_what_was_in_it(failed, leader, note, post_office):
    summary = failed(leader.email, user=leader, kind=SUMMARY)
    inside = note("inside@gentofte.example", about="inside")
    Message.objects.filter(pk=inside.pk).update(
        state="failed", summary=summary, finished_at=NOW, user=leader
    )
    assert Message.objects.in_trouble().get() == summary
    send_again(messages=[summary.pk], now=NOW)
    assert send_due(now=NOW) == 1
    assert {row.state for row in Message.objects.all()} == {"sent"}


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize("state", ["sent", "unsure"])
def test_a_mail_that_comes_back_has_failed(monkeypatch, failed, state, returned):
    message = come_back(monkeypatch, failed(state=state, settled_at=NOW), returned=returned)
    assert message.state == MessageState.FAILED
    assert message.failure == (
        "came back: smtp; 550 5.1.1 <sofie@gentofte.example>: no such mailbox"
    )
    assert message in Message.objects.in_trouble()


@pytest.mark.parametrize(
    "odd",
    [
        {"action": "delayed"},
        {"known": "<another@mx.example>"},
        {"known": "<outbox-1-20261124090000000001@localhost>"},
        {"known": "<outbox-99999999999999999999-99999999999999999999@localhost>"},
        {"known": "<outbox-1-99999999999999999999@localhost>"},
    ],
)
def test_what_is_no_bounce_of_ours_changes_nothing(monkeypatch, failed, odd):
    assert come_back(monkeypatch, failed(state="sent"), **odd).state == "sent"


def test_a_message_that_waits_again_does_not_fail_by_its_first_bounce(monkeypatch, failed):
    assert come_back(monkeypatch, failed(state="waiting")).state == "waiting"


@pytest.mark.parametrize("mail", [b"", b"\xff\xfe\0", b"Subject: Tak\n\nJeg kommer.\n"])
def test_anything_may_land_in_that_mailbox(monkeypatch, mail, db):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(mail)))
    told = io.StringIO()
    call_command("take_bounce", stdout=told)
    assert told.getvalue() == "Nothing of ours came back.\n"


def test_a_mail_comes_back_to_the_address_for_it(note, post_office, settings):
    settings.BOUNCE_ADDRESS = "bounces@klk.example"
    note("sofie@gentofte.example")
    send_due(now=NOW)
    assert post_office.senders == ["bounces@klk.example"]
    assert post_office.mails[0]["From"] == settings.DEFAULT_FROM_EMAIL


def test_promptness_is_counted_of_the_last_day(failed):
    for count, (due, ended) in enumerate([(0, 59), (0, 60), (0, 61), (0, 3600)]):
        failed(
            f"a{count}@gentofte.example",
            state="sent",
            due_at=later(seconds=due),
            finished_at=later(seconds=ended),
        )
    failed("old@gentofte.example", state="sent", finished_at=later(days=-2))
    found = promptness(now=later(hours=2))
    assert (found.sent, found.in_time, found.percent) == (4, 2, 50)
    assert str(found) == "50 % of 4 in the last 24 hours"
    assert promptness(now=later(days=3)).percent is None


@pytest.mark.parametrize("number", [1, 40])
def test_the_page_costs_the_same_however_many_there_are(
    signed_in, klk_admin, failed, number, django_assert_num_queries, settings
):
    for count in range(number):
        failed(f"a{count}@gentofte.example")
    client = signed_in(klk_admin, "en")
    client.get(PAGE)
    with django_assert_num_queries(7):
        assert client.get(PAGE).content.decode().count("<tr>") == min(number, 20) + 1
