"""The home page, the footer's pages and the pages for when something is wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from klk_portal.home import home_for


def home(request: HttpRequest) -> HttpResponse:
    """What waits for me and what is next; signed out, what the portal is for."""
    if not request.user.is_authenticated:
        return render(request, "klk_portal/welcome.html", {"demo": settings.DEMO})
    return render(request, "klk_portal/home.html", {"home": home_for(request.user, timezone.now())})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "klk_portal/accessibility.html", {"contact": settings.LETTERHEAD})


def your_data(request: HttpRequest) -> HttpResponse:
    context = {"contact": settings.LETTERHEAD, "invitation_days": settings.INVITATION_DAYS}
    return render(request, "klk_portal/your_data.html", context)


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "klk_portal/help.html", {"contact": settings.LETTERHEAD})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
