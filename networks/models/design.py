"""The design of a network (netværkskoncept): versions, of which an approved one never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import LeaderLevel, Role
from networks.choices import Admission, Attendance, DesignPart, DesignStatus, NetworkKind
from networks.models.network import Network, any_of, seen_by
from networks.models.ties import ties_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

LONG = 4000

#: The columns of each part, in the order of its page.
PART_FIELDS: dict[str, tuple[str, ...]] = {
    DesignPart.PURPOSE: ("purpose",),
    DesignPart.PARTICIPANTS: (
        "kind",
        "target_group",
        "leader_level",
        "size_min",
        "size_max",
        "attendance",
        "admission",
        "composition",
    ),
    DesignPart.THEMES: ("themes", "frequency", "meeting_length", "methods"),
    DesignPart.LEADERSHIP: ("sponsor", "coordinator_role", "consultant_role", "rotating_roles"),
    DesignPart.RESOURCES: ("consultant_hours", "budget", "secretarial_help", "venues"),
    DesignPart.RULES: ("confidentiality", "preparation", "attendance_rule", "cancelling"),
    DesignPart.EVALUATION: ("evaluated_when", "renewed_on", "closing"),
}
ALL_FIELDS = tuple(field for fields in PART_FIELDS.values() for field in fields)


class NetworkDesignQuerySet(models.QuerySet["NetworkDesign"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """An approved design: everybody who sees its network. A draft: those who work on it.

        Those are the director of the municipality, KLK administration and assigned consultants.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        ways = [models.Q(seen_by(user, "network__"), status=DesignStatus.APPROVED)]
        if own := user.municipalities_as(Role.DIRECTOR):
            ways.append(models.Q(network__municipality__in=own))
        if assigned := ties_of(user).assigned:
            ways.append(models.Q(network__among=assigned))
        return self.filter(any_of(ways))

    def approved(self) -> Self:
        return self.filter(status=DesignStatus.APPROVED)

    def drafts(self) -> Self:
        return self.filter(status=DesignStatus.DRAFT)

    def newest_first(self) -> Self:
        return self.order_by("-version")


class NetworkDesign(models.Model):
    """One version of a network's design, its seven parts as columns; goals hang below it.

    A database trigger refuses any change of an approved version.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="designs")
    version = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=DesignStatus, default=DesignStatus.DRAFT)
    created_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by_name = models.CharField(max_length=220, blank=True)

    # How many things keep a draft from being approved, noted at each saving for the home page.
    missing = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    # purpose (the goals are rows of their own)
    purpose = models.TextField(_("purpose"), max_length=600, blank=True)
    # participants
    kind = models.CharField(_("kind"), max_length=20, choices=NetworkKind, blank=True)
    target_group = models.TextField(_("target group"), max_length=LONG, blank=True)
    leader_level = models.CharField(
        _("leader level"), max_length=20, choices=LeaderLevel, blank=True
    )
    size_min = models.PositiveSmallIntegerField(
        _("at least"), null=True, blank=True, validators=[MinValueValidator(2)]
    )
    size_max = models.PositiveSmallIntegerField(
        _("at most"), null=True, blank=True, validators=[MaxValueValidator(200)]
    )
    attendance = models.CharField(_("attendance"), max_length=12, choices=Attendance, blank=True)
    admission = models.CharField(_("admission"), max_length=20, choices=Admission, blank=True)
    composition = models.TextField(_("composition"), max_length=LONG, blank=True)
    # themes and activities
    themes = models.TextField(_("themes"), max_length=LONG, blank=True)
    frequency = models.CharField(_("how often"), max_length=200, blank=True)
    meeting_length = models.CharField(_("how long a meeting lasts"), max_length=100, blank=True)
    methods = models.TextField(_("methods"), max_length=LONG, blank=True)
    # leadership and coordination
    sponsor = models.CharField(_("sponsor"), max_length=200, blank=True)
    coordinator_role = models.TextField(_("coordinator"), max_length=LONG, blank=True)
    consultant_role = models.TextField(_("consultant"), max_length=LONG, blank=True)
    rotating_roles = models.TextField(_("roles that rotate"), max_length=LONG, blank=True)
    # resources and service
    consultant_hours = models.PositiveSmallIntegerField(
        _("consultant hours"), null=True, blank=True
    )
    budget = models.PositiveIntegerField(_("budget in kroner"), null=True, blank=True)
    secretarial_help = models.TextField(_("secretarial help"), max_length=LONG, blank=True)
    venues = models.TextField(_("venues"), max_length=LONG, blank=True)
    # rules of play
    confidentiality = models.TextField(_("confidentiality"), max_length=LONG, blank=True)
    preparation = models.TextField(_("preparation"), max_length=LONG, blank=True)
    attendance_rule = models.TextField(_("attendance"), max_length=LONG, blank=True)
    cancelling = models.TextField(_("cancelling"), max_length=LONG, blank=True)
    # evaluation and ending
    evaluated_when = models.TextField(_("when it is measured"), max_length=LONG, blank=True)
    renewed_on = models.DateField(_("when it is renewed"), null=True, blank=True)
    closing = models.TextField(_("how it closes"), max_length=LONG, blank=True)

    objects = NetworkDesignQuerySet.as_manager()

    class Meta:
        verbose_name = _("design")
        verbose_name_plural = _("designs")
        constraints = [
            models.UniqueConstraint(fields=["network", "version"], name="design_version_once"),
            models.UniqueConstraint(
                fields=["network"],
                condition=models.Q(status=DesignStatus.DRAFT),
                name="design_one_draft_at_a_time",
            ),
            models.CheckConstraint(
                name="design_approved_has_a_time",
                condition=models.Q(status=DesignStatus.DRAFT, approved_at=None)
                | models.Q(status=DesignStatus.APPROVED, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="design_size_from_below_to",
                condition=models.Q(size_min=None)
                | models.Q(size_max=None)
                | models.Q(size_min__lte=models.F("size_max")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network}, version {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.status == DesignStatus.DRAFT

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.network.municipality_id}


class DesignPartStateQuerySet(models.QuerySet["DesignPartState"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(design__in=NetworkDesign.objects.visible_to(user))


class DesignPartState(models.Model):
    """How often a part of a draft was saved, and by whom last.

    A form says which `revision` it was shown; another one now means that somebody saved meanwhile.
    """

    design = models.ForeignKey(NetworkDesign, models.CASCADE, related_name="part_states")
    part = models.CharField(max_length=20, choices=DesignPart)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    objects = DesignPartStateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design", "part"], name="design_part_state_once")
        ]

    def __str__(self) -> str:
        return f"{self.design_id}: {self.part} ({self.revision})"
