"""Mails of signing in: verification, reset, security notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.sign_in import password_state
from notifications.kinds import Example, MessageKind
from notifications.kinds import register as register_kind

if TYPE_CHECKING:
    from notifications.models import Message

ASKED_FOR = _("You get this e-mail because somebody asked for a new password for your address.")
TO_SIGN_IN = _("Without it you cannot sign in.")
#: What can have happened, under the names allauth gives it.
EVENTS = {
    "password_changed": _("Your password was changed."),
    "password_reset": _("Your password was changed with a link from an e-mail."),
    "password_set": _("A password was set for your sign-in."),
    "email_changed": _("Your e-mail in the portal was changed. This address is no longer used."),
    "email_deleted": _("An e-mail address was taken off your sign-in."),
    "totp_activated": _("A code from an app is now asked for when you sign in."),
    "totp_deactivated": _("The code from an app is no longer asked for when you sign in."),
    "webauthn_added": _("A passkey was added to your sign-in."),
    "webauthn_removed": _("A passkey was removed from your sign-in."),
    "recovery_codes_generated": _("New recovery codes were made. The old ones no longer work."),
}


def _still_to_verify(message: Message) -> bool:
    return EmailAddress.objects.filter(pk=message.subject_id, verified=False).exists()


def _verify_link(message: Message) -> dict[str, Any]:
    address = EmailAddress.objects.get(pk=message.subject_id)
    key = EmailConfirmationHMAC(address).key
    return {
        "link": settings.BASE_URL + reverse("account_confirm_email", args=[key]),
        "days": settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS,
    }


def _still_same_password(message: Message) -> bool:
    user = User.objects.filter(pk=message.user_id, is_active=True).first()
    return user is not None and password_state(user) == message.params["password_state"]


def _reset_link(message: Message) -> dict[str, Any]:
    user = User.objects.get(pk=message.user_id)
    where = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return {
        "link": settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=where),
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }


def _what_happened(message: Message) -> dict[str, Any]:
    return {
        "what": EVENTS[message.params["event"]],
        "happened_at": message.created_at,
        "link": settings.BASE_URL + reverse("account_reset_password"),
    }


# --- previews, with links that open nothing -----------------------------------------------------
def _example_to_verify() -> Example:
    link = settings.BASE_URL + reverse("account_confirm_email", args=["eksempel"])
    return Example({"link": link, "days": settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS})


def _example_to_reset() -> Example:
    where = {"uidb36": "eks", "key": "empel"}
    link = settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=where)
    return Example({"link": link, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600})


def _example_of_change() -> Example:
    link = settings.BASE_URL + reverse("account_reset_password")
    what = EVENTS["password_changed"]
    return Example({"what": what, "happened_at": timezone.now(), "link": link})


KINDS = (
    MessageKind(
        "accounts.verify_email",
        _("Confirm your e-mail"),
        _still_to_verify,
        _verify_link,
        why=_("You get this e-mail because your address was entered in KLK Netværk."),
        sent_when=_("Right after somebody enters a new address for their sign-in"),
        example=_example_to_verify,
        necessary=TO_SIGN_IN,
        urgent=True,
    ),
    MessageKind(
        "accounts.password_reset",
        _("Choose a new password"),
        _still_same_password,
        _reset_link,
        why=ASKED_FOR,
        sent_when=_("Right after somebody who has a sign-in asks for a new password"),
        example=_example_to_reset,
        necessary=TO_SIGN_IN,
        urgent=True,
    ),
    MessageKind(
        "accounts.unknown_account",
        _("No sign-in for this address"),
        why=ASKED_FOR,
        sent_when=_(
            "Right after somebody asks for a new password for an address that nobody signs in with"
        ),
        necessary=TO_SIGN_IN,
        urgent=True,
    ),
    MessageKind(
        "accounts.security_notice",
        _("Your sign-in was changed"),
        context_at_sending=_what_happened,
        why=_("You get this e-mail because your sign-in to KLK Netværk was changed."),
        sent_when=_("Right after a password, an address or a second step is changed"),
        example=_example_of_change,
        necessary=_("You have to know when somebody changes your sign-in."),
        urgent=True,
    ),
)


def register() -> None:
    """Make the kinds of message known."""
    for kind in KINDS:
        register_kind(kind)
