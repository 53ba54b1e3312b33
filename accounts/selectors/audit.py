"""The audit trail as a director reads it: who changed what, when, in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.selectors.audit_words import EMPTY, UNSPOKEN, field_label, model_label, spoken
from audit.models import AuditEntry, AuditEntryQuerySet
from audit.registry import shown_models

ACTIONS: dict[int, str | Promise] = {
    AuditEntry.Action.CREATE: gettext_lazy("created"),
    AuditEntry.Action.UPDATE: gettext_lazy("changed"),
    AuditEntry.Action.DELETE: gettext_lazy("deleted"),
}

# As many as anybody leafs through; older ones are found by day. Counting all would grow for ever.
LISTED = 2500

Names = dict[tuple[int, str], str]


@dataclass(frozen=True)
class ChangedValue:
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
    """The newest LISTED entries that `user` may read; `person` is part of a name or an e-mail."""
    entries = AuditEntry.objects.visible_to(user).select_related("actor", "content_type")
    if person:
        entries = entries.filter(actor__in=_people_called(person, user))
    if kind:
        app_label, model = kind.split(".")
        entries = entries.filter(content_type__app_label=app_label, content_type__model=model)
    if from_day:
        entries = entries.filter(timestamp__gte=_start_of(from_day))
    if to_day:
        entries = entries.filter(timestamp__lt=_start_of(to_day + dt.timedelta(days=1)))
    found: AuditEntryQuerySet = entries.newest_first()[:LISTED]
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
    entries = list(entries)
    names = _names_in(entries)
    return [
        Change(
            when=entry.timestamp,
            who=_who(entry),
            by_machine=_machine(entry),
            kind=_kind_of(entry),
            name=Truncator(entry.object_repr).chars(120),
            action=ACTIONS.get(entry.action, ""),
            values=[] if entry.action == entry.Action.DELETE else list(_values(entry, names)),
        )
        for entry in entries
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


def _kind_of(entry: AuditEntry) -> str:
    model = entry.content_type.model_class()
    return model_label(model) if model else ""


def _fields(entry: AuditEntry) -> Iterator[tuple[models.Field[Any, Any], Any]]:
    """The changed columns that still exist and say something, in the model's order."""
    model = entry.content_type.model_class()
    if model is None:
        return
    known = {field.name: order for order, field in enumerate(model._meta.get_fields())}
    for name in sorted(entry.changes or {}, key=lambda name: known.get(name, 0)):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if isinstance(field, models.Field) and name not in UNSPOKEN:
            yield field, entry.changes[name]


def _values(entry: AuditEntry, names: Names) -> Iterator[ChangedValue]:
    for field, change in _fields(entry):
        if field.many_to_many:
            yield _members(field, change)
            continue
        old, new = (_said(field, value, names) for value in change)
        if old != new:
            created = entry.action == entry.Action.CREATE
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


def _names_in(entries: list[AuditEntry]) -> Names:
    """What the rows that these entries refer to were last called, deleted ones too."""
    wanted = {
        (_content_type(field), str(value))
        for entry in entries
        for field, change in _fields(entry)
        if isinstance(field, models.ForeignKey)
        for value in change
        if value is not None
    }
    # One look into an index a row: a row that changes every day has thousands of entries.
    columns = ("content_type_id", "object_pk", "object_repr")
    looks = [AuditEntry.objects.last_of(*row).values_list(*columns) for row in sorted(wanted)]
    if not looks:
        return {}
    found = looks[0].union(*looks[1:], all=True) if len(looks) > 1 else looks[0]
    return {(kind, pk): name for kind, pk, name in found}
