"""take_bounce: a mail that came back, read from standard input."""

from __future__ import annotations

import email
import email.policy
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.bounces import take_bounce


class Command(BaseCommand):
    help = (
        "Reads one mail from standard input and, if it is a bounce, fails the message it returns."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything that can be read ends well: a mail server must not return a bounce."""
        mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
        known = take_bounce(mail, now=timezone.now())
        self.stdout.write("A message of ours came back." if known else "Nothing of ours came back.")
