"""The tree of organisations as a reader sees it."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.choices import OrganisationKind, Role
from accounts.models import Organisation, Position, RegionPeriod, User


def municipalities_seen_by(
    reader: User, day: dt.date, *, search: str = ""
) -> QuerySet[Organisation]:
    """The tops of the tree, KLK first; each with `region`, the one it lies in on `day`."""
    tops = Organisation.objects.visible_to(reader).filter(parent=None).named_like(search)
    return tops.annotate(region=_region_on(day)).order_by("kind", "sort_key", "pk")


def _region_on(day: dt.date) -> Subquery:
    return Subquery(_regions(day).filter(municipality=OuterRef("pk"))[:1])


def _regions(day: dt.date) -> QuerySet[RegionPeriod, str]:
    """The names of the regions that municipalities lie in on `day`."""
    current = Q(ends_on=None) | Q(ends_on__gte=day)
    held = RegionPeriod.objects.filter(current, starts_on__lte=day)
    return held.values_list("region__name", flat=True)


def region_of(organisation: Organisation, day: dt.date) -> str:
    """The name of the region that a municipality lies in on `day`; empty for everything else."""
    if organisation.kind != OrganisationKind.MUNICIPALITY:
        return ""
    return _regions(day).filter(municipality=organisation).first() or ""


def below(
    organisation: Organisation, reader: User, day: dt.date, *, kind: str, search: str = ""
) -> QuerySet[Organisation]:
    """What lies below a municipality or area, of one kind, in Danish order.

    Each has `leaders`: the positions on `day` that `reader` may see. Two queries for any number.
    """
    positions = _leaders(reader, day)
    under = (
        Q(municipality=organisation)
        if organisation.kind == OrganisationKind.MUNICIPALITY
        else Q(parent=organisation)
    )
    return (
        Organisation.objects.visible_to(reader)
        .filter(under, kind=kind)
        .named_like(search)
        .select_related("parent")
        .only("name", "institution_type", "parent__kind", "parent__name")
        .in_danish_order()
        .prefetch_related(Prefetch("positions", queryset=positions, to_attr="leaders"))
    )


def leaders_of(organisation: Organisation, reader: User, day: dt.date) -> QuerySet[Position]:
    """Who leads the organisation on `day`, as far as `reader` may see."""
    return _leaders(reader, day).filter(organisation=organisation)


def _leaders(reader: User, day: dt.date) -> QuerySet[Position]:
    seen = Position.objects.visible_to(reader).held_on(day).select_related("user")
    named = seen.only("organisation", "title", "user__first_name", "user__last_name")
    return named.order_by("user__sort_key", "pk")


def places_to_give_roles(reader: User, *, search: str = "") -> QuerySet[Organisation]:
    """Where `reader` may give roles: KLK administration everywhere, a director at home."""
    everywhere = Organisation.objects.visible_to(reader)
    if not reader.is_klk_admin:
        everywhere = everywhere.in_municipalities(reader.municipalities_as(Role.DIRECTOR))
    return everywhere.named_like(search).select_related("municipality").in_danish_order()


def places_below(organisation: Organisation) -> QuerySet[Organisation]:
    """Where an institution of the same municipality can hang: the municipality and its areas."""
    home = organisation.home_id
    return Organisation.objects.filter(
        Q(pk=home) | Q(municipality=home, kind=OrganisationKind.AREA)
    ).order_by("-kind", "sort_key", "pk")


def directors_of(organisation: Organisation, day: dt.date) -> QuerySet[User]:
    """The directors themselves, without their deputies."""
    held = organisation.role_holdings.filter(role=Role.DIRECTOR, deputy_for=None)
    return User.objects.filter(pk__in=held.held_on(day).values("user")).order_by("sort_key", "pk")
