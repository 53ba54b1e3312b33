"""Multiply the demo world: `manage.py seed_scale --factor 100`."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.errors import PortalError
from klk_portal.scale import multiply_demo


class Command(BaseCommand):
    help = "Make the demo world --factor times as large; refuses any other database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--factor", type=int, default=100)

    def handle(self, *args: Any, **options: Any) -> None:
        if not 2 <= options["factor"] <= 1000:
            raise CommandError("--factor is a number from 2 to 1000.")
        began = time.monotonic()
        try:
            counts = multiply_demo(factor=options["factor"])
        except PortalError as refusal:
            raise CommandError(str(refusal)) from refusal
        for name, count in counts.items():
            self.stdout.write(f"{count:>9,}  {name}")
        self.stdout.write(f"Done in {time.monotonic() - began:.0f} s.")
