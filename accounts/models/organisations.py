"""The tree of organisations: KLK; municipality → area → institution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import InstitutionType, OrganisationKind, Role
from accounts.danish import sort_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models.people import User

MUNICIPAL_ROLES = (
    Role.DIRECTOR,
    Role.LEADER,
    Role.INTERNAL_CONSULTANT,
    Role.POLICY_OFFICER,
)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User | AnonymousUser) -> OrganisationQuerySet:
        """KLK administration sees all; everybody else the own municipality's tree.

        A consultant's assignment opens a network's pages and never the municipality's tree.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        return self.in_municipalities(user.municipalities_as(*MUNICIPAL_ROLES))

    def in_municipalities(self, ids: set[int]) -> OrganisationQuerySet:
        """The municipalities with these ids and everything below them."""
        return self.filter(models.Q(pk__in=ids) | models.Q(municipality__in=ids))

    def municipalities(self) -> OrganisationQuerySet:
        return self.filter(kind=OrganisationKind.MUNICIPALITY)

    def institutions(self) -> OrganisationQuerySet:
        return self.filter(kind=OrganisationKind.INSTITUTION)

    def named_like(self, search: str) -> OrganisationQuerySet:
        """Part of the name, as sorted: case and accents do not matter."""
        if not search.strip():
            return self
        key = sort_key(search)
        return self.filter(sort_key__contains=key) if key else self.none()

    def in_danish_order(self) -> OrganisationQuerySet:
        return self.order_by("sort_key", "pk")


class Organisation(models.Model):
    """KLK, a municipality, an area of one, or an institution in one."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    municipality = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="descendants",
        help_text="Of an area or institution: the municipality at the top of its branch.",
    )
    code = models.CharField(_("municipality code"), max_length=3, blank=True)
    institution_type = models.CharField(
        _("type"), max_length=20, choices=InstitutionType, blank=True
    )
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    sort_key = models.CharField(max_length=300, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            models.Index(fields=["municipality", "sort_key"], name="organisation_in_order"),
            models.Index(fields=["kind", "sort_key"], name="organisation_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                name="organisation_hangs_where_its_kind_belongs",
                condition=(
                    models.Q(
                        kind__in=[OrganisationKind.KLK, OrganisationKind.MUNICIPALITY],
                        parent=None,
                        municipality=None,
                    )
                    | models.Q(
                        kind__in=[OrganisationKind.AREA, OrganisationKind.INSTITUTION],
                        parent__isnull=False,
                        municipality__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="organisation_municipality_has_a_code",
                condition=(
                    models.Q(kind=OrganisationKind.MUNICIPALITY, code__regex=r"^\d{3}$")
                    | (~models.Q(kind=OrganisationKind.MUNICIPALITY) & models.Q(code=""))
                ),
            ),
            models.CheckConstraint(
                name="organisation_only_institutions_have_a_type",
                condition=models.Q(institution_type="")
                | models.Q(kind=OrganisationKind.INSTITUTION),
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="organisation_code_once"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind=OrganisationKind.KLK),
                name="organisation_one_klk",
            ),
            models.UniqueConstraint(
                fields=["municipality", "kind", "name"],
                condition=~models.Q(municipality=None),
                name="organisation_name_once_in_municipality",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        if self.parent is not None:
            self.municipality_id = self.parent.home_id
        super().save(*args, **kwargs)

    def get_institution_type_display(self) -> str:  # type: ignore[no-redef]  # of the stubs
        """As Django's own, which translates every type for every row of a list to find one."""
        return str(InstitutionType(self.institution_type).label) if self.institution_type else ""

    @property
    def home_id(self) -> int | None:
        """Id of the municipality this belongs to: its own for a municipality, none for KLK."""
        if self.kind == OrganisationKind.MUNICIPALITY:
            return self.pk
        return self.municipality_id

    @property
    def home_name(self) -> str:
        """Name of the municipality (or KLK) this belongs to."""
        return self.municipality.name if self.municipality else self.name

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.home_id}


class RegionQuerySet(models.QuerySet["Region"]):
    def visible_to(self, user: User | AnonymousUser) -> RegionQuerySet:
        """Regions are public knowledge for everybody who is signed in."""
        return self if user.is_authenticated else self.none()


class Region(models.Model):
    """A region by name. Regions change by law (next on 1 January 2027), so they are data."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name


class RegionPeriodQuerySet(models.QuerySet["RegionPeriod"]):
    def visible_to(self, user: User | AnonymousUser) -> RegionPeriodQuerySet:
        return self if user.is_authenticated else self.none()


class RegionPeriod(models.Model):
    """Which region a municipality lies in, from date to date (the end date included)."""

    municipality = models.ForeignKey(Organisation, models.CASCADE, related_name="region_periods")
    region = models.ForeignKey(Region, models.PROTECT, related_name="periods")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = RegionPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "starts_on"], name="region_period_once"
            ),
            models.CheckConstraint(
                name="region_period_ends_after_start",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.region}"
