"""Nobody signs up: people are invited, and the link in their mail lets them in once."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import ROLE_BELONGS_TO, Language
from accounts.errors import PortalError
from accounts.models import Invitation, Organisation, RoleHolding, User
from accounts.selectors.invitations import invited_person
from accounts.services.constraints import refused_as
from accounts.services.people import (
    AddressTaken,
    create_person,
    set_first_password,
    verify_address,
)
from accounts.services.roles import (
    RoleHeldAlready,
    RoleNotHere,
    appoint,
    check_no_deputy_makes_directors,
)
from audit.context import acting
from notifications.services import queue_message

KIND = "accounts.invitation"


class InvitedAlready(PortalError):
    message = _("This person is already invited to this. You can send the invitation again.")


class RoleIsTheirs(PortalError):
    message = _("Somebody with this address already holds this role here.")


class EndIsPast(PortalError):
    message = _("The last day of the role has passed. Choose a day to come.")


class InvitationClosed(PortalError):
    message = _("The invitation has been accepted or withdrawn, so nothing was changed.")


class InvitationDead(PortalError):
    message = _("The link no longer works. Ask the person who invited you to send a new one.")


class SignInFirst(PortalError):
    message = _("You already have an account. Sign in first, then accept with one click.")


class PasswordMissing(PortalError):
    message = _("Choose a password.")


@transaction.atomic
def invite_person(
    *,
    email: str,
    first_name: str,
    last_name: str,
    role: str,
    organisation: Organisation,
    by: User | None,
    language: str = Language.DANISH,
    role_ends_on: dt.date | None = None,
    deputy_for: User | None = None,
    now: dt.datetime,
) -> Invitation:
    """Invite somebody to take `role` in `organisation`, by a mail with a link that works once.

    Whether the address is already known makes no difference to the inviter. An earlier invitation
    to the same that has expired is withdrawn and replaced.

    Raises RoleNotHere, DeputyMakesNoDirector, EndIsPast, RoleIsTheirs or InvitedAlready.
    """
    email = email.strip().lower()
    if organisation.kind not in ROLE_BELONGS_TO.get(role, ()):
        raise RoleNotHere
    check_no_deputy_makes_directors(role, organisation, by)
    if role_ends_on is not None and role_ends_on < timezone.localdate(now):
        raise EndIsPast
    if _holds_it(email, role, organisation, timezone.localdate(now)):
        raise RoleIsTheirs
    _clear_expired(email, role, organisation, now)
    with refused_as({"invitation_one_open": InvitedAlready}):
        invitation: Invitation = Invitation.objects.create(
            email=email,
            first_name=first_name.strip(),
            last_name=last_name.strip(),
            language=language,
            role=role,
            organisation=organisation,
            role_ends_on=role_ends_on,
            deputy_for=deputy_for,
            invited_by=by,
            created_at=now,
            expires_at=_expiry(now),
        )
    _queue(invitation, now)
    return invitation


@transaction.atomic
def resend_invitation(
    *, invitation: Invitation, by: User | None, now: dt.datetime, seen_sendings: int | None = None
) -> Invitation:
    """Send the mail again with a new link and a new time limit; earlier links stop working.

    Whoever sends it stands behind it from then on. `seen_sendings` is the count that the page
    showed: when somebody (or a double click) has sent it since, nothing more is sent.

    Raises InvitationClosed or DeputyMakesNoDirector.
    """
    locked = _lock(invitation)
    if locked.accepted_at or locked.withdrawn_at:
        raise InvitationClosed
    if seen_sendings is not None and seen_sendings != locked.sendings:
        return locked
    check_no_deputy_makes_directors(locked.role, locked.organisation, by)
    locked.sendings += 1
    locked.expires_at = _expiry(now)
    locked.invited_by = by or locked.invited_by
    locked.save(update_fields=["sendings", "expires_at", "invited_by"])
    _queue(locked, now)
    return locked


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User | None, now: dt.datetime) -> Invitation:
    """Let the link stop working; twice is harmless. Raises InvitationClosed once accepted."""
    locked = _lock(invitation)
    if locked.accepted_at:
        raise InvitationClosed
    if locked.withdrawn_at is None:
        locked.withdrawn_at = now
        locked.save(update_fields=["withdrawn_at"])
    return locked


@transaction.atomic
def accept_invitation(
    *,
    invitation: Invitation,
    password: str | None,
    now: dt.datetime,
    first_name: str = "",
    last_name: str = "",
) -> User:
    """Let the invited person in: account, verified address, role, and a leader's position.

    `invitation` is as the link found it; a link that was used, withdrawn or resent since is dead.
    So is one whose sender may invite no more; somebody else can send it again. Somebody who has
    an account with a password accepts with `password=None` and must be signed in (which the page
    sees to). The names, when given, are those of a new account.

    Raises InvitationDead, SignInFirst (a password was given for somebody who has one) or
    PasswordMissing.
    """
    locked = _lock(invitation)
    if locked.sendings != invitation.sendings or not locked.is_open(now):
        raise InvitationDead
    today = timezone.localdate(now)
    if not Invitation.objects.backed(today).filter(pk=locked.pk).exists():
        raise InvitationDead
    user = _let_in(locked, password, first_name, last_name)
    if not user.is_active:
        raise InvitationDead
    with acting("invitation", actor=user):
        verify_address(user=user, email=locked.email)
        _appoint(user, locked, today)
        locked.accepted_at, locked.accepted_by = now, user
        locked.save(update_fields=["accepted_at", "accepted_by"])
    return user


def _let_in(invitation: Invitation, password: str | None, first_name: str, last_name: str) -> User:
    """The person behind the address: as they are, with a first password, or created."""
    user = invited_person(invitation)
    if user is not None and user.has_usable_password():
        if password is not None:
            raise SignInFirst
        return user
    if not password:
        raise PasswordMissing
    if user is not None:
        set_first_password(user=user, password=password)
        return user
    try:
        return create_person(
            email=invitation.email,
            first_name=first_name or invitation.first_name,
            last_name=last_name or invitation.last_name,
            password=password,
            language=invitation.language,
        )
    except AddressTaken:  # another invitation to the same address was accepted at the same moment
        raise SignInFirst from None


def _appoint(user: User, invitation: Invitation, day: dt.date) -> None:
    """Give the role. That somebody gave it meanwhile is no reason to refuse the person."""
    ends_on = _last_day(invitation, day)
    try:
        appoint(
            user=user,
            organisation=invitation.organisation,
            role=invitation.role,
            starts_on=day,
            ends_on=ends_on,
            deputy_for=invitation.deputy_for,
            by=invitation.invited_by,
        )
    except RoleHeldAlready:
        user.__dict__.pop("held_roles", None)


def _last_day(invitation: Invitation, day: dt.date) -> dt.date | None:
    """The last day of the role; a deputy's never lies after the director's own.

    Raises InvitationDead when the director's own role has ended since.
    """
    if invitation.deputy_for is None:
        return invitation.role_ends_on
    own = RoleHolding.objects.filter(
        user=invitation.deputy_for,
        organisation=invitation.organisation,
        role=invitation.role,
        deputy_for=None,
    )
    directs = own.held_on(day).first()
    if directs is None:
        raise InvitationDead
    ends = [end for end in (invitation.role_ends_on, directs.ends_on) if end is not None]
    return min(ends, default=None)


def _holds_it(email: str, role: str, organisation: Organisation, day: dt.date) -> bool:
    """The inviter sees who holds roles here, so saying it tells nothing new.

    Somebody from an imported list holds the role but cannot sign in yet: they are invited.
    """
    held = RoleHolding.objects.filter(user__email=email, role=role, organisation=organisation)
    return held.held_on(day).exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()


def _clear_expired(email: str, role: str, organisation: Organisation, now: dt.datetime) -> None:
    expired = Invitation.objects.filter(
        email=email,
        role=role,
        organisation=organisation,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__lte=now,
    )
    for invitation in expired.select_for_update():
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])


def _lock(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation__municipality", "invited_by", "deputy_for")
        .get(pk=invitation.pk)
    )


def _expiry(now: dt.datetime) -> dt.datetime:
    return now + dt.timedelta(days=settings.INVITATION_DAYS)


def _queue(invitation: Invitation, now: dt.datetime) -> None:
    queue_message(
        kind=KIND,
        address=invitation.email,
        language=invitation.language,
        user=invited_person(invitation),
        subject=invitation,
        occasion=str(invitation.sendings),
        now=now,
    )
