"""Load the demo world into an empty database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import PortalError
from audit.context import acting
from klk_portal.demo.world import load_demo


class Command(BaseCommand):
    help = "Load the demo world; refuses a database that holds anything else."

    def handle(self, *args: Any, **options: Any) -> None:
        with acting("command: load_demo"):
            try:
                loaded = load_demo(now=timezone.now())
            except PortalError as refusal:
                raise CommandError(str(refusal)) from refusal
        self.stdout.write("The demo world is loaded." if loaded else "The demo world is here.")
