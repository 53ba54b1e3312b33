"""The outbox: a message is a row before anybody sends it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    GATHERED = "gathered", _("Comes in your summary")
    SENT = "sent", _("Sent")
    UNSURE = "unsure", _("Perhaps sent")
    FAILED = "failed", _("Failed")
    SUPPRESSED = "suppressed", _("No longer wanted")


class Delivery(models.TextChoices):
    """How a person wants the messages of one kind."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("In a daily summary")
    WEEKLY = "weekly", _("In a weekly summary")
    NEVER = "never", _("Never")


#: What has reached its reader, in the mailbox or in the portal.
REACHED = (MessageState.SENT, MessageState.UNSURE, MessageState.GATHERED)

#: What somebody has to look after: it is certain or possible that it never arrives.
IN_TROUBLE = (MessageState.FAILED, MessageState.UNSURE)

#: The columns of a message that waits and that no sender has.
IN_LINE: dict[str, object] = {
    "state": MessageState.WAITING,
    "claim": None,
    "lease_until": None,
    "handed_over_at": None,
}
#: When a sender may take a waiting message: at its time, or when it is tried again.
NEXT_AT = Coalesce("retry_at", "due_at")


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> Self:
        """The messages sent to oneself. Nobody reads another person's mail here."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def in_trouble(self) -> Self:
        """What did not arrive, or perhaps not, and nobody has looked after yet.

        What was in a summary is looked after with it.
        """
        return self.filter(state__in=IN_TROUBLE, settled_at=None, summary=None)

    def certainly_failed(self) -> Self:
        return self.filter(state=MessageState.FAILED)

    def looked_after_by(self, user: Any) -> Self:
        """The messages in trouble that `user` looks after: all of them for KLK administration.

        The person is whatever AUTH_USER_MODEL is, with an `is_klk_admin`.
        """
        return self.in_trouble() if user.is_authenticated and user.is_klk_admin else self.none()

    def unread(self) -> Self:
        """What has reached its reader and has not been on their page of messages."""
        return self.filter(read_at=None, state__in=REACHED)

    def due(self, now: dt.datetime) -> Self:
        """Waiting messages whose time has come, put-off ones once their next try has come."""
        rows = self.annotate(next_at=NEXT_AT)
        return rows.filter(state=MessageState.WAITING, next_at__lte=now).order_by("next_at", "pk")

    def to_bundle(self, now: dt.datetime) -> Self:
        """Messages that belong into a summary whose time has come."""
        return self.filter(state=MessageState.GATHERED, summary=None, due_at__lte=now)

    def lost(self, gone: Iterable[uuid.UUID], now: dt.datetime) -> Self:
        """Claimed messages whose claim is among those `gone`, or whose lease is over."""
        over = models.Q(claim__in=gone) | models.Q(lease_until__lte=now)
        return self.filter(over, state=MessageState.CLAIMED)

    def overdue(self, since: dt.datetime) -> Self:
        """Messages due before `since` that the mail server has not even put off.

        Those that it put off wait for their recipient's server, which is not the portal's illness.
        """
        nobody_has_sent = models.Q(state__in=[MessageState.WAITING, MessageState.CLAIMED])
        nobody_has_bundled = models.Q(state=MessageState.GATHERED, summary=None)
        return self.filter(nobody_has_sent | nobody_has_bundled, due_at__lt=since, deferrals=0)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Message(models.Model):
    """One mail to one address about one subject on one occasion.

    Written in the transaction of the change that causes it, claimed and sent by a worker. The
    unique key makes asking twice harmless; a deliberate resend is a new occasion. `params` holds
    plain facts for the text, never a link that opens something. docs/outbox.md has the states.
    """

    kind = models.CharField(max_length=60)
    address = models.EmailField(_("address"))
    # Every state a message comes into is written into every index: none stands here twice.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        db_index=False,  # message_of_person begins with it
    )
    subject_id = models.CharField(max_length=60, blank=True)
    occasion = models.CharField(max_length=60, blank=True)
    params = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=2)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=MessageState, default=MessageState.WAITING)
    # A sender takes the row under a `claim` of its own until `lease_until`, and says so in
    # `handed_over_at` right before the mail server gets it: from then on it may have been sent.
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    # How often the mail server put this very message off, and when it is tried again.
    deferrals = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # The mail in which it reaches its reader together with others, once that is written.
    summary = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="gathered",
        db_index=False,  # message_in_summary holds the few that are in one
    )
    failure = models.TextField(blank=True)
    # When its line was first shown to its reader in the portal.
    read_at = models.DateTimeField(null=True, blank=True)
    # When somebody found that nothing is to be done about its not arriving.
    settled_at = models.DateTimeField(null=True, blank=True)
    sent_subject = models.CharField(max_length=255, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "address", "subject_id", "occasion"], name="message_asked_once"
            ),
            models.CheckConstraint(
                name="message_claimed_has_a_lease",
                condition=~models.Q(state=MessageState.CLAIMED)
                | models.Q(lease_until__isnull=False, claim__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                NEXT_AT,
                "id",
                condition=models.Q(state=MessageState.WAITING),
                name="message_next",
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(state=MessageState.GATHERED, summary=None),
                name="message_to_bundle",
            ),
            models.Index(
                fields=["summary"],
                condition=models.Q(summary__isnull=False),
                name="message_in_summary",
            ),
            models.Index(
                fields=["claim"],
                condition=models.Q(state=MessageState.CLAIMED),
                name="message_of_claim",
            ),
            models.Index(fields=["user", "-created_at"], name="message_of_person"),
            models.Index(
                fields=["user"],
                condition=models.Q(read_at=None, state__in=REACHED),
                name="message_unread",
            ),
            models.Index(
                fields=["-finished_at"],
                condition=models.Q(state__in=IN_TROUBLE, settled_at=None, summary=None),
                name="message_in_trouble",
            ),
            models.Index(
                fields=["finished_at"],
                condition=models.Q(state=MessageState.SENT),
                name="message_sent_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address}"


class MailSettingsQuerySet(models.QuerySet["MailSettings"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user) if user.is_authenticated else self.none()


class MailSettings(models.Model):
    """When the portal may write to a person. Who has chosen nothing has the defaults."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_settings"
    )
    quiet_from = models.TimeField(_("not after"), default=dt.time(20))
    quiet_until = models.TimeField(_("not before"), default=dt.time(7))
    rests_on_days_off = models.BooleanField(_("not on weekends and holidays"), default=True)

    objects = MailSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail settings")
        verbose_name_plural = _("mail settings")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.quiet_until:%H:%M}-{self.quiet_from:%H:%M}"


class DeliveryChoiceQuerySet(models.QuerySet["DeliveryChoice"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user) if user.is_authenticated else self.none()


class DeliveryChoice(models.Model):
    """How a person wants one kind of message. Without one: at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="delivery_choices"
    )
    kind = models.CharField(max_length=60)
    delivery = models.CharField(max_length=10, choices=Delivery)

    objects = DeliveryChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of delivery")
        verbose_name_plural = _("choices of delivery")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="delivery_chosen_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.kind}: {self.delivery}"
