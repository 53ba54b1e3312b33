"""Who comes to a meeting, who came, and which date suits whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.choices import Answer, DateChoice
from networks.models.meeting import Meeting
from networks.models.membership import Membership
from networks.models.network import Network
from networks.models.ties import ties_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """By name for those inside the network alone; a director reads rates."""
        return self.filter(meeting__in=Meeting.objects.inside_visible_to(user))


class Attendance(models.Model):
    """What a member has answered, and whether they were there (None: nobody has said)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="attendances")
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    reason = models.CharField(_("why not"), max_length=300, blank=True)
    substitute = models.CharField(_("who comes instead"), max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    was_there = models.BooleanField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_substitute_has_a_name",
                condition=models.Q(answer=Answer.SUBSTITUTE) | models.Q(substitute=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.get_answer_display()}"

    def get_additional_data(self) -> dict[str, Any]:
        return self.meeting.get_additional_data()


class DatePollQuerySet(models.QuerySet["DatePoll"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those inside the network."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(network__among=ties_of(user).inside)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class DatePoll(models.Model):
    """Several dates are proposed, members say which suit them, and one becomes a meeting."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="date_polls")
    theme = models.CharField(_("what the meeting is about"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    created_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    meeting = models.OneToOneField(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="found_by"
    )

    objects = DatePollQuerySet.as_manager()

    class Meta:
        verbose_name = _("search for a date")
        verbose_name_plural = _("searches for a date")

    def __str__(self) -> str:
        return self.theme

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.network.municipality_id}


class DateOptionQuerySet(models.QuerySet["DateOption"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(poll__in=DatePoll.objects.visible_to(user))


class DateOption(models.Model):
    """One proposed time."""

    poll = models.ForeignKey(DatePoll, models.CASCADE, related_name="options")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = DateOptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed date")
        verbose_name_plural = _("proposed dates")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "starts_at"], name="date_option_once"),
            models.CheckConstraint(
                name="date_option_ends_after_it_begins",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll}: {self.starts_at:%Y-%m-%d %H:%M}"

    def get_additional_data(self) -> dict[str, Any]:
        return self.poll.get_additional_data()


class DateAnswerQuerySet(models.QuerySet["DateAnswer"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(option__in=DateOption.objects.visible_to(user))


class DateAnswer(models.Model):
    """Whether a proposed time suits a member."""

    option = models.ForeignKey(DateOption, models.CASCADE, related_name="answers")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="date_answers")
    choice = models.CharField(max_length=10, choices=DateChoice)

    objects = DateAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "membership"], name="date_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.get_choice_display()}"

    def get_additional_data(self) -> dict[str, Any]:
        return self.option.get_additional_data()
