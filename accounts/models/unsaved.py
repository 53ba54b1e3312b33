"""What somebody had typed when their session ended: kept sealed, given back to them alone."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models.people import User


class UnsavedTextQuerySet(models.QuerySet["UnsavedText"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The writer alone, whatever their role."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class UnsavedText(models.Model):
    """A form that was sent after its session had ended. `sealed` opens only for `user`."""

    user = models.ForeignKey(User, models.CASCADE, related_name="unsaved_texts")
    path = models.CharField(max_length=500)
    sealed = models.BinaryField()
    created_at = models.DateTimeField(db_index=True)

    objects = UnsavedTextQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.path
