"""What the link of an invitation opens. Whoever has the link is the reader of that mailbox."""

from __future__ import annotations

import datetime as dt

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.errors import PortalError
from accounts.forms.invitations import AcceptForm
from accounts.models import Invitation, User
from accounts.selectors.invitations import invitation_behind, invited_person
from accounts.services import invitations


@never_cache
@sensitive_post_parameters("password")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what; let the person in with a password, or with one click if known."""
    now = timezone.now()
    invitation = invitation_behind(token, now)
    if invitation is None:
        return _dead(request)
    with translation.override(_language(request, invitation)):
        response = _open(request, invitation, now)
    response.headers["Content-Language"] = _language(request, invitation)
    return response


def _open(request: HttpRequest, invitation: Invitation, now: dt.datetime) -> HttpResponse:
    person = invited_person(invitation)
    is_signed_in = request.user.is_authenticated
    if is_signed_in and request.user != person:
        return _show_known(request, invitation, "other")
    if person is None or not person.has_usable_password():
        return _with_password(request, invitation, now)
    if request.method == "POST":
        # Whoever is not signed in sent a form from before the account was there, perhaps twice:
        # the page now knows better what to ask for, or that the link has been used.
        return _accept(request, invitation, now) if is_signed_in else redirect(request.path)
    if not is_signed_in:
        return _show_known(request, invitation, "sign_in")
    return _show_known(request, invitation, "one_click")


def _with_password(request: HttpRequest, invitation: Invitation, now: dt.datetime) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = AcceptForm(sent, invitation=invitation)
    if form.is_bound and form.is_valid():
        return _accept(request, invitation, now, **form.cleaned_data)
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/invitation_accept.html", context)


def _accept(
    request: HttpRequest, invitation: Invitation, now: dt.datetime, **answers: str
) -> HttpResponse:
    password = answers.pop("password", None)
    try:
        user = invitations.accept_invitation(
            invitation=invitation, password=password, now=now, **answers
        )
    except (invitations.SignInFirst, invitations.PasswordMissing):
        return redirect(request.path)  # the page now knows better what to ask for
    except PortalError:
        return _dead(request)
    return redirect("home") if request.user.is_authenticated else _sign_in(request, user)


def _sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Through allauth, so that a second step is asked for where there is one."""
    response: HttpResponse = perform_login(request, user, redirect_url=reverse("home"))
    return response


def _show_known(request: HttpRequest, invitation: Invitation, state: str) -> HttpResponse:
    context = {"invitation": invitation, "state": state, "here": request.path}
    return render(request, "accounts/invitation_known.html", context)


def _dead(request: HttpRequest) -> HttpResponse:
    """Used, withdrawn, expired, replaced or never real: one page for all, that tells nothing."""
    return render(request, "accounts/invitation_dead.html", status=404)


def _language(request: HttpRequest, invitation: Invitation) -> str:
    """As the reader chose; for somebody new, the language they were invited in."""
    if request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return translation.get_language() or settings.LANGUAGE_CODE
    return invitation.language
