"""How allauth speaks to the portal: every mail goes through the outbox, in Danish or English."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sealing import seal_as_text, unseal_text
from accounts.services import sign_in
from accounts.services.second_factor_keys import SECOND_FACTOR


class UnknownMail(Exception):
    """allauth wants to send a mail that the portal has no kind of message for."""


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves, and no mail leaves but as a row in the outbox.

    A row names what it is about and never holds what allauth would put into the mail: links are
    made when the mail is sent.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This sign-in is closed. Ask the person who invited you."),
        "duplicate_email": _("This is already your e-mail."),
        "email_password_mismatch": _("E-mail and password do not match. Try again."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("The code is wrong or too old. Try the next one."),
        "incorrect_password": _("The password is wrong."),
        "invalid_password_reset": _("The link has been used or is too old."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        sign_in.ask_to_verify(address=emailconfirmation.email_address, now=timezone.now())

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        if user.was_invited_only:
            self.send_mail("account/email/unknown_account", email, context)
        else:
            sign_in.offer_password_reset(user=user, address=email, now=timezone.now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        address = email or EmailAddress.objects.get_primary_email(user) or user.email
        sign_in.tell_of_change(
            user=user,
            address=address,
            event=template_prefix.rpartition("/")[2],
            now=timezone.now(),
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What is left after the methods above: the answer to an address nobody knows."""
        if template_prefix != "account/email/unknown_account":
            raise UnknownMail(template_prefix)
        language = get_language() or settings.LANGUAGE_CODE
        sign_in.answer_unknown_address(address=email, language=language, now=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": _(
            "Confirm your e-mail first: there is a link in the e-mail we sent you."
        ),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal an app's secret or the seed of recovery codes before allauth stores it."""
        return seal_as_text(text, bound_to=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_text(encrypted_text, bound_to=SECOND_FACTOR)

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        """'Passkey 2': the person can give it a better name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}
