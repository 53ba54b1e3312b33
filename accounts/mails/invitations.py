"""The mail that invites somebody into the portal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind, Role
from accounts.models import Invitation, Organisation, User
from accounts.selectors.invitations import link_to
from notifications.kinds import Example, MessageKind
from notifications.kinds import register as register_kind
from notifications.models import Message


def _invitation(message: Message) -> Invitation | None:
    return (
        Invitation.objects.noting_who_stands(timezone.localdate())
        .select_related("organisation__municipality", "invited_by", "deputy_for")
        .filter(pk=message.subject_id)
        .first()
    )


def _still_wanted(message: Message) -> bool:
    """Only the newest sending of an invitation that waits for an answer and is stood behind."""
    invitation = _invitation(message)
    return (
        invitation is not None
        and message.occasion == str(invitation.sendings)
        and invitation.is_open(timezone.now())
        and invitation.is_backed
    )


def _context(message: Message) -> Mapping[str, Any]:
    invitation = _invitation(message)
    if invitation is None:  # between the question and the sending; nothing is left to invite to
        return {}
    return {
        "invitation": invitation,
        "first_name": invitation.first_name,
        "link": link_to(invitation),
    }


def _inviter(message: Message) -> User | None:
    invitation = _invitation(message)
    return invitation.invited_by if invitation else None


def _example() -> Example:
    mette = User(first_name="Mette", last_name="Holm", email="mette.holm@gentofte.example")
    invitation = Invitation(
        first_name="Sofie",
        role=Role.LEADER,
        organisation=Organisation(kind=OrganisationKind.INSTITUTION, name="Børnehuset Åen"),
        invited_by=mette,
        expires_at=timezone.now() + dt.timedelta(days=settings.INVITATION_DAYS),
    )
    link = settings.BASE_URL + reverse("accept_invitation", args=["eksempel"])
    return Example({"invitation": invitation, "link": link}, reply_to=mette)


def register() -> None:
    """Make the kind of message known."""
    register_kind(
        MessageKind(
            name="accounts.invitation",
            label=_("Invitation to the portal"),
            necessary=_("Without it you cannot come in."),
            urgent=True,
            still_wanted=_still_wanted,
            context_at_sending=_context,
            why=_("You get this e-mail because you are invited to KLK Netværk."),
            sent_when=_("Right after somebody is invited to the portal, and when it is sent again"),
            reply_to=_inviter,
            example=_example,
        )
    )
