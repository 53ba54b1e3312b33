"""A file of institutions and leaders on its way in: read, shown, and only then written."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models.organisations import Organisation
from accounts.models.people import User


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Read")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Ready to be confirmed")
    WRITING = "writing", _("Being written")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped")


class StaffImportQuerySet(models.QuerySet["StaffImport"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """KLK administration all; a director those of the own municipality."""
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        return self.filter(municipality__in=user.municipalities_as(Role.DIRECTOR))


class StaffImport(models.Model):
    """One uploaded list. Its rows are kept until it is done, then only the counts remain."""

    municipality = models.ForeignKey(Organisation, models.CASCADE, related_name="staff_imports")
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.UPLOADED)
    header = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = StaffImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.municipality_id}
