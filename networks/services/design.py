"""Beginning a network and writing its design, part by part, without overwriting each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import Organisation, User
from accounts.services.constraints import refused_as
from networks.choices import DesignPart, NetworkStatus
from networks.models import DesignPartState, Network, NetworkDesign
from networks.models.design import PART_FIELDS
from networks.selectors.design import what_is_missing
from networks.selectors.goals import goal_branches

DOUBLE_CLICK = dt.timedelta(minutes=1)


class NetworkNameTaken(PortalError):
    """The municipality has a network of that name."""

    message = _("There is already a network with this name. Choose another one.")


class DesignIsApproved(PortalError):
    """An approved version never changes."""

    message = _("This version is approved and cannot be changed. Start a new version instead.")


class ChangedMeanwhile(PortalError):
    """Somebody saved the same thing after it was shown. Nothing of either text is lost.

    `current` maps the fields to what stands there now; `revision` is what to save over it with.
    """

    message = _("Somebody else has saved this meanwhile. Both texts are shown below.")

    def __init__(
        self,
        *,
        current: Mapping[str, Any],
        revision: int,
        saved_by: User | None = None,
        saved_at: dt.datetime | None = None,
    ) -> None:
        super().__init__()
        self.current = dict(current)
        self.revision = revision
        self.saved_by = saved_by
        self.saved_at = saved_at


class PartChangedMeanwhile(ChangedMeanwhile):
    """The part was saved by somebody after the form was shown."""


@transaction.atomic
def create_network(*, municipality: Organisation, name: str, by: User, now: dt.datetime) -> Network:
    """Begin a network: a draft with version 1 of its design, all seven parts empty.

    A second click within a minute gives the network of the first. Raises NetworkNameTaken.
    """
    name = " ".join(name.split())
    same = Network.objects.filter(municipality=municipality, name__iexact=name).first()
    if same is not None:
        return _the_one_just_made(same, name=name, by=by, now=now)
    try:
        with transaction.atomic():
            network = Network.objects.create(
                municipality=municipality, name=name, created_by=by, created_at=now
            )
    except IntegrityError:  # somebody took the name between the question and the answer
        same = Network.objects.get(municipality=municipality, name=name)
        return _the_one_just_made(same, name=name, by=by, now=now)
    draft = NetworkDesign.objects.create(network=network, version=1, created_at=now)
    begin_parts(draft)
    note_missing(draft)
    return network


@transaction.atomic
def rename_network(*, network: Network, name: str, by: User) -> Network:
    """Give a network another name, whatever its status; the same again is harmless.

    Raises NetworkNameTaken when another network of the municipality has it, in capitals or not.
    """
    name = " ".join(name.split())
    row = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    if row.name == name:
        return row
    others = Network.objects.filter(municipality=row.municipality_id).exclude(pk=row.pk)
    if others.filter(name__iexact=name).exists():
        raise NetworkNameTaken
    row.name = name
    with refused_as({"network_name_once_in_municipality": NetworkNameTaken}):
        row.save(update_fields=["name", "sort_key"])
    return row


def _the_one_just_made(same: Network, *, name: str, by: User, now: dt.datetime) -> Network:
    just_made = now - same.created_at < DOUBLE_CLICK and same.created_by_id == by.pk
    if just_made and same.name == name and same.status == NetworkStatus.DRAFT:
        return same
    raise NetworkNameTaken


def begin_parts(design: NetworkDesign) -> None:
    """The seven rows that count how often each part of `design` was saved."""
    DesignPartState.objects.bulk_create(
        DesignPartState(design=design, part=part) for part in DesignPart.values
    )


@transaction.atomic
def save_part(
    *,
    design: NetworkDesign,
    part: str,
    values: Mapping[str, Any],
    expected_revision: int,
    by: User,
    now: dt.datetime,
) -> DesignPartState:
    """Write the columns of one part; columns of other parts in `values` are not looked at.

    `expected_revision` is the one the form was shown with. Raises DesignIsApproved, and
    PartChangedMeanwhile when somebody saved the part after that. Saving what stands there
    already is always fine, so a second click is harmless.
    """
    draft = lock_draft(design)
    state = DesignPartState.objects.select_for_update().get(design=draft, part=part)
    names = PART_FIELDS[part]
    current = {name: getattr(draft, name) for name in names}
    wanted = {**current, **{name: values[name] for name in names if name in values}}
    if wanted != current:
        if state.revision != expected_revision:
            raise PartChangedMeanwhile(
                current=current,
                revision=state.revision,
                saved_by=state.saved_by,
                saved_at=state.saved_at,
            )
        for name, value in wanted.items():
            setattr(draft, name, value)
        draft.missing = count_missing(draft)
        draft.save(update_fields=[*names, "missing"])
        state.revision += 1
    return _note_saving(state, by=by, now=now)


def lock_draft(design: NetworkDesign) -> NetworkDesign:
    """The design, locked until the end of the transaction. Raises DesignIsApproved."""
    drafts = NetworkDesign.objects.select_for_update(of=("self",)).select_related("network")
    draft = drafts.get(pk=design.pk)
    if not draft.is_draft:
        raise DesignIsApproved
    return draft


def _note_saving(state: DesignPartState, *, by: User, now: dt.datetime) -> DesignPartState:
    state.saved_at = now
    state.saved_by = by
    state.save()
    return state


def note_missing(draft: NetworkDesign) -> None:
    """Keep the count of what keeps the draft from being approved: the home page asks it of many."""
    missing = count_missing(draft)
    if missing != draft.missing:
        draft.missing = missing
        draft.save(update_fields=["missing"])


def count_missing(draft: NetworkDesign) -> int:
    """How many things keep the draft from being approved."""
    return len(what_is_missing(draft, goal_branches(draft)))


def note_goals_saved(design: NetworkDesign, *, by: User, now: dt.datetime) -> None:
    """Goals belong to the first part: say when it was saved, without a new revision of its text."""
    note_missing(design)
    state = DesignPartState.objects.get(design=design, part=DesignPart.PURPOSE)
    state.saved_at = now
    state.saved_by = by
    state.save(update_fields=["saved_at", "saved_by"])
