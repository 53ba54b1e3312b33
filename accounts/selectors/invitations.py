"""What an invitation's link says, and which invitations a person looks after."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.models.invitations import InvitationQuerySet
from accounts.selectors.people import find_by_address

_SALT = "accounts.invitation"


def link_to(invitation: Invitation) -> str:
    """The link that accepts the newest sending. Made for the mail alone and kept nowhere."""
    token = signing.dumps([invitation.pk, invitation.sendings], salt=_SALT, compress=False)
    return f"{settings.BASE_URL}{reverse('accept_invitation', args=[token])}"


def invitation_behind(token: str, now: dt.datetime) -> Invitation | None:
    """The open invitation that `token` belongs to; nothing for any link that is dead.

    Tampered, expired, used, withdrawn, replaced by a newer sending and sent by somebody who may
    invite no more all look the same.
    """
    try:
        signed = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):  # ValueError: signed, yet no JSON
        return None
    match signed:
        case [int(pk), int(sendings)]:
            backed = _with_its_people().backed(timezone.localdate(now))
            found = backed.filter(pk=pk, sendings=sendings).first()
        case _:
            return None
    return found if found and found.is_open(now) else None


def _with_its_people() -> InvitationQuerySet:
    return Invitation.objects.select_related(
        "organisation__municipality", "invited_by", "deputy_for"
    )


def invited_person(invitation: Invitation) -> User | None:
    """Who has the invited address already."""
    return find_by_address(invitation.email)


def invitations_seen_by(reader: User, now: dt.datetime, *, only_open: bool) -> QuerySet[Invitation]:
    """The invitations `reader` looks after, the newest first, each with `is_backed`."""
    seen = Invitation.objects.visible_to(reader).noting_who_stands(timezone.localdate(now))
    seen = seen.select_related("organisation__municipality", "invited_by")
    return seen.filter(accepted_at=None, withdrawn_at=None) if only_open else seen
