"""After an import: inviting everybody who leads something and has never signed in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from accounts.errors import PortalError
from accounts.models import RoleHolding, StaffImport, User
from accounts.models.imports import ImportState
from accounts.selectors.import_waiting import leaders_never_signed_in
from accounts.services.invitations import invite_person
from audit.context import acting

SOURCE = "task: accounts.write_staff_import"
_BATCH = 50


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
