"""Seal all private texts under the current key; can be interrupted and started again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.sealing import SealBroken, current_key_id
from audit.context import acting
from networks.services.keys import count_by_key, rotate_keys


class Command(BaseCommand):
    help = "Seal reflections and kept texts under the first key of SEALING_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only count texts by key")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self._rotate()
        for key_id, count in sorted(count_by_key().items()):
            note = " (current)" if key_id == current_key_id() else ""
            self.stdout.write(f"{key_id}{note}: {count}")

    def _rotate(self) -> None:
        done = 0
        with acting("command: rotate_keys"):
            try:
                for number in rotate_keys():
                    done += number
                    self.stdout.write(f"{done} sealed anew")
            except SealBroken as broken:
                raise CommandError(
                    f"{broken} Put the old key back behind the current one in SEALING_KEYS."
                ) from broken
