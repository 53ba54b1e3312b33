"""Invite the first person of KLK's administration; everybody else is invited in the portal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from accounts.errors import PortalError
from accounts.models import Organisation, RoleHolding
from accounts.services.invitations import invite_person
from accounts.services.organisations import create_organisation
from audit.context import acting


class Command(BaseCommand):
    help = "Invite KLK's first administrator by mail; refuses once there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("first_name")
        parser.add_argument("last_name", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        if RoleHolding.objects.filter(role=Role.KLK_ADMIN).exists():
            raise CommandError("KLK's administration has somebody already, who can invite others.")
        with acting("command: first_admin"):
            klk = Organisation.objects.filter(kind=OrganisationKind.KLK).first()
            try:
                invite_person(
                    email=options["email"],
                    first_name=options["first_name"],
                    last_name=" ".join(options["last_name"]),
                    role=Role.KLK_ADMIN,
                    organisation=klk or create_organisation(kind=OrganisationKind.KLK, name="KLK"),
                    by=None,
                    now=timezone.now(),
                )
            except PortalError as refusal:
                raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Invited {options['email']}; the mail is on its way.")
