"""allauth's forms in the words of the portal: labels instead of placeholders, hints that help."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.fields import EmailField
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

EMAIL = _("E-mail")
PASSWORD = _("Password")
CURRENT_PASSWORD = _("Current password")
NEW_PASSWORD = _("New password")
AGAIN = _("New password again")
HINT = _("At least 12 characters. Three or four words that do not belong together are fine.")
CODE = _("Code")
#: Django says it too, in Danish that nobody would write. The portal's catalogue wins.
IN_BETTER_DANISH = (gettext_noop("The password is too similar to the %(verbose_name)s."),)
#: What the readers of JSON and of a passkey's answer raise when it is none.
NOT_READABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    forms.ValidationError,
)
LONGEST_NAME = 100
LONGEST_EMAIL = 254


class Dressed(forms.Form):
    """Gives fields their label and hint; a placeholder would vanish as soon as one types."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, hint
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Dressed, account.LoginForm):
    words = {
        "login": (EMAIL, ""),
        "password": (PASSWORD, ""),
        "remember": (_("Remember me on this device for 30 days"), ""),
    }


class ResetPasswordForm(Dressed, account.ResetPasswordForm):
    email = EmailField(max_length=LONGEST_EMAIL)
    words = {"email": (EMAIL, "")}


class ResetPasswordKeyForm(Dressed, account.ResetPasswordKeyForm):
    words = {"password1": (NEW_PASSWORD, HINT), "password2": (AGAIN, "")}


class ChangePasswordForm(Dressed, account.ChangePasswordForm):
    words = {"oldpassword": (CURRENT_PASSWORD, ""), **ResetPasswordKeyForm.words}


class SetPasswordForm(Dressed, account.SetPasswordForm):
    words = ResetPasswordKeyForm.words


class ReauthenticateForm(Dressed, account.ReauthenticateForm):
    words = {"password": (PASSWORD, "")}


class AddEmailForm(Dressed, account.AddEmailForm):
    email = EmailField(max_length=LONGEST_EMAIL)
    words = {
        "email": (
            _("New e-mail"),
            _("We send a link to it. Until you open that, your present e-mail stays."),
        )
    }


class AuthenticateForm(Dressed, mfa.AuthenticateForm):
    words = {"code": (CODE, _("From your app, or one of your recovery codes."))}


class ReauthenticateCodeForm(Dressed, mfa.ReauthenticateForm):
    words = AuthenticateForm.words


class ActivateAppForm(Dressed, app.ActivateTOTPForm):
    words = {"code": (CODE, _("The six digits that the app shows now."))}


class CredentialField(forms.JSONField):
    """What a passkey answers, written by the page's script: anything else is a wrong code.

    allauth and Python's reader of JSON stumble over what no browser sends: keys that are not
    there, thousands of digits, thousands of brackets.
    """

    widget = forms.HiddenInput

    def __init__(self, shape: type[RegistrationResponse | AuthenticationResponse]) -> None:
        super().__init__()
        self.shape = shape

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value)
            self.shape.from_dict(found if found not in self.empty_values else {})
        except NOT_READABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        """As it came: nobody reads it again."""
        return data and InvalidJSONInput(data)


class AddPasskeyForm(Dressed, passkeys.AddWebAuthnForm):
    credential = CredentialField(RegistrationResponse)
    words = {
        "name": (_("Name"), _("For instance the device it is on.")),
        "passwordless": (
            _("Sign in with it alone, without a password"),
            _("Clear the tick for a key without fingerprint, face or PIN."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME
        self.fields["passwordless"].initial = True

    def clean_name(self) -> str:
        """A good credential is never refused for its name: a long one is cut."""
        return super().clean_name()[:LONGEST_NAME]


class LoginPasskeyForm(passkeys.LoginWebAuthnForm):
    credential = CredentialField(AuthenticationResponse)


class AuthenticatePasskeyForm(passkeys.AuthenticateWebAuthnForm):
    credential = CredentialField(AuthenticationResponse)


class ReauthenticatePasskeyForm(passkeys.ReauthenticateWebAuthnForm):
    credential = CredentialField(AuthenticationResponse)


class EditPasskeyForm(Dressed, passkeys.EditWebAuthnForm):
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
