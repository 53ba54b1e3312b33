"""A leader's reflection log: readable by its writer alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.choices import ReflectionKind
from networks.models.network import Network

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The writer alone, with or without any role."""
        return self.filter(writer=user) if user.is_authenticated else self.none()


class Reflection(models.Model):
    """What happened, what was learned, what to try. The texts are sealed one by one.

    The id is made before the row is written, since the seal is bound to it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    writer = models.ForeignKey("accounts.User", models.CASCADE, related_name="reflections")
    network = models.ForeignKey(
        Network, models.SET_NULL, null=True, blank=True, related_name="reflections"
    )
    kind = models.CharField(
        _("kind"), max_length=15, choices=ReflectionKind, default=ReflectionKind.PROCESS
    )
    happened = models.BinaryField()
    learned = models.BinaryField()
    to_try = models.BinaryField()
    try_by = models.DateField(_("by"), null=True, blank=True)
    key_id = models.CharField(max_length=40, db_index=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ReflectionQuerySet.as_manager()

    SEALED_FIELDS = ("happened", "learned", "to_try")

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["writer", "-created_at"], name="reflection_of_writer")]

    def __str__(self) -> str:
        return str(self.pk)

    def bound_to(self, field: str) -> str:
        """The words a sealed text is bound to: row, field and writer."""
        return f"reflection:{self.pk}:{field}:{self.writer_id}"
