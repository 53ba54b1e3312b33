"""Dated duties of members: who is coordinator (tovholder), and when it goes on to the next."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import User
from networks.choices import MemberDuty, MembershipState
from networks.models import DutyPeriod, Membership, Network


class NotAMember(PortalError):
    """Only active members have duties."""

    message = _("Only a member can be coordinator.")


@transaction.atomic
def name_coordinator(*, membership: Membership, starts_on: dt.date, by: User) -> DutyPeriod:
    """Let a member coordinate the network from a day on; the former one ends the day before.

    A network has one coordinator at a time, and naming the same again changes nothing.
    Raises NotAMember.
    """
    Network.objects.select_for_update(of=("self",)).get(pk=membership.network_id)
    member = Membership.objects.get(pk=membership.pk)
    if member.state != MembershipState.ACTIVE:
        raise NotAMember
    present = _running(member.network, starts_on)
    for duty in present:
        if duty.membership_id == member.pk and duty.starts_on <= starts_on:
            return duty
    for duty in present:
        _end(duty, starts_on - dt.timedelta(days=1))
    return DutyPeriod.objects.create(
        membership=member, duty=MemberDuty.COORDINATOR, starts_on=starts_on
    )


@transaction.atomic
def end_duties(*, membership: Membership, on: dt.date) -> None:
    """Let `on` be the first day without duties for a member who leaves."""
    for duty in DutyPeriod.objects.filter(membership=membership).not_over(on):
        _end(duty, on - dt.timedelta(days=1))


def _running(network: Network, day: dt.date) -> list[DutyPeriod]:
    """The coordinators from `day` on, also those named for later."""
    return list(
        DutyPeriod.objects.filter(
            membership__network=network, duty=MemberDuty.COORDINATOR
        ).not_over(day)
    )


def _end(duty: DutyPeriod, last_day: dt.date) -> None:
    if last_day < duty.starts_on:
        duty.delete()
        return
    duty.ends_on = last_day
    duty.save(update_fields=["ends_on"])
