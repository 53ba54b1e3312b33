"""Every way in which a mail can end, against a real mail server."""

import datetime as dt
import threading
import uuid
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection

from notifications import sending
from notifications.claims import BATCH, claim_due, held_claim, sweep_lost
from notifications.models import Message, MessageState
from notifications.sending import send_due
from tests.at_once import elsewhere
from tests.notifications.conftest import NOW, SECRET, later
from tests.notifications.post_office import text_of

CLAIM = uuid.UUID(int=7)


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_a_mail_is_sent_and_its_row_says_so(note, post_office):
    message = note("sofie@gentofte.example", about="B&B")
    assert send_due(now=NOW) == 1
    assert state_of(message) == "sent"
    assert (message.finished_at, message.sent_subject) == (NOW, "En seddel: B&B")
    mail = post_office.mails[0]
    assert mail["Subject"] == "En seddel: B&B"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == "netvaerk@klk.example"
    assert "<B&B>" in text_of(mail)  # plain text is not escaped


def test_it_is_sent_once(note, post_office):
    note("sofie@gentofte.example")
    assert [send_due(now=NOW), send_due(now=later(days=2))] == [1, 0]
    assert len(post_office.mails) == 1


@pytest.mark.parametrize(
    ("language", "subject", "greeting"), [("da", "En seddel:", "Hej"), ("en", "A note:", "Hello")]
)
def test_it_speaks_the_recipients_language(note, post_office, leader, language, subject, greeting):
    note("sofie@gentofte.example", user=leader, language=language)
    send_due(now=NOW)
    assert post_office.mails[0]["Subject"] == subject
    assert post_office.mails[0]["Content-Language"] == language
    if language == "en":
        assert text_of(post_office.mails[0]).startswith(f"{greeting} Sofie")


def test_a_batch_goes_over_one_connection(note, post_office):
    for number in range(BATCH):
        note(f"leader{number}@gentofte.example")
    assert send_due(now=NOW) == BATCH
    assert post_office.connections == 1


def test_what_is_not_wanted_any_more_is_not_sent(note, register_kind, post_office):
    register_kind("test.withdrawn", still_wanted=lambda message: False)
    message = note("sofie@gentofte.example", kind="test.withdrawn")
    assert send_due(now=NOW) == 0
    assert state_of(message) == "suppressed"
    assert post_office.mails == []


@pytest.mark.parametrize(
    ("address", "reason"),
    [("nobody@x.example", "550 No such person here"), ("spam@x.example", "554 I do not want")],
)
def test_a_refused_mail_fails_with_the_servers_words(note, post_office, address, reason):
    message = note(address)
    send_due(now=NOW)
    assert state_of(message) == "failed"
    assert message.failure.startswith(reason)


def test_a_mail_put_off_is_tried_again_later_and_later(note, post_office):
    message = note("later@x.example")
    waits = []
    for now in [NOW, later(minutes=10), later(hours=1)]:
        send_due(now=now)
        assert state_of(message) == "waiting"
        waits.append(message.retry_at - now)
    assert dt.timedelta(seconds=24) <= waits[0] <= dt.timedelta(seconds=36)
    assert waits[0] < waits[1] < waits[2]
    assert (message.deferrals, message.failure) == (3, "451 Greylisted, come back")


def test_it_is_not_tried_before_its_time(note, post_office):
    message = note("later@x.example")
    send_due(now=NOW)
    send_due(now=later(seconds=5))
    assert state_of(message) == "waiting"
    assert message.deferrals == 1


def test_after_five_days_it_is_given_up(note, post_office):
    message = note("later@x.example")
    send_due(now=later(days=5, minutes=1))
    assert state_of(message) == "failed"


@pytest.mark.parametrize("poison", ["nobody@x", "later@x", "hangup@x", "vanish@x", "spam@x"])
def test_one_bad_row_does_not_block_the_others(note, post_office, poison):
    note("first@gentofte.example")
    note(f"{poison}.example")
    note("last@gentofte.example")
    assert send_due(now=NOW) == 2
    assert {"first@gentofte.example", "last@gentofte.example"} <= set(post_office.addresses)


def broken(message):
    raise ValueError(f"no such link {SECRET}")


@pytest.mark.parametrize(
    "behaviour", [{"still_wanted": broken}, {"context_at_sending": broken}, {}]
)
def test_a_row_that_cannot_be_made_fails_without_telling_the_link(
    note, register_kind, post_office, caplog, behaviour
):
    """The last of them has no templates."""
    register_kind("test.broken", **behaviour)
    message = note("sofie@gentofte.example", kind="test.broken")
    note("last@gentofte.example")
    assert send_due(now=NOW) == 1
    assert state_of(message) == "failed"
    assert message.failure
    assert SECRET not in message.failure + caplog.text


def test_a_row_whose_kind_is_gone_fails(note, post_office):
    message = note("sofie@gentofte.example")
    Message.objects.filter(pk=message.pk).update(kind="test.gone")
    send_due(now=NOW)
    assert state_of(message) == "failed"


def test_with_the_mail_server_away_everything_waits_and_counts_as_nobodys_failure(
    note, post_office
):
    post_office.stop()
    messages = [note(f"leader{number}@gentofte.example") for number in range(3)]
    assert send_due(now=NOW) == 0
    assert {state_of(message) for message in messages} == {"waiting"}
    assert {message.deferrals for message in messages} == {0}
    assert all(message.retry_at > NOW for message in messages)


def test_a_server_that_hangs_up_on_everybody_is_left_alone(note, post_office):
    messages = [note(f"hangup{number}@x.example") for number in range(10)]
    assert send_due(now=NOW) == 0
    assert {state_of(message) for message in messages} == {"waiting"}
    assert post_office.connections == sending.TOO_MANY_DROPS


def test_a_server_lost_with_the_mail_in_hand_may_have_sent_it(note, post_office):
    message = note("vanish@x.example")
    send_due(now=NOW)
    assert state_of(message) == "unsure"
    send_due(now=later(days=1))
    assert len(post_office.mails) == 1


def test_a_sender_lost_before_handing_over_loses_nothing(note, post_office):
    message = note("sofie@gentofte.example")
    claim_due(claim=CLAIM, now=NOW)
    assert send_due(now=later(seconds=5)) == 1
    assert state_of(message) == "sent"


@contextmanager
def sender_at_work():
    """A sender that has claimed what is due at NOW, and does not come to an end."""
    with held_claim() as claim:
        claim_due(claim=claim, now=NOW)
        yield


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_lives_keeps_what_it_has_until_its_lease_is_over(note, post_office):
    """Another connection holds the claim, until it is cut: then it is found in the next round."""
    message = note("sofie@gentofte.example")
    with elsewhere(sender_at_work()):
        assert send_due(now=later(minutes=9)) == 0
        assert state_of(message) == "claimed"
    assert send_due(now=later(minutes=9)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_lease_ends_even_a_claim_that_is_held(note, post_office):
    note("sofie@gentofte.example")
    with elsewhere(sender_at_work()):
        assert send_due(now=later(minutes=11)) == 1


def test_what_the_server_has_taken_is_noted_through_a_restart_of_the_database(
    note, post_office, monkeypatch
):
    message = note("sofie@gentofte.example")
    finish, failures = sending._finish, [OperationalError("the server closed the connection")]

    def away_once(message, **values):
        if values.get("state") == MessageState.SENT and failures:
            raise failures.pop()
        return finish(message, **values)

    monkeypatch.setattr(sending, "_finish", away_once)
    monkeypatch.setattr(sending, "PAUSES", (0, 0))
    monkeypatch.setattr(sending.connection, "close", lambda: None)
    assert send_due(now=NOW) == 1
    assert state_of(message) == "sent"


def test_a_sender_lost_while_handing_over_sends_nothing_twice(note, post_office):
    message = note("sofie@gentofte.example")
    claim_due(claim=CLAIM, now=NOW)
    Message.objects.filter(pk=message.pk).update(handed_over_at=NOW)
    assert send_due(now=later(minutes=11)) == 0
    assert state_of(message) == "unsure"


def test_a_sender_whose_lease_is_over_sends_nothing(note, post_office, monkeypatch):
    """It claimed, slept too long, and another one has sent the mail meanwhile."""
    note("sofie@gentofte.example")
    slow = claim_due(claim=CLAIM, now=NOW)
    assert send_due(now=later(minutes=11)) == 1
    assert sending._send_batch(slow, later(minutes=12)) == 0
    assert len(post_office.mails) == 1


def test_a_sender_that_was_only_slow_has_the_last_word(note, post_office):
    message = note("sofie@gentofte.example")
    (slow,) = claim_due(claim=CLAIM, now=NOW)
    sending._finish(slow, handed_over_at=NOW)
    sweep_lost(now=later(minutes=11))
    sending._finish(slow, state=MessageState.SENT)
    assert state_of(message) == "sent"


def test_a_mail_has_the_same_message_id_at_every_try(note, post_office):
    message = note("sofie@gentofte.example")
    send_due(now=NOW)
    Message.objects.filter(pk=message.pk).update(state=MessageState.WAITING)
    send_due(now=NOW)
    assert len({mail["Message-ID"] for mail in post_office.mails}) == 1
    assert len(post_office.mails) == 2


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_send_every_mail_once(note, post_office):
    expected = [note(f"leader{number}@gentofte.example").address for number in range(120)]
    sent = []
    start = threading.Barrier(4)

    def run():
        start.wait()
        sent.append(send_due(now=NOW))
        connection.close()

    senders = [threading.Thread(target=run) for _ in range(4)]
    [sender.start() for sender in senders]
    [sender.join() for sender in senders]
    assert sum(sent) == 120
    assert len([share for share in sent if share]) > 1
    assert sorted(post_office.addresses) == sorted(expected)
