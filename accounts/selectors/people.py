"""Who is who."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.choices import OrganisationKind
from accounts.models import Organisation, Position, RoleHolding, User


def find_by_address(email: str) -> User | None:
    """The person with this address, their main one or another that they have verified."""
    email = email.strip().lower()
    if user := User.objects.filter(email=email).first():
        return user
    other = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    return other.user if other else None


def colleague_by_address(email: str, municipality_id: int, day: dt.date) -> User | None:
    """Who holds a role in the municipality on `day` and has this address; nobody from outside."""
    here = RoleHolding.objects.in_municipalities([municipality_id]).held_on(day)
    return User.objects.filter(email=email.strip().lower(), pk__in=here.values("user")).first()


def people_in(
    organisation: Organisation,
    reader: User,
    day: dt.date,
    *,
    search: str = "",
    also_former: bool = False,
) -> QuerySet[User]:
    """People with a role in the organisation or below it, in Danish order.

    Each has `roles_here`: the roles there that `reader` may see, in force on `day` or still to
    come; with `also_former` those that have ended, too. Two queries for any number of people.
    """
    roles = RoleHolding.objects.visible_to(reader).filter(_below(organisation))
    if not also_former:
        roles = roles.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    shown = roles.select_related("organisation").order_by("-starts_on", "pk")
    people: QuerySet[User] = (
        User.objects.filter(Exists(roles.filter(user=OuterRef("pk"))))
        .named_like(search)
        .in_danish_order()
    )
    return people.prefetch_related(Prefetch("role_holdings", queryset=shown, to_attr="roles_here"))


def _below(organisation: Organisation) -> Q:
    """Of a role: held in the organisation or in what belongs under it."""
    under = "municipality" if organisation.kind == OrganisationKind.MUNICIPALITY else "parent"
    return Q(organisation=organisation) | Q(**{f"organisation__{under}": organisation})


def roles_of(person: User, reader: User) -> QuerySet[RoleHolding]:
    """The roles of `person` that `reader` may see, the newest first."""
    return (
        RoleHolding.objects.visible_to(reader)
        .filter(user=person)
        .select_related("organisation__municipality", "deputy_for")
        .order_by("-starts_on", "-pk")
    )


def positions_of(person: User, reader: User) -> QuerySet[Position]:
    """The positions of `person` that `reader` may see, the newest first."""
    return (
        Position.objects.visible_to(reader)
        .filter(user=person)
        .select_related("organisation__municipality", "reports_to")
        .order_by("-starts_on", "-pk")
    )
