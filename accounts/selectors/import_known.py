"""What the portal knows of a municipality before a list is read into it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from accounts.models import Invitation, Organisation, Position, RoleHolding, User
from accounts.staff_files.lines import same_name

#: An institution or an area by its name, as `StaffLine.place` says it.
Place = tuple[str, str]


@dataclass
class Known:
    """The municipality's tree and people, by the names and addresses that a list uses.

    `people` holds only those who have or had a role here: somebody from another municipality is
    as unknown as somebody nobody has heard of, and nothing about them can show.
    """

    municipality: Organisation
    places: dict[Place, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    superiors: set[int] = field(default_factory=set)
    elsewhere: set[int] = field(default_factory=set)
    roles: dict[int, dict[int, RoleHolding]] = field(default_factory=lambda: defaultdict(dict))
    positions: dict[int, dict[int, Position]] = field(default_factory=lambda: defaultdict(dict))
    coming: set[tuple[int, int]] = field(default_factory=set)
    invited: set[tuple[str, int]] = field(default_factory=set)

    def may_be_superior(self, email: str) -> bool:
        """Whether a leader can report to this address: somebody with a role here now."""
        person = self.people.get(email)
        return person is not None and person.pk in self.superiors


def place_of(organisation: Organisation) -> Place:
    return str(organisation.kind), same_name(organisation.name)


def known_in(municipality: Organisation, now: dt.datetime) -> Known:
    """Read everything a list is compared with: seven queries, however long the list."""
    today = timezone.localdate(now)
    known = Known(municipality=municipality)
    for organisation in (
        Organisation.objects.filter(municipality=municipality)
        .select_related("parent", "municipality")
        .order_by("pk")
    ):
        known.places.setdefault(place_of(organisation), organisation)
    _read_roles(known, today)
    _read_positions(known, today)
    known.invited = set(
        Invitation.objects.pending(now)
        .filter(organisation__municipality=municipality, role=Role.LEADER)
        .values_list("email", "organisation_id")
    )
    return known


def _read_roles(known: Known, today: dt.date) -> None:
    own: dict[int, User] = {}
    holdings = RoleHolding.objects.in_municipalities([known.municipality.pk])
    for holding in holdings.select_related("user", "organisation__municipality").order_by("pk"):
        person = own.setdefault(holding.user_id, holding.user)
        known.people[person.email] = person
        if holding.ends_on is None or holding.ends_on >= today:
            known.superiors.add(person.pk)
            if holding.role == Role.LEADER:
                known.roles[person.pk][holding.organisation_id] = holding
    others = EmailAddress.objects.filter(user__in=list(own), verified=True)
    for email, user_id in others.values_list("email", "user_id"):
        known.people.setdefault(email.lower(), own[user_id])
    foreign = RoleHolding.objects.filter(user__in=list(own)).held_on(today)
    known.elsewhere = set(
        foreign.exclude(pk__in=holdings.values("pk")).values_list("user_id", flat=True)
    )


def _read_positions(known: Known, today: dt.date) -> None:
    yesterday = today - dt.timedelta(days=1)
    positions = Position.objects.in_municipalities([known.municipality.pk]).not_over_by(yesterday)
    for position in positions.select_related("organisation", "reports_to").order_by("pk"):
        if position.starts_on <= today:
            known.positions[position.user_id][position.organisation_id] = position
        else:
            known.coming.add((position.user_id, position.organisation_id))


#: Which kind of organisation a `Place` names.
KINDS = {
    "institution": OrganisationKind.INSTITUTION,
    "area": OrganisationKind.AREA,
}
