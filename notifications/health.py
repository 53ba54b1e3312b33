"""How the portal is: for the machine that watches it."""

from __future__ import annotations

import datetime as dt

import redis
from django.conf import settings
from django.db import DatabaseError, connection

from notifications.models import Message

OLDEST = dt.timedelta(minutes=10)
SECONDS_TO_ANSWER = 1


def illnesses(*, now: dt.datetime) -> dict[str, str]:
    """Each part of the portal by name, with what is wrong with it; nothing when it is well.

    With the queue away every page works and messages wait, and yet somebody must look: it is
    reported as ill. Messages that a recipient's server put off are not the portal's illness.
    """
    database = _database()
    outbox = "unknown without the database" if database else _outbox(now)
    return {"database": database, "queue": _queue(), "outbox": outbox}


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return ""


def _queue() -> str:
    client = redis.Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_connect_timeout=SECONDS_TO_ANSWER,
        socket_timeout=SECONDS_TO_ANSWER,
    )
    try:
        client.ping()
    except redis.RedisError:
        return "does not answer"
    finally:
        client.close()
    return ""


def _outbox(now: dt.datetime) -> str:
    oldest = Message.objects.overdue(now - OLDEST).order_by("due_at").first()
    if oldest is None:
        return ""
    minutes = int((now - oldest.due_at).total_seconds() // 60)
    return f"the oldest message has waited {minutes} minutes"
