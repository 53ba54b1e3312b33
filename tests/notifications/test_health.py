"""/sund: each part ill in turn."""

import socket

import pytest
from django.db import OperationalError
from django.utils import timezone

from notifications.health import illnesses
from notifications.models import Message, MessageState
from tests.notifications.conftest import NOW, later


def test_a_well_portal_says_so_to_anybody(client, db):
    answer = client.get("/sund")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.content == (
        b"database: well\nqueue: well\noutbox: well\n"
        b"sent within a minute of being due: no mail in the last 24 hours\n"
    )
    assert not answer.cookies


def test_it_asks_three_things_of_the_database_at_most(client, db, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get("/sund")


def test_a_message_that_waits_too_long_is_an_illness(client, note):
    note("sofie@gentofte.example", due_at=timezone.now() - timezone.timedelta(minutes=11))
    answer = client.get("/sund")
    assert answer.status_code == 503
    assert b"outbox: the oldest message has waited 11 minutes" in answer.content


@pytest.mark.parametrize(
    ("changes", "ill"),
    [
        ({}, True),
        ({"state": MessageState.SENT}, False),
        ({"state": MessageState.FAILED}, False),
        ({"deferrals": 1}, False),
        ({"due_at": later(minutes=5)}, False),
    ],
)
def test_what_counts_is_what_nobody_has_tried_to_send(note, changes, ill):
    message = note("sofie@gentofte.example")
    Message.objects.filter(pk=message.pk).update(**changes)
    assert bool(illnesses(now=later(minutes=11))["outbox"]) is ill


def test_ten_minutes_are_allowed(note):
    note("sofie@gentofte.example")
    assert illnesses(now=later(minutes=10))["outbox"] == ""


def test_the_queue_away_is_named(client, db, settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"
        answer = client.get("/sund")
    assert answer.status_code == 503
    assert b"database: well\nqueue: does not answer\noutbox: well\n" in answer.content


def test_a_queue_that_hangs_is_not_waited_for(db, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        began = timezone.now()
        assert illnesses(now=NOW)["queue"] == "does not answer"
    assert (timezone.now() - began).total_seconds() < 5


def test_the_database_away_is_named(client, db, monkeypatch):
    class Away:
        def cursor(self):
            raise OperationalError("gone")

    monkeypatch.setattr("notifications.health.connection", Away())
    answer = client.get("/sund")
    assert answer.status_code == 503
    assert answer.content.startswith(b"database: does not answer\nqueue: well\noutbox: unknown")
