"""manage.py load_municipalities: the 98 municipalities and their regions. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services.municipalities import (
    load_municipalities,
    read_municipalities,
    read_region_changes,
)
from audit.context import acting


class Command(BaseCommand):
    help = "Creates or renames the municipalities and notes their regions. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        with acting("command: load_municipalities"):
            done = load_municipalities(rows=read_municipalities(), changes=read_region_changes())
        self.stdout.write(
            f"Municipalities: {done.created} created, {done.changed} renamed, {done.left} as they "
            f"were. Region periods written: {done.periods}."
        )
