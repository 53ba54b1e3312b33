"""Inviting people, and looking after the invitations."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.choices import Role
from accounts.errors import PortalError
from accounts.forms.invitations import InviteForm
from accounts.models import Invitation, Organisation
from accounts.selectors.invitations import invitations_seen_by
from accounts.services.invitations import invite_person, resend_invitation, withdraw_invitation
from accounts.signed_in import SignedInRequest
from ui.pagination import page_of
from ui.refusals import add_refusal

#: `?vis=alle` shows answered and withdrawn invitations, too.
EVERYTHING = "alle"


@login_required
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Invite somebody to a role in this organisation."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user).select_related("municipality"), pk=pk
    )
    if not request.user.has_perm("accounts.invite_to_organisation", organisation):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = InviteForm(sent, organisation=organisation, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            invite_person(
                organisation=organisation, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except PortalError as refusal:
            add_refusal(form, refusal, form.beside.get(type(refusal)))
        else:
            email = form.cleaned_data["email"]
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": email}
            )
            return redirect("invitations")
    context = {"form": form, "organisation": organisation}
    return render(request, "accounts/invitation_new.html", context)


@login_required
def invitations(request: SignedInRequest) -> HttpResponse:
    """The invitations one looks after: those still open, or all."""
    if not request.user.has_role(Role.DIRECTOR, Role.KLK_ADMIN):
        raise PermissionDenied
    now = timezone.now()
    everything = request.GET.get("vis") == EVERYTHING
    page = page_of(request, invitations_seen_by(request.user, now, only_open=not everything))
    for invitation in page:
        invitation.state_now = _state(invitation, now)
        invitation.badge = _badge(invitation, now)
    here = reverse("invitations")
    tabs = [
        {"label": _("Not answered"), "href": here, "current": not everything},
        {"label": _("All"), "href": f"{here}?vis={EVERYTHING}", "current": everything},
    ]
    context = {"page": page, "tabs": tabs, "everything": everything}
    return render(request, "accounts/invitations.html", context)


def _state(invitation: Invitation, now: Any) -> Any:
    """One word, or what to do with an invitation that nobody stands behind."""
    if invitation.is_open(now) and not invitation.is_backed:
        return _("The sender has left: send it again")
    return invitation.state(now)


def _badge(invitation: Invitation, now: Any) -> str:
    if invitation.accepted_at:
        return "good"
    if invitation.withdrawn_at:
        return "neutral"
    return "info" if invitation.is_open(now) and invitation.is_backed else "attention"


@login_required
@require_POST
def invitation_resend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the mail again, with a new link."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("accounts.resend_invitation", invitation):
        raise PermissionDenied
    seen = request.POST.get("sendings", "")
    try:
        resend_invitation(
            invitation=invitation,
            by=request.user,
            now=timezone.now(),
            seen_sendings=int(seen) if re.fullmatch(r"[0-9]{1,6}", seen) else None,
        )
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("The invitation is on its way to %(email)s. The former link no longer works.")
        messages.success(request, text % {"email": invitation.email})
    return redirect("invitations")


@login_required
@require_POST
def invitation_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the link stop working."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("accounts.withdraw_invitation", invitation):
        raise PermissionDenied
    try:
        withdraw_invitation(invitation=invitation, by=request.user, now=timezone.now())
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation is withdrawn, and its link no longer works."))
    return redirect("invitations")
