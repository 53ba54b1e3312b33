"""Networks with people in them, made by the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, RoleHolding, User
from networks.models import Assignment, Membership, Network
from networks.services.assignments import assign_consultant
from networks.services.membership import accept_invitation, ask_to_join, invite_leader
from notifications.models import Message
from tests.networks.designs import NOW, approved

TODAY = NOW.date()
DAY = dt.timedelta(days=1)


def running_network(
    municipality: Organisation,
    by: User,
    *,
    name: str = "Nye skoleledere",
    admission: str = "open",
    size_max: int = 12,
) -> Network:
    """A network with an approved design that leaders can come into."""
    design = approved(municipality, by, name, admission=admission, size_min=2, size_max=size_max)
    design.network.refresh_from_db()
    return design.network


def invited(network: Network, person: User, by: User) -> Membership:
    return invite_leader(network=network, person=person, by=by, now=NOW)


def member(network: Network, person: User, by: User) -> Membership:
    """Somebody who was invited and said yes."""
    return accept_invitation(membership=invited(network, person, by), now=NOW)


def asked(network: Network, person: User) -> Membership:
    return ask_to_join(network=network, person=person, now=NOW)


def assigned(network: Network, consultant: User, by: User) -> Assignment:
    """From long before today, without an end."""
    return assign_consultant(
        network=network, consultant=consultant, starts_on=dt.date(2026, 1, 1), by=by
    )


def end_roles(person: User) -> User:
    """All roles ended long ago; returns the person as the next request sees them."""
    for holding in RoleHolding.objects.filter(user=person):
        holding.ends_on = dt.date(2025, 6, 1)
        holding.save()
    return again(person)


def again(row: Any) -> Any:
    """The person, or whatever it is, without what an earlier request remembered of it."""
    return type(row).objects.get(pk=row.pk)


def state(membership: Membership) -> str:
    return Membership.objects.get(pk=membership.pk).state


def post(client: Client, name: str, pk: int, **data: Any) -> Any:
    return client.post(reverse(name, args=[pk]), data)


def told(client: Client) -> str:
    """What the next page says."""
    return client.get("/netvaerk/").content.decode()


def by_request(gentofte: Organisation, director: User, **values: Any) -> Network:
    """A network that leaders ask to join."""
    return running_network(gentofte, director, name="Spørg først", admission="request", **values)


def kinds(**where: Any) -> list[str]:
    """What the outbox holds, in the order it was asked for."""
    return list(Message.objects.filter(**where).order_by("pk").values_list("kind", flat=True))


def dates(prefix: str, day: dt.date) -> dict[str, str]:
    """A date as the three parts of its field."""
    return {
        f"{prefix}_day": str(day.day),
        f"{prefix}_month": str(day.month),
        f"{prefix}_year": str(day.year),
    }
