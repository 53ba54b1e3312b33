"""The audit trail as a director reads it: who changed what, when, in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.selectors.audit_words import (
    EMPTY,
    UNSPOKEN,
    field_label,
    model_label,
    shortened,
    spoken,
)
from audit.models import AuditEntry, AuditEntryQuerySet, Row
from audit.registry import shown_models

ACTIONS: dict[int, str | Promise] = {
    AuditEntry.Action.CREATE: gettext_lazy("created"),
    AuditEntry.Action.UPDATE: gettext_lazy("changed"),
    AuditEntry.Action.DELETE: gettext_lazy("deleted"),
}

LONGEST_NAME = 120
# What a reader is told of an entry. The rest, the row as it was above all, stays in the database.
READ = ("timestamp", "action", "content_type", "object_repr", "changes", "source", "actor_email")
ACTOR = ("actor__first_name", "actor__last_name", "actor__email")

Names = dict[Row, str]
# The changed columns of an entry, each with its values before and after.
Columns: TypeAlias = "list[tuple[models.Field[Any, Any], Any]]"


class ChangedValue(NamedTuple):
    """One column of a change; `old` is empty when the row is new."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One entry as it is read."""

    when: dt.datetime
    who: str
    by_machine: str
    kind: str
    name: str
    action: str | Promise
    values: list[ChangedValue]


def may_read_changes(user: Any) -> bool:
    """Whether `user` is a director or KLK administrator: the trail is theirs alone."""
    municipalities = user.audited_municipalities()
    return municipalities is None or bool(municipalities)


def kinds_of_change() -> list[tuple[str, str]]:
    """What the trail follows, as choices, by name in the reader's language."""
    named = [(model._meta.label_lower, model_label(model)) for model in shown_models()]
    return sorted(named, key=lambda choice: choice[1])


def changes_of(
    *,
    user: Any,
    person: str = "",
    kind: str = "",
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
) -> AuditEntryQuerySet:
    """The entries that `user` may read, newest first; `person` is part of a name or an e-mail."""
    seen = AuditEntry.objects.visible_to(user)
    entries = seen.select_related("actor").only(*READ, *ACTOR)
    if person:
        entries = entries.filter(actor__in=_people_called(person, user))
    if kind:
        app_label, model = kind.split(".")
        entries = entries.filter(content_type__app_label=app_label, content_type__model=model)
    if from_day:
        entries = entries.filter(timestamp__gte=_start_of(from_day))
    if to_day:
        entries = entries.filter(timestamp__lt=_start_of(to_day + dt.timedelta(days=1)))
    found: AuditEntryQuerySet = entries.newest_first()
    return found


def _people_called(text: str, reader: User) -> models.QuerySet[User]:
    """By part of the name; by address only whom `reader` sees, else the search would tell it."""
    full = Concat("first_name", models.Value(" "), "last_name")
    seen = models.Q(pk__in=User.objects.visible_to(reader).values("pk"))
    called = models.Q(full__icontains=text) | (models.Q(email__icontains=text) & seen)
    found: models.QuerySet[User] = User.objects.annotate(full=full).filter(called)
    return found


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def described(entries: Iterable[AuditEntry]) -> list[Change]:
    """The entries of one page in plain words; one query more, however many they are."""
    told = [(entry, _columns(entry)) for entry in entries]
    names = _names_in(told)
    return [
        Change(
            when=entry.timestamp,
            who=_who(entry),
            by_machine=_machine(entry),
            kind=_kind_of(entry),
            name=shortened(entry.object_repr, LONGEST_NAME),
            action=ACTIONS.get(entry.action, ""),
            values=list(_values(entry, columns, names)),
        )
        for entry, columns in told
    ]


def _who(entry: AuditEntry) -> str:
    if entry.actor is not None:
        return str(entry.actor)
    return entry.actor_email or ("" if _machine(entry) else _("Somebody not signed in"))


def _machine(entry: AuditEntry) -> str:
    """What made the change for the person, or on its own."""
    if entry.source.startswith("task"):
        return _("a task of the portal")
    return _("a command of the operator") if entry.source.startswith("command") else ""


def _model(entry: AuditEntry) -> type[models.Model] | None:
    return ContentType.objects.get_for_id(entry.content_type_id).model_class()


def _kind_of(entry: AuditEntry) -> str:
    model = _model(entry)
    return model_label(model) if model else ""


def _columns(entry: AuditEntry) -> Columns:
    """Those that still exist and say something, in the model's order; none of a deleted row."""
    model = _model(entry)
    if model is None or entry.action == entry.Action.DELETE:
        return []
    changes = entry.changes or {}
    return [
        (field, changes[field.name])
        for field in model._meta.get_fields()
        if field.name in changes and field.name not in UNSPOKEN and isinstance(field, models.Field)
    ]


def _values(entry: AuditEntry, columns: Columns, names: Names) -> Iterator[ChangedValue]:
    created = entry.action == entry.Action.CREATE
    for field, change in columns:
        if field.many_to_many:
            yield _members(field, change)
            continue
        old, new = (_said(field, value, names) for value in change)
        if old != new:
            yield ChangedValue(field_label(field), "" if created else old, new)


def _members(field: models.Field[Any, Any], change: dict[str, Any]) -> ChangedValue:
    named = ", ".join(change["objects"])
    added = change["operation"] == "add"
    return ChangedValue(field_label(field), EMPTY if added else named, named if added else EMPTY)


def _said(field: models.Field[Any, Any], value: Any, names: Names) -> str:
    if isinstance(field, models.ForeignKey) and value is not None:
        return names.get((_content_type(field), str(value)), _("no longer known"))
    return spoken(field, value)


def _content_type(field: models.ForeignKey[Any, Any]) -> int:
    return ContentType.objects.get_for_model(field.related_model).pk


def _names_in(told: Iterable[tuple[AuditEntry, Columns]]) -> Names:
    """What the rows that these changes refer to were last called, deleted ones too."""
    wanted = {
        (_content_type(field), str(value))
        for _entry, columns in told
        for field, change in columns
        if isinstance(field, models.ForeignKey)
        for value in change
        if value is not None
    }
    return AuditEntry.objects.last_names(wanted)
