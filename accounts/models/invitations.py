"""An invitation: nobody signs up by themselves."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Language, Role
from accounts.models.organisations import Organisation
from accounts.models.people import User
from accounts.models.roles import RoleHolding
from accounts.names import full_name

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.functional import Promise


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """KLK administration all; a director those to the own municipality."""
        if not user.is_authenticated:
            return self.none()
        if user.is_klk_admin:
            return self
        own = user.municipalities_as(Role.DIRECTOR)
        return self.filter(
            models.Q(organisation__in=own) | models.Q(organisation__municipality__in=own)
        )

    def pending(self, now: dt.datetime) -> Self:
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)

    def noting_who_stands(self, day: dt.date) -> Self:
        """Each with `is_backed`: whether whoever sent it last may invite there on `day` still.

        Directors of the municipality may, and KLK administration; so may a command, which has no
        name (docs/decisions/0012).
        """
        held = RoleHolding.objects.held_on(day).filter(
            user=models.OuterRef("invited_by"), user__is_active=True
        )
        at_home = models.Q(organisation=models.OuterRef("organisation")) | models.Q(
            organisation=models.OuterRef("organisation__municipality")
        )
        directs = held.filter(at_home, role=Role.DIRECTOR)
        return self.annotate(
            is_backed=models.Q(invited_by=None)
            | models.Exists(held.filter(role=Role.KLK_ADMIN))
            | models.Exists(directs)
        )

    def backed(self, day: dt.date) -> Self:
        """Those of which that is so."""
        return self.noting_who_stands(day).filter(is_backed=True)


class Invitation(models.Model):
    """Somebody is asked to take a role in an organisation.

    The link holds the id and `sendings` under the portal's signature, and is made when the mail is
    sent: nothing in this row opens anything. A resend counts `sendings` up, so older links die.
    """

    email = models.EmailField(_("e-mail"))
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.DANISH
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role_ends_on = models.DateField(_("to"), null=True, blank=True)
    deputy_for = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sendings = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="accepted_invitations"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    is_backed: bool  # of rows that `noting_who_stands` has read

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-created_at"], name="invitation_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "role", "organisation"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open",
            ),
            models.CheckConstraint(
                name="invitation_not_both_accepted_and_withdrawn",
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}: {self.get_role_display()}, {self.organisation}"

    @property
    def full_name(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def is_unanswered(self) -> bool:
        """Neither accepted nor withdrawn: it can be sent again and withdrawn."""
        return not (self.accepted_at or self.withdrawn_at)

    def is_open(self, now: dt.datetime) -> bool:
        """Whether the newest link still works."""
        return self.is_unanswered and now < self.expires_at

    def state(self, now: dt.datetime) -> str | Promise:
        """One word for the list of invitations."""
        if self.accepted_at:
            return _("Accepted")
        if self.withdrawn_at:
            return _("Withdrawn")
        return _("Waiting") if self.is_open(now) else _("Expired")

    def get_additional_data(self) -> dict[str, Any]:
        return {"municipality": self.organisation.home_id}
