"""What happens around every request: language, caches, second factor, text not to be lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from accounts.selectors.second_factor import owes_second_factor
from accounts.views.unsaved import (
    forget_what_was_sent,
    give_text_back,
    keep_post,
    lead_to,
    lead_to_sign_in,
    owner_of_form,
)

GetResponse = Callable[[HttpRequest], HttpResponse]
REFUSED = (403, 404)


class ChosenLanguageMiddleware:
    """Danish, unless somebody chose otherwise: the person first, then the browser's cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class NeverSharedMiddleware:
    """No proxy on the way keeps a page, and a browser asks again before it shows one it kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def chosen_language(request: HttpRequest) -> str:
    """A code of settings.LANGUAGES. What the browser would like (Accept-Language) is not asked."""
    if request.user.is_authenticated:
        chosen = request.user.language
    else:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class SignInByWholePageMiddleware:
    """A part of a page that asks for sign-in leads the whole page there, and back to it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sign_in = reverse("account_login")
        to_sign_in = response.headers.get("Location", "").partition("?")[0] == sign_in
        if not to_sign_in or request.headers.get("HX-Request") != "true":
            return response
        then = _path_of(request.headers.get("HX-Current-URL", ""))
        return lead_to(request, f"{sign_in}?{urlencode({'next': then})}")


def _path_of(url: str) -> str:
    """The path of an address; what is none leads home."""
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return "/"


class KeepUnsavedTextMiddleware:
    """A form that cannot reach its page leads to its text, which is kept for its writer.

    Its session ended: sign-in comes first. Its page is gone or no longer theirs: at once.

    Runs before the check of the CSRF token, which ended with the session. That is safe: nothing is
    done but keeping, and only for whom the portal's own signature in the form names.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        if not request.user.is_authenticated and (owner_id := owner_of_form(request)):
            kept = keep_post(request, owner_id)
            if kept is not None:
                return lead_to_sign_in(request, kept)
        response = self.get_response(request)
        if not request.user.is_authenticated:
            return response
        if response.status_code in REFUSED:
            return give_text_back(request) or response
        if 300 <= response.status_code < 400:  # the page has taken it and leads on
            forget_what_was_sent(request)
        return response


class SecondFactorMiddleware:
    """Who holds a role that asks for a second step at sign-in sets one up before anything else."""

    #: What one can reach without it: setting it up, signing out, what is public anyway.
    OPEN = frozenset(
        {
            "mfa_index",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_list_webauthn",
            "mfa_view_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "account_reauthenticate",
            "account_email",  # a mistyped new address would otherwise stand in the way for ever
            "account_logout",
            "account_confirm_email",
            "account_email_verification_sent",
            "account_inactive",
            "set_language",
            "accessibility",
            "your_data",
            "help",
            "health",
        }
    )
    #: Under this name the session remembers where the person wanted to go.
    THEN = "after_second_factor"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not request.user.is_authenticated or (match and match.url_name in self.OPEN):
            return None
        if not owes_second_factor(request.user):
            request.session.pop(self.THEN, None)
            return None
        request.session[self.THEN] = self._then(request)
        return lead_to(request, reverse("mfa_index"))

    def _then(self, request: HttpRequest) -> str:
        """Where to go on afterwards; what was typed meanwhile waits there."""
        if request.method == "GET":
            return request.get_full_path()
        owner_id = owner_of_form(request)
        kept = keep_post(request, owner_id) if owner_id == request.user.pk and owner_id else None
        return reverse("unsaved_text", args=[kept.pk]) if kept else reverse("home")
