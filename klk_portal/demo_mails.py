"""The mails of the demo: what the portal sent while no mail server was set, shown with links."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from klk_portal.embedded.mails import ReceivedMail, read_mail, received_mail
from notifications.html import Piece, pieces_of
from ui.framed import framed
from ui.pagination import page_of


def _folder() -> Path:
    """Where the catcher keeps them. Outside the demo there is no such page."""
    if not (settings.DEMO and settings.MAIL_CATCHER_DIR):
        raise Http404
    return Path(settings.MAIL_CATCHER_DIR)


@require_safe
@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    """Every caught mail, newest first."""
    page = page_of(request, sorted(_folder().glob("*.eml"), reverse=True))
    page.object_list = [read_mail(file) for file in page.object_list]
    return render(request, "klk_portal/demo_mails.html", {"page": page})


@require_safe
@never_cache
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One caught mail as mail programs show it; `?form=text` as those do that show text alone."""
    found = _mail(key)
    as_text = not found.html or request.GET.get("form") == "text"
    context = {
        "mail": found,
        "text": with_links(found.text),
        "as_text": as_text,
        "forms": _forms(key, as_text),
    }
    return render(request, "klk_portal/demo_mail.html", context)


def _forms(key: str, as_text: bool) -> list[dict[str, object]]:
    """The tabs of a mail that has both."""
    page = reverse("demo_mail", args=[key])
    return [
        {"label": _("As most mail programs show it"), "href": page, "current": not as_text},
        {"label": _("As text alone"), "href": f"{page}?form=text", "current": as_text},
    ]


@require_safe
@never_cache
def mail_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML form of one caught mail, for the frame that shows it."""
    found = _mail(key)
    if not found.html:
        raise Http404
    return framed(found.html, leads_on=True)


def _mail(key: str) -> ReceivedMail:
    found = received_mail(_folder(), key)
    if found is None:
        raise Http404
    return found


def with_links(text: str) -> SafeString:
    """The text escaped, its addresses of this portal as links. Others stay text."""
    return mark_safe("".join(_linked(piece) for piece in pieces_of(text)))


def _linked(piece: Piece) -> SafeString:
    if piece.href:
        return format_html('<a href="{}">{}</a>', piece.href, piece.text)
    return conditional_escape(piece.text)
