"""The mail that invites somebody into the portal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from accounts.selectors.invitations import link_to
from notifications.kinds import MessageKind
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
        )
    )
