"""Text that could not reach its page: kept, shown again, sent again or thrown away."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from accounts.models import UnsavedText
from accounts.selectors.unsaved import Typed, typed_in
from accounts.services.unsaved import discard_text, keep_text
from ui import owner

#: Field of the page below: which kept text is being sent again.
SENT_AGAIN = "unsaved_text"
_NEVER_KEPT = {"csrfmiddlewaretoken", "form_owner", SENT_AGAIN, "next", "code", "credential"}
_NO_TEXT = {"set_language", "unsaved_text_discard", "accept_invitation", "mfa_login_webauthn"}


def owner_of_form(request: HttpRequest) -> int | None:
    """Who the form was made for, if it says so under the portal's signature."""
    if request.method != "POST" or "form" not in (request.content_type or ""):
        return None
    return owner.read(request.POST.get("form_owner", ""))


@sensitive_variables()
def keep_post(request: HttpRequest, owner_id: int) -> UnsavedText | None:
    """Keep the text of a form for its owner. None where a form holds passwords or no text."""
    # This runs before the page's own view could keep its form out of error reports.
    request.sensitive_post_parameters = "__ALL__"  # type: ignore[attr-defined]
    if not _may_hold_text(request.path_info):
        return None
    fields = [
        (name, values)
        for name, values in request.POST.lists()
        if name not in _NEVER_KEPT and "password" not in name.lower()
    ]
    return keep_text(
        owner_id=owner_id,
        path=request.get_full_path(),
        fields=fields,
        files=[str(file) for _name, files in request.FILES.lists() for file in files],
        now=timezone.now(),
    )


def _may_hold_text(path: str) -> bool:
    """Forms of signing in hold secrets and are never kept."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.url_name not in _NO_TEXT and not match.func.__module__.startswith("allauth.")


def lead_to(request: HttpRequest, url: str) -> HttpResponse:
    """Lead the whole page to `url`, also when only a part of it was asked for."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def lead_to_sign_in(request: HttpRequest, kept: UnsavedText) -> HttpResponse:
    """Sign in first, and then go on with the text."""
    then = reverse("unsaved_text", args=[kept.pk])
    return lead_to(request, f"{reverse('account_login')}?{urlencode({'next': then})}")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the last sign-in: its text is kept, and given back to its writer.

    Signing in again in another window makes the token of a page that is still open worthless.
    """
    owner_id = owner_of_form(request)
    kept = keep_post(request, owner_id) if owner_id else None
    if kept and kept.user_id == request.user.pk:
        return lead_to(request, reverse("unsaved_text", args=[kept.pk]))
    return render(request, "403_csrf.html", {"kept_for_another": bool(kept)}, status=403)


@sensitive_variables()
def give_text_back(request: HttpRequest) -> HttpResponse | None:
    """What somebody typed on a page that is gone meanwhile, or no longer theirs to change.

    The goal was deleted, the meeting taken away, the role has ended: the text stays, and its
    writer is led to it. None where nothing was typed.
    """
    owner_id = owner_of_form(request)
    if owner_id is None or owner_id != request.user.pk or not _text_in(request):
        return None
    kept = _sent_again(request) or keep_post(request, owner_id)
    if kept is None:
        return None
    messages.warning(
        request,
        _("What you were working on is gone, or no longer yours to change. Your text is here."),
    )
    return lead_to(request, reverse("unsaved_text", args=[kept.pk]))


@sensitive_variables()
def _text_in(request: HttpRequest) -> bool:
    """Whether there is anything in the form that a person would call their text."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return bool(Typed([pair for pair in fields if pair[0] not in _NEVER_KEPT], []).texts)


def _sent_again(request: HttpRequest) -> UnsavedText | None:
    """The kept text that is being sent again, if it is one."""
    pk = request.POST.get(SENT_AGAIN, "")
    if not re.fullmatch(r"[0-9]{1,18}", pk):
        return None
    text = UnsavedText.objects.visible_to(request.user).filter(pk=pk).first()
    return text if text is not None and text.path == request.get_full_path() else None


def forget_what_was_sent(request: HttpRequest) -> None:
    """A kept text that its page has now taken is not kept any longer."""
    if (text := _sent_again(request)) is not None:
        discard_text(text=text)


@login_required
def unsaved_texts(request: HttpRequest) -> HttpResponse:
    """My texts that are still waiting to be sent: never so many that they need several pages."""
    texts = UnsavedText.objects.visible_to(request.user)
    return render(request, "accounts/account_unsaved_texts.html", {"texts": texts})


@login_required
@never_cache
@sensitive_variables()
def unsaved_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Your text is still here: read it, and send it to where it was going."""
    text = get_object_or_404(UnsavedText.objects.visible_to(request.user), pk=pk)
    context = {"text": text, "typed": typed_in(text), "field": SENT_AGAIN}
    return render(request, "accounts/account_unsaved_text.html", context)


@login_required
@require_POST
def unsaved_text_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the text away."""
    text = get_object_or_404(UnsavedText.objects.visible_to(request.user), pk=pk)
    discard_text(text=text)
    messages.success(request, _("The text is discarded."))
    return redirect("home")
