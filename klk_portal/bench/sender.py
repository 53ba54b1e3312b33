"""One sender of the outbox: says that it is ready, waits for the end of its input, and sends."""

from __future__ import annotations

import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from notifications.sending import send_due  # noqa: E402

if __name__ == "__main__":
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.read()
    print(send_due())
