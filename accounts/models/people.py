"""A person: signs in by e-mail, holds roles, reads Danish or English."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rules.permissions import has_perm as has_permission

from accounts.choices import Language, Role
from accounts.danish import sort_key
from accounts.names import full_name

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models.roles import RoleHolding


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User | AnonymousUser) -> UserQuerySet:
        """People whose page `user` may open.

        Oneself; KLK administration sees all; a director sees those who hold or held a role in the
        own municipality.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        own = user.municipalities_as(Role.DIRECTOR)
        from accounts.models.roles import RoleHolding

        holds = RoleHolding.objects.in_municipalities(own).filter(user=models.OuterRef("pk"))
        return self.filter(models.Q(pk=user.pk) | models.Exists(holds))

    def named_like(self, search: str) -> UserQuerySet:
        """Part of the name, as sorted (case and accents do not matter), or of the address."""
        if not (search := search.strip()):
            return self
        key, by_address = sort_key(search), models.Q(email__icontains=search)
        return self.filter(models.Q(sort_key__contains=key) | by_address if key else by_address)

    def in_danish_order(self) -> UserQuerySet:
        return self.order_by("sort_key", "pk")


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person; without a password nobody can sign in as them yet."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody the portal knows by an e-mail address. Roles say what they may do, not flags."""

    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.DANISH
    )
    is_active = models.BooleanField(_("can sign in"), default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    sort_key = models.CharField(max_length=300, editable=False, db_index=True)

    _is_being_created = False

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        self.sort_key = sort_key(f"{self.first_name} {self.last_name}")
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sort_key"}
        self._is_being_created = self._state.adding
        try:
            super().save(*args, **kwargs)
        finally:
            self._is_being_created = False

    @property
    def full_name(self) -> str:
        return full_name(self.first_name, self.last_name)

    def get_full_name(self) -> str:
        return self.full_name

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Ask the rules tables; an inactive person may do nothing."""
        return self.is_active and bool(has_permission(perm, self, obj))  # type: ignore[no-untyped-call]

    @cached_property
    def held_roles(self) -> list[RoleHolding]:
        """The roles held today, with their organisations: one query a request.

        Kept on the instance, which lives as long as the request, so a role that ends is gone at
        the next click. Code that outlives a request fetches the person anew.
        """
        return list(
            self.role_holdings.held_on(timezone.localdate()).select_related(
                "organisation__municipality"
            )
        )

    def has_role(self, *roles: str) -> bool:
        return any(holding.role in roles for holding in self.held_roles)

    @property
    def is_klk_admin(self) -> bool:
        return self.has_role(Role.KLK_ADMIN)

    def municipalities_as(self, *roles: str) -> set[int]:
        """Ids of the municipalities in which the person holds one of `roles` today."""
        return {
            holding.organisation.home_id
            for holding in self.held_roles
            if holding.role in roles and holding.organisation.home_id
        }

    def audited_municipalities(self) -> set[int] | None:
        """Whose changes this person may read: a set of ids, or None for all of them."""
        return None if self.is_klk_admin else self.municipalities_as(Role.DIRECTOR)

    def has_role_in(self, organisation_id: int, *roles: str) -> bool:
        return organisation_id in self.municipalities_as(*roles)

    def get_additional_data(self) -> dict[str, Any] | None:
        """Name the municipality in the audit trail: that of the person's newest role of today.

        What somebody who has left changes about themselves is no director's business any more.
        Nobody has a role before they are known, so of somebody new it is not even asked.
        """
        if self._is_being_created:
            return None
        held = self.role_holdings.held_on(timezone.localdate()).select_related("organisation")
        holding = held.order_by("-starts_on").first()
        return {"municipality": holding.organisation.home_id} if holding else None

    @property
    def was_invited_only(self) -> bool:
        """Whether the person is known but has never made a password."""
        return not self.has_usable_password()

    def today(self) -> dt.date:
        return timezone.localdate()
