"""The audit trail: django-auditlog's entries with the municipality as a column to search by."""

from __future__ import annotations

from typing import Any, Self

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from audit.context import current_municipality, current_source
from audit.registry import shown_models


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

    def last_of(self, content_type_id: int, object_pk: str) -> Self:
        """The last entry of one row."""
        return self.filter(content_type=content_type_id, object_pk=object_pk).order_by(
            "-timestamp"
        )[:1]


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
        own = (self.additional_data or {}).get("municipality")
        self.municipality_id = own or current_municipality()
        self.source = current_source()
        super().save(*args, **kwargs)
