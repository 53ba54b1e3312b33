"""Mails that come together, and mails that do not come any more."""

from __future__ import annotations

import datetime as dt
import uuid
from email.message import EmailMessage

import pytest

from notifications.claims import claim_due, sweep_lost
from notifications.models import Message
from notifications.sending import send_due
from notifications.services import choose_delivery, withdraw_messages
from tests.notifications.conftest import NOW, later
from tests.notifications.post_office import PostOffice

MORNING = dt.datetime(2026, 11, 25, 6, 0, tzinfo=dt.UTC)  # seven o'clock in Denmark


def queue(note, leader, *abouts: str, **rest) -> list[Message]:
    choose_delivery(user=leader, chosen={"test.note": "daily"})
    return [
        note(leader.email, user=leader, about=about, occasion=about, **rest) for about in abouts
    ]


def states() -> list[str]:
    notes = Message.objects.filter(kind="test.note").order_by("pk")
    return list(notes.values_list("state", flat=True))


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_they_come_together_the_next_morning(note, leader, post_office: PostOffice):
    queue(note, leader, "Tema", "Sted")
    assert send_due(now=NOW) == 0
    assert states() == ["gathered", "gathered"]
    assert send_due(now=MORNING - dt.timedelta(seconds=1)) == 0
    assert send_due(now=MORNING) == 1
    (mail,) = post_office.mails
    assert "2 ting" in mail["Subject"]
    assert "En seddel: Tema" in text_of(mail)
    assert "En seddel: Sted" in text_of(mail)
    assert states() == ["sent", "sent"]
    assert send_due(now=later(days=3)) == 0


def test_each_person_gets_their_own(note, leader, other_leader, post_office: PostOffice):
    queue(note, leader, "Tema")
    queue(note, other_leader, "Sted")
    send_due(now=NOW)
    assert send_due(now=MORNING) == 2
    told = {mail["To"]: text_of(mail) for mail in post_office.mails}
    assert "Sted" not in told[leader.email]
    assert "Tema" not in told[other_leader.email]


def test_what_is_withdrawn_is_not_in_it(note, leader, gentofte, post_office: PostOffice):
    queue(note, leader, "Tema", subject=gentofte)
    queue(note, leader, "Sted", subject=leader)
    send_due(now=NOW)
    withdraw_messages(kind="test.note", user=leader, subject=gentofte, now=NOW)
    assert send_due(now=MORNING) == 1
    assert "Tema" not in text_of(post_office.mails[0])
    assert states() == ["suppressed", "sent"]


def test_a_summary_of_nothing_is_not_sent(note, register_kind, leader, post_office: PostOffice):
    wanted = [True]
    register_kind("test.gone", still_wanted=lambda message: wanted[0])
    choose_delivery(user=leader, chosen={"test.gone": "daily"})
    message = note(leader.email, kind="test.gone", user=leader)
    send_due(now=NOW)
    wanted[0] = False
    assert send_due(now=MORNING) == 0
    message.refresh_from_db()
    assert message.state == "suppressed"
    assert post_office.mails == []


def test_a_refused_summary_fails_with_all_that_is_in_it(note, leader, post_office: PostOffice):
    queue(note, leader, "Tema")
    send_due(now=NOW)
    leader.email = "nobody@x.example"
    leader.save()
    send_due(now=MORNING)
    (row,) = Message.objects.filter(kind="test.note")
    assert row.state == "failed"
    assert row.failure.startswith("550")


def test_a_summary_lost_in_the_sending_is_unsure_with_all_that_is_in_it(note, leader):
    queue(note, leader, "Tema")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("notifications.sending._hand_over", lambda *arguments: None)
        send_due(now=NOW)
        from notifications.summaries import bundle_due

        bundle_due(now=MORNING)
        claimed = claim_due(claim=uuid.uuid4(), now=MORNING)
        Message.objects.filter(pk__in=[row.pk for row in claimed]).update(handed_over_at=MORNING)
    sweep_lost(now=MORNING + dt.timedelta(hours=1))
    assert states() == ["unsure"]


def test_who_wants_none_gets_none(note, leader, post_office: PostOffice):
    choose_delivery(user=leader, chosen={"test.note": "never"})
    note(leader.email, user=leader)
    assert send_due(now=NOW) == 0
    assert states() == ["suppressed"]


def test_what_was_put_off_in_the_evening_rests_until_the_morning(
    note, leader, post_office: PostOffice, settings
):
    settings.MAILS_REST = True
    evening = dt.datetime(2026, 11, 24, 18, 59, 45, tzinfo=dt.UTC)  # a minute before the quiet
    message = note("later@x.example", user=leader, now=evening)
    assert send_due(now=evening) == 0
    message.refresh_from_db()
    assert message.deferrals == 1
    night = evening + dt.timedelta(hours=1)
    assert send_due(now=night) == 0
    assert claim_due(claim=uuid.uuid4(), now=night) == []
    message.refresh_from_db()
    assert (message.state, message.due_at) == ("waiting", MORNING)


def test_what_waits_for_the_morning_is_not_late(note, leader, post_office, settings):
    settings.MAILS_REST = True
    night = dt.datetime(2026, 11, 24, 21, 0, tzinfo=dt.UTC)
    note(leader.email, user=leader, now=night)
    assert send_due(now=night) == 0
    assert not Message.objects.overdue(MORNING).exists()
    assert send_due(now=MORNING) == 1
