"""What the portal adds to allauth's way of signing in."""

from __future__ import annotations

from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.webauthn.views import login_webauthn
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

#: The demo's page of mails is shown where the demo is: asked for when the page is made.
sign_in = LoginView.as_view(extra_context={"demo": lambda: settings.DEMO})


def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """As with a password: the tick "remember me" counts, and a refusal keeps the way on."""
    response = login_webauthn(request)
    if request.method != "POST":
        return response
    if request.user.is_authenticated and request.POST.get("remember"):
        request.session.set_expiry(settings.SESSION_COOKIE_AGE)
    again = reverse("account_login")
    if response.headers.get("Location") == again:
        return redirect(passthrough_next_redirect_url(request, again, REDIRECT_FIELD_NAME))
    return response
