"""/konto/: signing in and one's own account.

allauth's views under Danish addresses and allauth's own names, which it reverses itself. What
changes something and sends a mail about it does both in one transaction.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.db.transaction import atomic
from django.urls import URLPattern, URLResolver, path, re_path

from accounts.views import account as own
from accounts.views import sign_in as signing
from accounts.views import unsaved

sign_in = [
    path("log-ind/", signing.sign_in, name="account_login"),
    path("log-af/", account.logout, name="account_logout"),
    path("lukket/", account.account_inactive, name="account_inactive"),
    path("tilmelding/", account.signup, name="account_signup"),  # says: people are invited
    path("bekraeft-dig/", account.reauthenticate, name="account_reauthenticate"),
]

email = [
    path("e-mail/", atomic(account.email), name="account_email"),
    path("bekraeft/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(
        r"^bekraeft/(?P<key>[-:\w]+)/$", atomic(account.confirm_email), name="account_confirm_email"
    ),
]

password = [
    path("adgangskode/", atomic(account.password_change), name="account_change_password"),
    path("adgangskode/foerste/", atomic(account.password_set), name="account_set_password"),
    path("adgangskode/glemt/", account.password_reset, name="account_reset_password"),
    path(
        "adgangskode/glemt/sendt/", account.password_reset_done, name="account_reset_password_done"
    ),
    path(
        "adgangskode/ny/klar/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^adgangskode/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        atomic(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]

second_factor = [
    path("totrin/", mfa.index, name="mfa_index"),
    path("totrin/log-ind/", mfa.authenticate, name="mfa_authenticate"),
    path("totrin/bekraeft-dig/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("totrin/app/", atomic(app.activate_totp), name="mfa_activate_totp"),
    path("totrin/app/fra/", atomic(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("totrin/koder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "totrin/koder/nye/",
        atomic(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("totrin/koder/hent/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("adgangsnoegler/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("adgangsnoegler/log-ind/", signing.sign_in_with_passkey, name="mfa_login_webauthn"),
    path("adgangsnoegler/ny/", atomic(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "adgangsnoegler/bekraeft-dig/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("adgangsnoegler/<int:pk>/", atomic(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "adgangsnoegler/<int:pk>/fjern/",
        atomic(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
]

own_account = [
    path("", own.account_home, name="account_home"),
    path("profil/", own.account_profile, name="account_profile"),
    path("sprog/", own.set_language, name="set_language"),
    path("sessioner/", sessions.list_usersessions, name="usersessions_list"),
    path("gemt-tekst/", unsaved.unsaved_texts, name="unsaved_texts"),
    path("gemt-tekst/<int:pk>/", unsaved.unsaved_text, name="unsaved_text"),
    path("gemt-tekst/<int:pk>/slet/", unsaved.unsaved_text_discard, name="unsaved_text_discard"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *own_account,
    *sign_in,
    *email,
    *password,
    *second_factor,
]
