"""The audit trail: django-auditlog's entries with the municipality as a column to search by."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from audit import together
from audit.context import current_municipality, current_source
from audit.registry import shown_models

Row = tuple[int, str]  # id of its content type, primary key

# One look into the index a row, since a row that changes every day has thousands of entries. Made
# by Django as a union of as many queries, it takes longer to write than to run.
LAST_NAMES = """
    SELECT wanted.kind, wanted.pk, latest.object_repr
    FROM unnest(%s, %s) AS wanted (kind, pk)
    CROSS JOIN LATERAL (
        SELECT object_repr FROM audit_auditentry
        WHERE content_type_id = wanted.kind AND object_pk = wanted.pk
        ORDER BY timestamp DESC LIMIT 1
    ) AS latest
"""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: Any) -> Self:
        """Entries of the municipalities whose changes `user` may read, private rows left out.

        The person says which: `user.audited_municipalities()` gives ids, or None for all.
        """
        if not user.is_authenticated:
            return self.none()
        shown = ContentType.objects.get_for_models(*shown_models()).values()
        entries = self.filter(content_type__in=shown)
        municipalities = user.audited_municipalities()
        if municipalities is None:
            return entries
        return entries.filter(municipality_id__in=municipalities)

    def newest_first(self) -> Self:
        return self.order_by("-timestamp", "-pk")


class AuditEntryManager(LogEntryManager.from_queryset(AuditEntryQuerySet)):  # type: ignore[misc]
    """auditlog's manager, which writes entries, with our questions.

    An entry keeps what the row was called. That is in Danish, whoever made the change.
    """

    def log_create(self, instance: models.Model, **kwargs: Any) -> AuditEntry | None:
        with translation.override(settings.LANGUAGE_CODE):
            entry: AuditEntry | None = super().log_create(instance, **kwargs)
        return entry

    def log_m2m_changes(self, *args: Any, **kwargs: Any) -> AuditEntry | None:
        with translation.override(settings.LANGUAGE_CODE):
            entry: AuditEntry | None = super().log_m2m_changes(*args, **kwargs)
        return entry

    def create(self, **kwargs: Any) -> AuditEntry:
        """Write one entry: at once, or with the others of `together.entries_together`."""
        if (batch := together.batch()) is None:
            written: AuditEntry = super().create(**kwargs)
            return written
        entry: AuditEntry = self.model(**kwargs)
        together.prepare(entry)
        entry.note_where()
        batch.add(entry)
        return entry

    def last_names(self, rows: Collection[Row]) -> dict[Row, str]:
        """What each of `rows` was last called, deleted ones too; one query, none for no rows."""
        if not rows:
            return {}
        kinds, pks = zip(*rows, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(LAST_NAMES, [list(kinds), list(pks)])
            return {(kind, pk): name for kind, pk, name in cursor.fetchall()}


class AuditEntry(AbstractLogEntry):
    """Who changed what, when; written by django-auditlog in the transaction of the change.

    `municipality_id` and `source` are lifted out of what the changed row and the running task say
    of themselves. It is a plain number, so that the trail outlives what it speaks of.
    """

    municipality_id = models.BigIntegerField(null=True, editable=False)
    source = models.CharField(_("where from"), max_length=100, blank=True, editable=False)

    objects = AuditEntryManager()

    class Meta(AbstractLogEntry.Meta):
        abstract = False
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["municipality_id", "-timestamp"], name="audit_newest_first"),
            models.Index(fields=["content_type", "object_pk", "-timestamp"], name="audit_of_row"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.note_where()
        super().save(*args, **kwargs)

    def note_where(self) -> None:
        """Lift out whose entry it is, and which task or command is running."""
        own = (self.additional_data or {}).get("municipality")
        self.municipality_id = own or current_municipality()
        self.source = current_source()
