"""What came of a meeting: minutes, decisions, actions, documents. All of it is the inside."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.choices import MinutesState
from networks.models.meeting import Meeting
from networks.models.network import Network

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

M = TypeVar("M", bound=models.Model)


class OfMeetingQuerySet(models.QuerySet[M]):
    """Rows that hang on a meeting and are part of its inside."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(meeting__in=Meeting.objects.inside_visible_to(user))


def nameless(row: Decision | Action | Document) -> str:
    """What the row is and where it belongs: the audit trail keeps this, and not what it says."""
    return f"{row._meta.verbose_name}: {row.meeting}"


class Minutes(models.Model):
    """Written together, then approved by those who were there; approved minutes never change.

    `revision` counts every change of the text and of the decisions: who approves says which one
    they have read. `change_wanted` is why they were taken back, until they are sent again.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    text = models.TextField(_("minutes"), max_length=20_000, blank=True)
    state = models.CharField(max_length=12, choices=MinutesState, default=MinutesState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    change_wanted = models.CharField(_("what to change"), max_length=300, blank=True)
    change_wanted_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = OfMeetingQuerySet["Minutes"].as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.CheckConstraint(
                name="minutes_approved_has_a_time",
                condition=models.Q(state=MinutesState.APPROVED, approved_at__isnull=False)
                | (~models.Q(state=MinutesState.APPROVED) & models.Q(approved_at=None)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_state_display()}"

    @property
    def can_be_written(self) -> bool:
        return self.state == MinutesState.DRAFT

    def get_additional_data(self) -> dict[str, Any]:
        return self.meeting.get_additional_data()


class MinutesApprovalQuerySet(models.QuerySet["MinutesApproval"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(minutes__in=Minutes.objects.visible_to(user))


class MinutesApproval(models.Model):
    """Somebody who was there says that the minutes are right."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="approvals")
    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    approved_at = models.DateTimeField()

    objects = MinutesApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of minutes")
        verbose_name_plural = _("approvals of minutes")
        constraints = [
            models.UniqueConstraint(fields=["minutes", "person"], name="minutes_approved_once")
        ]

    def __str__(self) -> str:
        return f"{self.minutes}: {self.person}"

    def get_additional_data(self) -> dict[str, Any]:
        return self.minutes.get_additional_data()


class Decision(models.Model):
    """Something that was decided, in one sentence."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    text = models.CharField(_("decision"), max_length=500)
    created_at = models.DateTimeField()

    objects = OfMeetingQuerySet["Decision"].as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return nameless(self)

    def get_additional_data(self) -> dict[str, Any]:
        return self.meeting.get_additional_data()


class ActionQuerySet(OfMeetingQuerySet["Action"]):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def of_network(self, network: Network) -> Self:
        return self.filter(meeting__network=network)


class Action(models.Model):
    """What somebody does until when; it turns up in the next meeting until it is done."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="actions")
    text = models.CharField(_("action"), max_length=300)
    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="actions")
    due_on = models.DateField(_("due"))
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=models.Q(done_at=None),
                name="action_open_of_owner",
            )
        ]

    def __str__(self) -> str:
        return nameless(self)

    def is_late(self, today: dt.date) -> bool:
        return self.done_at is None and self.due_on < today

    def get_additional_data(self) -> dict[str, Any]:
        return self.meeting.get_additional_data()


class Document(models.Model):
    """A file of a meeting. What is in it stands apart, so that lists do not read it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents")
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = OfMeetingQuerySet["Document"].as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return nameless(self)

    def get_additional_data(self) -> dict[str, Any]:
        return self.meeting.get_additional_data()


class DocumentContentQuerySet(models.QuerySet["DocumentContent"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(document__in=Document.objects.visible_to(user))


class DocumentContent(models.Model):
    """The bytes of a document, in the database: one backup holds everything."""

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="content"
    )
    data = models.BinaryField()

    objects = DocumentContentQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.document_id)
