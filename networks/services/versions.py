"""A change of an approved design is a new version of it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import User
from networks.choices import NetworkStatus
from networks.models import Goal, Network, NetworkDesign, SuccessCriterion
from networks.models.design import ALL_FIELDS
from networks.selectors.goals import GoalBranch, goal_branches
from networks.services.approval import NetworkIsClosed
from networks.services.design import begin_parts, note_missing
from networks.services.goals import CRITERION_FIELDS


class NothingApprovedYet(PortalError):
    """There is no version to start from."""

    message = _("There is no approved version yet.")


@transaction.atomic
def start_new_version(*, network: Network, by: User, now: dt.datetime) -> NetworkDesign:
    """Copy the version in force into a draft with the next number, lineages kept.

    There is one draft at a time: if there is one, it is returned. Who started it stands in the
    audit trail. Raises NetworkIsClosed, NothingApprovedYet.
    """
    locked = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    if locked.status == NetworkStatus.CLOSED:
        raise NetworkIsClosed
    if draft := NetworkDesign.objects.filter(network=locked).drafts().first():
        return draft
    if locked.design_in_force is None:
        raise NothingApprovedYet
    return _copy(locked.design_in_force, now=now)


def _copy(design: NetworkDesign, *, now: dt.datetime) -> NetworkDesign:
    draft = NetworkDesign.objects.create(
        network_id=design.network_id,
        version=design.version + 1,
        created_at=now,
        **{name: getattr(design, name) for name in ALL_FIELDS},
    )
    begin_parts(draft)
    for branch in goal_branches(design):
        _copy_branch(branch, draft, None)
    note_missing(draft)
    return draft


def _copy_branch(branch: GoalBranch, draft: NetworkDesign, parent: Goal | None) -> None:
    old = branch.goal
    goal = Goal.objects.create(
        design=draft,
        parent=parent,
        lineage=old.lineage,
        position=old.position,
        statement=old.statement,
        gain=old.gain,
    )
    for criterion in branch.criteria:
        values = {name: getattr(criterion, name) for name in CRITERION_FIELDS}
        SuccessCriterion.objects.create(goal=goal, lineage=criterion.lineage, **values)
    for sub_goal in branch.sub_goals:
        _copy_branch(sub_goal, draft, goal)
