"""How an app puts a model under the audit trail."""

from __future__ import annotations

from auditlog.registry import auditlog
from django.db import models


def keep_track_of(model: type[models.Model], *, exclude: list[str] | None = None) -> None:
    """Write every creation, change and deletion of `model` to the audit trail.

    `exclude` names columns whose content must never be there: passwords, sealed and private
    texts, derived columns. (Masking would show half of them.)
    """
    auditlog.register(model, exclude_fields=exclude or [])


def audited_models() -> list[type[models.Model]]:
    """Every model under the audit trail."""
    return list(auditlog.get_models())
