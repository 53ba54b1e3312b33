"""The fixed words of people and organisations (docs: domain, "Who uses it")."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    KLK = "klk", _("KLK")
    MUNICIPALITY = "municipality", _("Municipality")
    AREA = "area", _("Area")
    INSTITUTION = "institution", _("Institution")


class InstitutionType(models.TextChoices):
    SCHOOL = "school", _("School")
    DAY_CARE = "day_care", _("Day care")
    NURSERY = "nursery", _("Nursery")
    KINDERGARTEN = "kindergarten", _("Kindergarten")
    AFTER_SCHOOL = "after_school", _("After-school care")
    YOUTH = "youth", _("Youth club")
    ELDER_CARE = "elder_care", _("Elder care")
    HOME_CARE = "home_care", _("Home care")
    SOCIAL = "social", _("Social services")
    HEALTH = "health", _("Health")
    CULTURE = "culture", _("Library and culture")
    EMPLOYMENT = "employment", _("Employment")
    ADMINISTRATION = "administration", _("Administration")
    OTHER = "other", _("Other")


class Role(models.TextChoices):
    DIRECTOR = "director", _("Director")
    LEADER = "leader", _("Leader")
    INTERNAL_CONSULTANT = "internal_consultant", _("Internal development consultant")
    CONSULTANT = "consultant", _("KLK consultant")
    POLICY_OFFICER = "policy_officer", _("Administration")
    KLK_ADMIN = "klk_admin", _("KLK administration")


#: In which kinds of organisation a role can be held.
ROLE_BELONGS_TO: dict[str, frozenset[str]] = {
    Role.DIRECTOR: frozenset({OrganisationKind.MUNICIPALITY}),
    Role.LEADER: frozenset({OrganisationKind.INSTITUTION, OrganisationKind.AREA}),
    Role.INTERNAL_CONSULTANT: frozenset({OrganisationKind.MUNICIPALITY}),
    Role.POLICY_OFFICER: frozenset({OrganisationKind.MUNICIPALITY}),
    Role.CONSULTANT: frozenset({OrganisationKind.KLK}),
    Role.KLK_ADMIN: frozenset({OrganisationKind.KLK}),
}


class LeaderLevel(models.TextChoices):
    """Leaders of the same level belong together in a network."""

    TOP = "top", _("Top management")
    HEAD = "head", _("Head of an area")
    INSTITUTION = "institution", _("Leader of an institution")
    TEAM = "team", _("Team or section leader")


class Language(models.TextChoices):
    DANISH = "da", "Dansk"
    ENGLISH = "en", "English"
