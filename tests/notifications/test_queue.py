"""What may be asked of the outbox, and what it keeps."""

import datetime as dt
import socket
import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from klk_portal.celery import app as celery_app
from notifications.models import Message
from notifications.sending import send_due
from notifications.services import queue_for_each, queue_message, withdraw_messages
from tests.notifications.conftest import NOW, SECRET, later
from tests.notifications.post_office import text_of


def test_a_message_is_a_waiting_row(note, leader):
    message = note("sofie@gentofte.example", user=leader, subject=leader, occasion="first")
    assert (message.state, message.user, message.due_at) == ("waiting", leader, NOW)
    assert message.subject_id == str(leader.pk)


def test_asking_twice_is_one_row(note):
    note("sofie@gentofte.example", about="first")
    assert note("sofie@gentofte.example", about="second").params == {"about": "first"}
    assert Message.objects.count() == 1


def test_a_new_occasion_is_a_new_row(note):
    note("sofie@gentofte.example", occasion="1")
    note("sofie@gentofte.example", occasion="2")
    assert Message.objects.count() == 2


def test_one_write_for_many_and_again_is_harmless(note, leader, director, klk):
    for _twice in range(2):
        with CaptureQueriesContext(connection) as seen:
            queue_for_each(
                kind="test.note", people=[leader, director], subject=klk, params={"x": 1}, now=NOW
            )
        assert sum("INSERT" in query["sql"] for query in seen) == 1
    rows = Message.objects.order_by("pk")
    assert [(row.user, row.address) for row in rows] == [
        (leader, leader.email),
        (director, director.email),
    ]
    assert {row.subject_id for row in rows} == {str(klk.pk)}


def test_for_each_of_nobody_is_nothing(klk):
    queue_for_each(kind="test.note", people=[], subject=klk, now=NOW)
    assert not Message.objects.exists()


def test_only_what_still_waits_is_withdrawn(note, leader, director, klk):
    mine = note(leader.email, user=leader, subject=klk, occasion="1")
    sent = note(leader.email, user=leader, subject=klk, occasion="2")
    others = note(director.email, user=director, subject=klk)
    Message.objects.filter(pk=sent.pk).update(state="sent")
    for count in (1, 0):
        found = withdraw_messages(kind=mine.kind, user=leader, subject=klk, now=later(minutes=5))
        assert found == count
    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {mine.pk: "suppressed", sent.pk: "sent", others.pk: "waiting"}
    assert Message.objects.get(pk=mine.pk).finished_at == later(minutes=5)


def test_an_unknown_language_becomes_danish(note):
    assert note("sofie@gentofte.example", language="de").language == "da"


def test_an_unregistered_kind_is_refused(db):
    with pytest.raises(KeyError):
        queue_message(kind="test.unheard", address="a@b.example", language="da")


def test_a_rolled_back_change_leaves_no_message(note):
    with transaction.atomic():
        note("sofie@gentofte.example")
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_many_messages_wake_the_sender_once(note, django_capture_on_commit_callbacks, monkeypatch):
    calls = []
    monkeypatch.setattr(celery_app, "send_task", lambda *args, **kwargs: calls.append(args[0]))
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(30):
            note(f"leader{number}@gentofte.example")
    assert calls == ["notifications.tasks.send_due_messages"]


def test_a_message_for_later_wakes_nobody(note, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        note("sofie@gentofte.example", due_at=later(days=1))
    assert callbacks == []


@pytest.fixture
def broker_away():
    """Nobody listens where the queue should be."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url, before = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0", celery_app.conf.broker_url
        celery_app.conf.broker_url = url
        celery_app._pool = None
        celery_app.amqp._producer_pool = None
        yield
        celery_app.conf.broker_url = before
        celery_app._pool = None
        celery_app.amqp._producer_pool = None


@pytest.mark.django_db(transaction=True)
def test_with_the_broker_away_the_row_stays_and_the_next_round_sends_it(
    broker_away, note, post_office, caplog
):
    began = time.monotonic()
    note("sofie@gentofte.example")
    assert time.monotonic() - began < 3
    assert "The queue is away" in caplog.text
    assert send_due(now=NOW) == 1
    assert post_office.addresses == ["sofie@gentofte.example"]


@pytest.mark.django_db(transaction=True)
def test_nothing_that_goes_wrong_while_waking_undoes_the_change(note, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(celery_app, "send_task", broken)
    assert note("sofie@gentofte.example").state == "waiting"


def test_the_link_is_in_the_mail_and_not_in_the_table(note, post_office):
    note("sofie@gentofte.example")
    send_due(now=NOW)
    assert SECRET in text_of(post_office.mails[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(m::text, ' ') FROM notifications_message m")
        (table,) = cursor.fetchone()
    assert "sofie@gentofte.example" in table
    assert "secret-7f3a9c" not in table


def test_a_person_reads_only_the_own_messages(note, leader, other_leader):
    mine = note("leder@gentofte.example", user=leader)
    note("leder2@gentofte.example", user=other_leader)
    note("stranger@gentofte.example")
    assert list(Message.objects.visible_to(leader)) == [mine]
    assert not Message.objects.visible_to(AnonymousUser()).exists()


def test_due_is_what_has_come_and_is_not_put_off(note):
    come = note("come@gentofte.example")
    note("coming@gentofte.example", due_at=later(minutes=1))
    off = note("off@gentofte.example")
    Message.objects.filter(pk=off.pk).update(retry_at=NOW + dt.timedelta(minutes=1))
    assert list(Message.objects.due(NOW)) == [come]
