"""After an import: inviting everybody who leads something and has never signed in."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.choices import Role
from accounts.errors import PortalError
from accounts.models import Invitation, Organisation, RoleHolding, StaffImport, User
from accounts.models.imports import ImportState
from accounts.services.invitations import invite_person
from audit.context import acting

SOURCE = "task: accounts.write_staff_import"
_BATCH = 50


def leaders_never_signed_in(municipality: Organisation, now: dt.datetime) -> QuerySet[RoleHolding]:
    """Leaders' roles of people who cannot sign in yet and have no open invitation here."""
    invited = Invitation.objects.pending(now).filter(
        email=OuterRef("user__email"), organisation__municipality=municipality
    )
    return (
        RoleHolding.objects.in_municipalities([municipality.pk])
        .filter(
            role=Role.LEADER,
            user__password__startswith=UNUSABLE_PASSWORD_PREFIX,
            user__is_active=True,
        )
        .held_on(timezone.localdate(now))
        .exclude(Exists(invited))
        .select_related("user", "organisation__municipality")
        .order_by("user_id", "pk")
        .distinct("user_id")
    )


def send_asked_invitations(*, staff_import_id: int, now: dt.datetime) -> None:
    """Invite, in batches, whom a finished import was asked to invite. Interrupted, it goes on."""
    while _invite_batch(staff_import_id, now):
        pass


@transaction.atomic
def _invite_batch(staff_import_id: int, now: dt.datetime) -> bool:
    """Invite some; False when nobody is left or another worker is at it."""
    staff_import = (
        StaffImport.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("municipality")
        .filter(pk=staff_import_id, state=ImportState.DONE, report__invite__done=False)
        .first()
    )
    if staff_import is None:
        return False
    asked = staff_import.report["invite"]
    by = User.objects.filter(pk=asked["by"]).first()
    waiting = leaders_never_signed_in(staff_import.municipality, now).exclude(
        user__in=asked.get("refused", [])
    )[:_BATCH]
    with acting(SOURCE, actor=by):
        answers = {holding.user_id: _invite(holding, by, now) for holding in waiting}
    refused = [user_id for user_id, invited in answers.items() if not invited]
    asked["sent"] += len(answers) - len(refused)
    asked["refused"] = [*asked.get("refused", []), *refused]
    asked["done"] = not answers
    staff_import.save(update_fields=["report"])
    return bool(answers)


def _invite(holding: RoleHolding, by: User | None, now: dt.datetime) -> bool:
    person = holding.user
    try:
        invite_person(
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            language=person.language,
            role=holding.role,
            organisation=holding.organisation,
            by=by,
            now=now,
        )
    except PortalError:
        return False
    return True
