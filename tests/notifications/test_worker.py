"""The whole way: a commit wakes a worker through the real queue, and the mail arrives."""

import threading

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connection

from klk_portal.celery import app as celery_app
from notifications.models import Message
from notifications.tasks import send_due_messages


@pytest.mark.django_db(transaction=True)
def test_a_commit_is_enough(note, post_office):
    with start_worker(celery_app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        note("sofie@gentofte.example")
        for _ in range(400):
            if Message.objects.filter(state="sent").exists():
                break
            threading.Event().wait(0.05)
    assert post_office.addresses == ["sofie@gentofte.example"]


@pytest.mark.django_db(transaction=True)
def test_the_task_by_itself_sends_what_is_due(note, post_office):
    """What beat does every few seconds."""
    note("sofie@gentofte.example")
    send_due_messages()
    send_due_messages()
    assert post_office.addresses == ["sofie@gentofte.example"]
    assert connection.in_atomic_block is False
