"""Rules over Django's own knowledge of the models: which way they point, and who sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import rules
from django.apps import apps
from django.conf import settings
from django.db import models

#: Higher floors may point down, never up, and neighbours of one floor not at each other.
FLOORS = {
    "klk_portal": 4,
    "insight": 4,
    "advisory": 3,
    "networks": 2,
    "seminars": 2,
    "surveys": 2,
    "accounts": 1,
    "notifications": 0,
    "audit": 0,
    "ui": 0,
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS]


def wrong_foreign_keys(found: Iterable[type[models.Model]]) -> Iterator[str]:
    """Foreign keys (also many-to-many and one-to-one) that point up, or sideways."""
    for model in found:
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            target = field.related_model
            if isinstance(target, type) and not may_point(model, target):
                yield f"{model._meta.label}.{field.name} → {target._meta.label}"


def may_point(model: type[models.Model], target: type[models.Model]) -> bool:
    own, other = model._meta.app_label, target._meta.app_label
    if own == other or other not in FLOORS:
        return True
    if FLOORS[own] == 0:  # they know a person by settings.AUTH_USER_MODEL, and nobody else
        return target._meta.label == settings.AUTH_USER_MODEL
    return FLOORS[other] < FLOORS[own]


def without_visible_to(found: Iterable[type[models.Model]]) -> Iterator[str]:
    """Models whose rows nobody has decided about."""
    for model in found:
        if not callable(getattr(model._default_manager, "visible_to", None)):
            yield f"{model._meta.label} has no visible_to"


def without_view_permission(found: Iterable[type[models.Model]]) -> Iterator[str]:
    for model in found:
        name = f"{model._meta.app_label}.view_{model._meta.model_name}"
        if not rules.perm_exists(name):
            yield f"{name} is in no permissions table"
