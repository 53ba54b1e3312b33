"""A version of a design as it is read: part by part, label and text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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


#: Columns whose name says too little where they stand alone.
LABELS: dict[str, Promise] = {
    "size_min": gettext_lazy("Size, at least"),
    "size_max": gettext_lazy("Size, at most"),
    "attendance": gettext_lazy("Voluntary or compulsory"),
}


def label_of(name: str) -> str:
    """The name of a column as a heading."""
    if name in LABELS:
        return str(LABELS[name])
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
    texts = [_line(design, name) for name in names if name != "size_max"]
    return [text for text in texts if text.text]


def _line(design: NetworkDesign, name: str) -> FieldText:
    """One column; from and to are one line."""
    if name == "size_min":
        return FieldText("size", _("Size"), size_in_words(design))
    return FieldText(name, label_of(name), text_of(design, name))


def size_in_words(design: NetworkDesign) -> str:
    """'8–12', '8 or more', 'up to 12' or ''."""
    if design.size_min and design.size_max:
        if design.size_min == design.size_max:
            return str(design.size_max)
        return f"{design.size_min}–{design.size_max}"
    if design.size_max:
        return _("up to %(number)s") % {"number": design.size_max}
    return _("%(number)s or more") % {"number": design.size_min} if design.size_min else ""


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
    """The versions of a network's design that `user` may read, newest first, without texts."""
    versions = NetworkDesign.objects.visible_to(user).filter(network=network).newest_first()
    return versions.only("version", "status", "approved_at")
