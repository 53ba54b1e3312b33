"""How an app puts a model under the audit trail."""

from __future__ import annotations

from auditlog.registry import auditlog
from django.db import models

_private: set[type[models.Model]] = set()


def keep_track_of(
    model: type[models.Model], *, exclude: list[str] | None = None, private: bool = False
) -> None:
    """Write every creation, change and deletion of `model` to the audit trail.

    `exclude` names columns whose content must never be there: passwords, sealed and private
    texts, derived columns. (Masking would show half of them.) Rows of a `private` model are
    nobody else's business, not even that they exist: no page shows their entries.
    """
    from_elsewhere = [
        field.name for field in model._meta.get_fields() if not isinstance(field, models.Field)
    ]
    auditlog.register(
        model,
        exclude_fields=[*(exclude or []), *from_elsewhere],
        m2m_fields={field.name for field in model._meta.many_to_many},
    )
    if private:
        _private.add(model)


def audited_models() -> list[type[models.Model]]:
    """Every model under the audit trail."""
    return list(auditlog.get_models())


def shown_models() -> list[type[models.Model]]:
    """The audited models whose entries a page may show."""
    return [model for model in audited_models() if model not in _private]
