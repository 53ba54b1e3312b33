"""A meeting of a network: when, where, about what, and who takes which part."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from networks.choices import CarriedBy, MeetingPart
from networks.models.network import Network, any_of
from networks.models.ties import ties_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

#: Why meetings are cancelled that a closed network leaves behind; kept so, said in each language.
NETWORK_CLOSED = gettext_noop("The network has been closed.")
#: The work of a meeting, in the order in which it is done.
WORK = ("convened_by", "agenda_by", "facilitated_by", "minutes_by", "followed_up_by")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Meetings of networks one is inside of; a director sees the dates of the municipality.

        What happened in the room is not here: minutes, documents and who came by name are for
        those inside alone (`inside_visible_to`).
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        ways = [models.Q(network__among=ties_of(user).inside)]
        if own := user.municipalities_as(Role.DIRECTOR):
            ways.append(models.Q(network__municipality__in=own))
        return self.filter(any_of(ways))

    def inside_visible_to(self, user: User | AnonymousUser) -> Self:
        """Meetings whose inside is open to `user`: of active members and assigned consultants."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(network__among=ties_of(user).inside)

    def planned(self) -> Self:
        return self.filter(cancelled_at=None)

    def upcoming(self, now: dt.datetime) -> Self:
        """Planned and not over yet, the next one first.

        A meeting ends on the day on which it begins, so an index can leave out all older ones.
        """
        begun = now - dt.timedelta(days=1)
        return (
            self.planned().filter(starts_at__gt=begun, ends_at__gt=now).order_by("starts_at", "pk")
        )

    def past(self, now: dt.datetime) -> Self:
        """Planned and over, the last one first."""
        return self.planned().filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def between(self, first: dt.datetime, end: dt.datetime) -> Self:
        """Those that begin from `first` on and before `end`, in order, cancelled ones too."""
        return self.filter(starts_at__gte=first, starts_at__lt=end).order_by("starts_at", "pk")


class Meeting(models.Model):
    """Once announced it is never deleted: it is moved or cancelled, and calendars hear of it.

    `uid` and `sequence` are those of its iCalendar entry: the same entry with a higher sequence is
    a change. `presence_code` is shown on the screen in the room.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="meetings")
    theme = models.CharField(_("theme"), max_length=200)
    goal = models.ForeignKey(
        "networks.Goal", models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to the video meeting"), max_length=500, blank=True)
    host = models.ForeignKey(
        "accounts.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="hosted",
        verbose_name=_("host"),
    )
    prepare = models.TextField(_("what to prepare"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    presence_code = models.CharField(max_length=6, editable=False)
    created_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_because = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    # who did the work, on the ladder to self-running; empty where nobody has said
    convened_by = models.CharField(_("Who convened"), max_length=20, choices=CarriedBy, blank=True)
    agenda_by = models.CharField(
        _("Who set the agenda"), max_length=20, choices=CarriedBy, blank=True
    )
    facilitated_by = models.CharField(
        _("Who facilitated"), max_length=20, choices=CarriedBy, blank=True
    )
    minutes_by = models.CharField(
        _("Who wrote the minutes"), max_length=20, choices=CarriedBy, blank=True
    )
    followed_up_by = models.CharField(
        _("Who followed up"), max_length=20, choices=CarriedBy, blank=True
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [
            models.Index(fields=["network", "starts_at"], name="meeting_of_network"),
            # the next few of hundreds of networks
            models.Index(fields=["starts_at", "id"], name="meeting_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_begins",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            ),
            models.UniqueConstraint(
                fields=["network", "starts_at"],
                condition=models.Q(cancelled_at=None),
                name="meeting_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.theme

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def why_cancelled(self) -> str:
        """What somebody wrote, or the portal's own reason in the reader's language."""
        because = self.cancelled_because
        return gettext(because) if because == NETWORK_CLOSED else because

    def is_over(self, now: dt.datetime) -> bool:
        return self.ends_at <= now

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.network.municipality_id}


class MeetingRoleQuerySet(models.QuerySet["MeetingRole"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(meeting__in=Meeting.objects.inside_visible_to(user))


class MeetingRole(models.Model):
    """Who takes which part in a meeting: a member, or a consultant assigned to the network."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="roles")
    part = models.CharField(max_length=20, choices=MeetingPart)
    holder = models.ForeignKey("accounts.User", models.CASCADE, related_name="meeting_roles")

    objects = MeetingRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a meeting")
        verbose_name_plural = _("roles in meetings")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "part"], name="meeting_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.holder}"

    def get_additional_data(self) -> dict[str, Any]:
        return self.meeting.get_additional_data()
