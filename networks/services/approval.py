"""Approval: the moment from which a version never changes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import User
from networks.choices import DesignStatus, NetworkStatus
from networks.models import Milestone, Network, NetworkDesign, SuccessCriterion
from networks.selectors.design import Missing, what_is_missing
from networks.selectors.goals import all_branches, goal_branches
from networks.selectors.versions import fingerprint


class DesignIncomplete(PortalError):
    """Something required is not there; `missing` lists it, part by part."""

    message = _("The design cannot be approved yet. This is missing:")

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__()
        self.missing = missing


class DesignChangedWhileRead(PortalError):
    """What would be approved is not what was on the page."""

    message = _("Somebody has changed the design since you opened this page. Read it once more.")


class NetworkIsClosed(PortalError):
    """A closed network keeps its design as it is."""

    message = _("The network is closed. Its design stays as it is.")


@transaction.atomic
def approve_design(
    *, design: NetworkDesign, by: User, now: dt.datetime, seen: str = ""
) -> NetworkDesign:
    """Freeze the draft and put it in force in its network.

    `seen` is the fingerprint of what the approver read; empty means whatever stands there. A
    version approved already is returned as it is, so two clicks (or directors) approve once.
    Raises DesignIncomplete, DesignChangedWhileRead, NetworkIsClosed.
    """
    network = Network.objects.select_for_update(of=("self",)).get(pk=design.network_id)
    draft = NetworkDesign.objects.select_for_update(of=("self",)).get(pk=design.pk)
    if not draft.is_draft:
        return draft
    if network.status == NetworkStatus.CLOSED:
        raise NetworkIsClosed
    branches = goal_branches(draft)
    if missing := what_is_missing(draft, branches):
        raise DesignIncomplete(missing)
    if seen and seen != fingerprint(draft, branches):
        raise DesignChangedWhileRead
    _freeze(draft, by=by, now=now)
    _lift(draft, network, [row for branch in all_branches(branches) for row in branch.criteria])
    return draft


def _freeze(draft: NetworkDesign, *, by: User, now: dt.datetime) -> None:
    draft.status = DesignStatus.APPROVED
    draft.approved_at = now
    draft.approved_by = by
    draft.approved_by_name = by.full_name
    draft.save(update_fields=["status", "approved_at", "approved_by", "approved_by_name"])


def _lift(design: NetworkDesign, network: Network, criteria: list[SuccessCriterion]) -> None:
    """Put the design in force: with it what is searched, what limits joining, and its dates."""
    network.design_in_force = design
    network.admission = design.admission
    network.size_max = design.size_max
    if network.status in (NetworkStatus.DRAFT, NetworkStatus.IN_CONSULTATION):
        network.status = NetworkStatus.APPROVED
    network.save()
    network.milestones.all().delete()
    days = [Milestone(network=network, day=row.target_date, criterion=row) for row in criteria]
    if design.renewed_on is not None:
        days.append(Milestone(network=network, day=design.renewed_on))
    Milestone.objects.bulk_create(days)
