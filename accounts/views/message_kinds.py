"""/beskeder/slags/: every kind of mail that the portal sends, and what it looks like."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.rules import is_klk_admin
from notifications.kinds import MessageKind, all_kinds, kind_named
from notifications.rendering import render_example
from ui.framed import framed

#: What a calendar does with an entry that a mail carries, by the entry's METHOD.
ENTRIES = {
    "REQUEST": _("comes into the calendar"),
    "CANCEL": _("leaves the calendar"),
}


def check_reader(request: HttpRequest) -> None:
    """Those who answer for what the portal writes."""
    if not is_klk_admin(request.user):
        raise PermissionDenied


def _asked_for(request: HttpRequest, name: str) -> tuple[MessageKind, str]:
    """The kind, and the language to show it in: the page's own unless another is asked for."""
    check_reader(request)
    try:
        kind = kind_named(name)
    except KeyError:
        raise Http404 from None
    wanted = request.GET.get("sprog", "")
    return kind, wanted if wanted in dict(settings.LANGUAGES) else get_language()


@login_required
@require_safe
def message_kinds(request: HttpRequest) -> HttpResponse:
    """Every kind with when it is sent."""
    check_reader(request)
    return render(request, "accounts/message_kinds.html", {"kinds": all_kinds()})


@login_required
@require_safe
def message_kind(request: HttpRequest, name: str) -> HttpResponse:
    """One kind in both forms, told of people who do not exist."""
    kind, language = _asked_for(request, name)
    written, calendar = render_example(kind, language)
    context = {
        "kind": kind,
        "mail": written,
        "spoken": language,
        "frame": f"{reverse('message_kind_html', args=[name])}?sprog={language}",
        "languages": _languages(name, language),
        "entries": [(part.file_name, ENTRIES.get(part.method, part.method)) for part in calendar],
    }
    return render(request, "accounts/message_kind.html", context)


@login_required
@require_safe
def message_kind_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML form, for the frame of the page. Its links are made up and open nothing."""
    kind, language = _asked_for(request, name)
    return framed(render_example(kind, language)[0].html, leads_on=False)


def _languages(name: str, current: str) -> list[dict[str, object]]:
    """The tabs of the page."""
    page = reverse("message_kind", args=[name])
    return [
        {"label": label, "href": f"{page}?sprog={code}", "current": code == current}
        for code, label in settings.LANGUAGES
    ]
