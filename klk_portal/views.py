"""The home page, the footer's pages and the pages for when something is wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "klk_portal/home.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "klk_portal/accessibility.html")


def your_data(request: HttpRequest) -> HttpResponse:
    return render(request, "klk_portal/your_data.html")


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "klk_portal/help.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
