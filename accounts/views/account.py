"""/konto/: what a person sees and decides about their own sign-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.account import ProfileForm
from accounts.selectors.account import account_of
from accounts.services.account import change_profile, choose_language
from accounts.signed_in import SignedInRequest


@login_required
def account_home(request: SignedInRequest) -> HttpResponse:
    """Who I am here, what I may, how I sign in."""
    return render(request, "accounts/account_home.html", {"account": account_of(request.user)})


@login_required
def account_profile(request: SignedInRequest) -> HttpResponse:
    """My name, phone and language."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        change_profile(user=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account_home")
    return render(request, "accounts/account_profile.html", {"form": form})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Danish or English: for the person who is signed in, and for this browser."""
    then = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(then, {request.get_host()}, request.is_secure()):
        then = "/"
    response = HttpResponseRedirect(then)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        _remember_language(request, response, language)
    return response


def _remember_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    if request.user.is_authenticated:
        choose_language(user=request.user, language=language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )
