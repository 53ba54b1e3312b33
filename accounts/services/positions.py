"""Who is leader of what, at which level, and reports to whom, from date to date."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import Organisation, Position, RoleHolding, User
from accounts.services.constraints import refused_as
from accounts.services.organisations import lock_organisation


class ReportsToOneself(PortalError):
    message = _("Nobody reports to themselves. Choose somebody else, or leave it empty.")


class ReportsInACircle(PortalError):
    message = _("That person already reports to this one, directly or through others.")


class ReportsOutside(PortalError):
    message = _("A leader reports to somebody with a role in the same municipality.")


class PositionTaken(PortalError):
    message = _("The person has a later position here that overlaps. Choose another day.")


@transaction.atomic
def set_position(
    *,
    user: User,
    organisation: Organisation,
    level: str,
    title: str = "",
    reports_to: User | None = None,
    starts_on: dt.date,
) -> Position:
    """Let `user` be leader of `organisation` at `level` from `starts_on` on.

    The former position of the same person there ends the day before; one that began on the same
    day is changed in place; one that already says the same is left alone (so a list read twice
    changes nothing).

    Raises ReportsToOneself, ReportsInACircle, ReportsOutside or PositionTaken.
    """
    title = title.strip()
    present = _present(user, organisation, starts_on)
    if present and _says(present, level, title, reports_to):
        return present
    if reports_to is not None:
        _check_superior(user, reports_to, organisation, starts_on)
    if present and present.starts_on < starts_on:
        end_position(position=present, last_day=starts_on - dt.timedelta(days=1))
        present = None
    position = present or Position(user=user, organisation=organisation, starts_on=starts_on)
    position.level, position.title, position.reports_to = level, title, reports_to
    # One after the other: two overlapping inserts would otherwise wait for each other (deadlock).
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    with refused_as({"position_never_twice_at_once": PositionTaken}):
        position.save()
    return position


@transaction.atomic
def end_position(*, position: Position, last_day: dt.date) -> None:
    """Let a position end with `last_day`; one that would not have begun by then is deleted."""
    if last_day < position.starts_on:
        position.delete()
        return
    position.ends_on = last_day
    position.save(update_fields=["ends_on"])


def has_position_in(user: User, organisation: Organisation, day: dt.date) -> bool:
    """Whether the person is leader there on `day` or has been named for later."""
    held = Position.objects.filter(user=user, organisation=organisation)
    return held.not_over_by(day - dt.timedelta(days=1)).exists()


def _present(user: User, organisation: Organisation, day: dt.date) -> Position | None:
    return (
        Position.objects.select_for_update(of=("self",))
        .filter(user=user, organisation=organisation)
        .held_on(day)
        .first()
    )


def _says(position: Position, level: str, title: str, reports_to: User | None) -> bool:
    superior = reports_to.pk if reports_to else None
    return (position.level, position.title, position.reports_to_id) == (level, title, superior)


def _check_superior(user: User, superior: User, organisation: Organisation, day: dt.date) -> None:
    if superior.pk == user.pk:
        raise ReportsToOneself
    home = organisation.home_id
    if home is None:
        raise ReportsOutside
    # Two people naming each other at the same moment wait for each other here.
    lock_organisation(home)
    roles = RoleHolding.objects.in_municipalities([home]).filter(user=superior)
    if not roles.not_over_by(day - dt.timedelta(days=1)).exists():
        raise ReportsOutside
    if user.pk in _everybody_above(superior, home, day):
        raise ReportsInACircle


def _everybody_above(person: User, municipality_id: int, day: dt.date) -> set[int]:
    """Ids of those whom `person` reports to, step by step to the top: a query a level."""
    positions = Position.objects.in_municipalities([municipality_id]).held_on(day)
    above: set[int] = set()
    level = {person.pk}
    while level:
        found = positions.filter(user__in=level, reports_to__isnull=False)
        level = set(found.values_list("reports_to_id", flat=True)) - above
        above |= level
    return above
