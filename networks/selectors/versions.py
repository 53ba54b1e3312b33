"""A version of a design as it is read: part by part, label and text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.models import User
from networks.choices import DesignPart
from networks.models import Network, NetworkDesign
from networks.models.design import ALL_FIELDS, PART_FIELDS, NetworkDesignQuerySet
from networks.selectors.goals import GoalBranch, all_branches


@dataclass(frozen=True)
class FieldText:
    """One column of a design in words."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class PartText:
    """One part of a design: its filled columns in words."""

    part: str
    title: str
    fields: list[FieldText]


def label_of(name: str) -> str:
    """The name of a column as a heading."""
    label = str(NetworkDesign._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def text_of(design: NetworkDesign, name: str) -> str:
    """What stands in a column, as a reader sees it; "" when nothing does."""
    return value_as_text(name, getattr(design, name))


def value_as_text(name: str, value: Any) -> str:
    """A value of the column `name` as a reader sees it."""
    if value is None or value == "":
        return ""
    choices = dict(NetworkDesign._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    if value in choices:
        return str(choices[value])
    if name == "renewed_on":
        return date_format(value)
    if name == "budget":
        return _("%(amount)s kr.") % {"amount": number_format(value, force_grouping=True)}
    return str(value)


def part_texts(design: NetworkDesign) -> list[PartText]:
    """The seven parts with what they hold; an empty part has no fields."""
    return [
        PartText(part, str(DesignPart(part).label), _filled(design, names))
        for part, names in PART_FIELDS.items()
    ]


def _filled(design: NetworkDesign, names: tuple[str, ...]) -> list[FieldText]:
    texts = [FieldText(name, label_of(name), text_of(design, name)) for name in names]
    return [text for text in texts if text.text]


def fingerprint(design: NetworkDesign, branches: list[GoalBranch]) -> str:
    """A short digest of everything a design says: what is approved is what was read."""
    said: list[Any] = [getattr(design, name) for name in ALL_FIELDS]
    for branch in all_branches(branches):
        goal = branch.goal
        said.append([goal.pk, goal.parent_id, goal.position, goal.statement, goal.gain])
        said += [
            [c.pk, c.indicator, c.measured_how, c.unit, c.baseline, c.target, c.target_date]
            for c in branch.criteria
        ]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:16]


def versions_of(network: Network, user: User) -> NetworkDesignQuerySet:
    """The versions of a network's design that `user` may read, newest first."""
    return NetworkDesign.objects.visible_to(user).filter(network=network).newest_first()
