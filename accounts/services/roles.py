"""Roles from date to date: giving, ending, and standing in for a director.

Both dates of a role are included: a role that ends on the 30th still counts on the 30th. What is
ended "today" is meant to be over now, so it is given yesterday as its last day; a role that only
began today, or has yet to begin, is deleted instead (the audit trail remembers it).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import ROLE_BELONGS_TO, LeaderLevel, OrganisationKind, Role
from accounts.errors import PortalError
from accounts.models import Organisation, Position, RoleHolding, User
from accounts.services.constraints import refused_as
from accounts.services.organisations import lock_organisation
from accounts.services.positions import end_position, has_position_in, set_position


class RoleNotHere(PortalError):
    message = _("This role is not held in an organisation of this kind.")


class RoleHeldAlready(PortalError):
    message = _("The person already holds this role here in that period.")


class EndsBeforeStart(PortalError):
    message = _("The last day is before the first day.")


class RoleHasEnded(PortalError):
    message = _("The role has already ended.")


class EndsOnlyEarlier(PortalError):
    message = _("The role ends before that day. Give the role anew from the day after.")


class RoleIsLast(PortalError):
    message = _(
        "You are the only director left in the municipality. Let another director take over first,"
        " or ask KLK to end the role."
    )


class LastAdministrator(PortalError):
    message = _("KLK needs at least one administrator. Give the role to somebody else first.")


class OnlyDirectorsHaveDeputies(PortalError):
    message = _("Only a director can have a deputy.")


class DeputyMakesNoDirector(PortalError):
    message = _("A deputy neither gives nor ends a director's role. A director or KLK can do it.")


class DeputyForOneself(PortalError):
    message = _("Nobody can be their own deputy. Choose somebody else.")


class DeputyForATime(PortalError):
    message = _("A deputy stands in for a time. Keep within the period of the director's own role.")


@transaction.atomic
def give_role(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    deputy_for: User | None = None,
    by: User | None = None,
) -> RoleHolding:
    """Let `user` hold `role` in `organisation` from `starts_on` to `ends_on`, both included.

    Raises RoleNotHere, EndsBeforeStart, DeputyForOneself, DeputyMakesNoDirector, or
    RoleHeldAlready when the same role there overlaps (the database decides, so two at once cannot
    both succeed).
    """
    if organisation.kind not in ROLE_BELONGS_TO.get(role, ()):
        raise RoleNotHere
    check_no_deputy_makes_directors(role, organisation, by)
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart
    if deputy_for is not None and deputy_for.pk == user.pk:
        raise DeputyForOneself
    # One after the other: two overlapping inserts would otherwise wait for each other (deadlock).
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    with refused_as({"role_holding_never_twice_at_once": RoleHeldAlready}):
        holding: RoleHolding = RoleHolding.objects.create(
            user=user,
            organisation=organisation,
            role=role,
            starts_on=starts_on,
            ends_on=ends_on,
            deputy_for=deputy_for,
        )
    _forget_held_roles(user)
    return holding


def check_no_deputy_makes_directors(role: str, organisation: Organisation, by: User | None) -> None:
    """What a deputy was lent for a time would otherwise outlive that time.

    Raises DeputyMakesNoDirector.
    """
    if role != Role.DIRECTOR or by is None or by.is_klk_admin:
        return
    held = [row for row in by.held_roles if row.role == role and row.organisation == organisation]
    if held and all(row.deputy_for_id is not None for row in held):
        raise DeputyMakesNoDirector


@transaction.atomic
def appoint(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    deputy_for: User | None = None,
    by: User | None = None,
) -> RoleHolding:
    """Give a role, and to a leader also the position at the level usual there.

    Raises what `give_role` raises.
    """
    holding = give_role(
        user=user,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy_for=deputy_for,
        by=by,
    )
    if role == Role.LEADER and not has_position_in(user, organisation, starts_on):
        set_position(
            user=user,
            organisation=organisation,
            level=usual_level(organisation),
            starts_on=starts_on,
        )
    return holding


def usual_level(organisation: Organisation) -> LeaderLevel:
    """The level of a leader of whom nothing more is known."""
    is_area = organisation.kind == OrganisationKind.AREA
    return LeaderLevel.HEAD if is_area else LeaderLevel.INSTITUTION


@transaction.atomic
def end_role(
    *, holding: RoleHolding, on: dt.date, by: User | None, today: dt.date | None = None
) -> RoleHolding | None:
    """End a role with the day `on`; today (or an earlier day) means at once.

    Returns the role with its last day, or None when it had not begun before `on` and is therefore
    deleted. A leader's position there and the deputies of a director end with it.

    Raises RoleHasEnded, EndsOnlyEarlier, RoleIsLast, LastAdministrator or DeputyMakesNoDirector
    (a deputy may give back the own role only).
    """
    today = today or timezone.localdate()
    holding = _lock(holding)
    if holding.ends_on is not None and holding.ends_on < today:
        raise RoleHasEnded
    if holding.ends_on is not None and on > holding.ends_on:
        raise EndsOnlyEarlier
    if by is None or by.pk != holding.user_id:
        check_no_deputy_makes_directors(holding.role, holding.organisation, by)
    last_day = on - dt.timedelta(days=1) if on == today else on
    _check_somebody_is_left(holding, max(last_day + dt.timedelta(days=1), today), by)
    _end_position_with(holding, last_day)
    _end_deputies_with(holding, last_day)
    return _end_with(holding, last_day)


def _lock(holding: RoleHolding) -> RoleHolding:
    """The row as it is now, locked; its organisation too, so that two "last" ones wait in line."""
    lock_organisation(holding.organisation_id)
    try:
        return (
            RoleHolding.objects.select_for_update(of=("self",))
            .select_related("organisation", "user")
            .get(pk=holding.pk)
        )
    except RoleHolding.DoesNotExist:
        raise RoleHasEnded from None


def _check_somebody_is_left(holding: RoleHolding, day: dt.date, by: User | None) -> None:
    """KLK always keeps an administrator; a director does not leave an orphan municipality.

    `day` is the first one without this role.
    """
    if holding.role == Role.KLK_ADMIN and not _somebody_else_holds_it(holding, day):
        raise LastAdministrator
    is_own = by is not None and by.pk == holding.user_id and not by.is_klk_admin
    is_director = holding.role == Role.DIRECTOR and holding.deputy_for_id is None
    if is_own and is_director and not _somebody_else_holds_it(holding, day):
        raise RoleIsLast


def _somebody_else_holds_it(holding: RoleHolding, day: dt.date) -> bool:
    same = RoleHolding.objects.filter(
        organisation=holding.organisation_id, role=holding.role, deputy_for=None
    )
    return same.exclude(user=holding.user_id).held_on(day).exists()


def _end_position_with(holding: RoleHolding, last_day: dt.date) -> None:
    """A leader's position there, unless the role goes on in a later period."""
    own = {"user": holding.user_id, "organisation": holding.organisation_id}
    later = RoleHolding.objects.filter(role=Role.LEADER, **own).exclude(pk=holding.pk)
    if holding.role != Role.LEADER or later.not_over_by(last_day).exists():
        return
    for position in Position.objects.filter(**own).not_over_by(last_day):
        end_position(position=position, last_day=last_day)


def _end_deputies_with(holding: RoleHolding, last_day: dt.date) -> None:
    deputies = RoleHolding.objects.filter(
        organisation=holding.organisation_id, role=holding.role, deputy_for=holding.user_id
    )
    if holding.deputy_for_id is None:
        for deputy in deputies.select_related("user").not_over_by(last_day):
            _end_with(deputy, last_day)


def _end_with(holding: RoleHolding, last_day: dt.date) -> RoleHolding | None:
    _forget_held_roles(holding.user)
    if last_day < holding.starts_on:
        holding.delete()
        return None
    holding.ends_on = last_day
    holding.save(update_fields=["ends_on"])
    return holding


def _forget_held_roles(user: User) -> None:
    """`held_roles` is kept on the instance; after a change it is asked for anew."""
    user.__dict__.pop("held_roles", None)


@transaction.atomic
def name_deputy(
    *,
    holding: RoleHolding,
    deputy: User,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User | None = None,
) -> RoleHolding:
    """Let `deputy` hold a director's role for a time that lies within the director's own.

    Raises OnlyDirectorsHaveDeputies (a deputy names none either), DeputyForATime, or what
    `give_role` raises.
    """
    holding = _lock(holding)
    if holding.role != Role.DIRECTOR or holding.deputy_for_id is not None:
        raise OnlyDirectorsHaveDeputies
    if starts_on < holding.starts_on or (holding.ends_on and ends_on > holding.ends_on):
        raise DeputyForATime
    return give_role(
        user=deputy,
        organisation=holding.organisation,
        role=holding.role,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy_for=holding.user,
        by=by,
    )
