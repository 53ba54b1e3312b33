"""Who may do what with people, organisations, roles, invitations and imports.

`view` is not written twice: it asks the model's own `.visible_to`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from rules.permissions import add_perm
from rules.predicates import Predicate, predicate

from accounts.choices import OrganisationKind, Role
from accounts.models import (
    Invitation,
    Organisation,
    Position,
    Region,
    RegionPeriod,
    RoleHolding,
    StaffImport,
    UnsavedText,
    User,
)
from audit.models import AuditEntry
from notifications.models import DeliveryChoice, MailSettings, Message


@predicate
def can_see(user: User, row: models.Model | None) -> bool:
    """Whether `row` is among the rows visible to `user`: the one source of both answers."""
    if row is None:
        return False
    rows: Any = type(row)._default_manager
    return bool(rows.visible_to(user).filter(pk=row.pk).exists())


@predicate
def is_klk_admin(user: User) -> bool:
    return user.is_authenticated and user.is_klk_admin


def _home_id(row: Any) -> int | None:
    """The municipality that a row of this app belongs to."""
    home = row if isinstance(row, Organisation) else getattr(row, "organisation", None)
    if home is not None:
        return home.home_id
    return getattr(row, "municipality_id", None)


@predicate
def directs(user: User, row: models.Model | None) -> bool:
    """Whether `user` is director of the municipality that `row` belongs to."""
    home = None if row is None else _home_id(row)
    return user.is_authenticated and home is not None and user.has_role_in(home, Role.DIRECTOR)


@predicate
def is_self(user: User, person: User | None) -> bool:
    return user.is_authenticated and person is not None and user.pk == person.pk


@predicate
def works_where_directs(user: User, person: User | None) -> bool:
    """Whether `person` has a role, of today or to come, where `user` is director."""
    if not user.is_authenticated or person is None:
        return False
    roles = RoleHolding.objects.in_municipalities(user.municipalities_as(Role.DIRECTOR))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    return roles.filter(user=person.pk).not_over_by(yesterday).exists()


@predicate
def is_part(user: User, organisation: Organisation | None) -> bool:
    """An area or institution: municipalities and KLK come from official lists."""
    return organisation is not None and organisation.parent_id is not None


@predicate
def has_room_below(user: User, organisation: Organisation | None) -> bool:
    """Areas and institutions hang under municipalities, institutions also under areas."""
    return organisation is not None and organisation.kind in (
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.AREA,
    )


@predicate
def has_directors_role(user: User, holding: RoleHolding | None) -> bool:
    """A director's own role: a deputy names no deputy."""
    return holding is not None and holding.role == Role.DIRECTOR and holding.deputy_for_id is None


entitled = directs | is_klk_admin

PERMISSIONS: dict[type[models.Model], dict[str, Predicate]] = {
    # Whoever has left stays known by name; where to reach them now is no longer the house's matter.
    User: {
        "view": can_see,
        "reach": is_self | is_klk_admin | works_where_directs,
        "change": is_self,
    },
    Organisation: {
        "view": can_see,
        "add_to": entitled & has_room_below,
        "change": entitled & is_part,
        "view_people": entitled,
        "give_role_in": entitled,
        "invite_to": entitled,
        "import_into": entitled,
    },
    Region: {"view": can_see},
    RegionPeriod: {"view": can_see},
    RoleHolding: {
        "view": can_see,
        "end": entitled,
        "name_deputy": entitled & has_directors_role,
    },
    Position: {"view": can_see, "change": entitled},
    Invitation: {"view": can_see, "resend": entitled, "withdraw": entitled},
    StaffImport: {"view": can_see, "confirm": entitled},
    UnsavedText: {"view": can_see},
    Message: {"view": can_see},
    MailSettings: {"view": can_see},
    DeliveryChoice: {"view": can_see},
    AuditEntry: {"view": can_see},
}


def register(table: dict[type[models.Model], dict[str, Predicate]]) -> None:
    """Make a table of permissions known under Django's names, `app.action_model`."""
    for model, actions in table.items():
        for action, rule in actions.items():
            name = f"{model._meta.app_label}.{action}_{model._meta.model_name}"
            add_perm(name, rule)  # type: ignore[no-untyped-call]


register(PERMISSIONS)
