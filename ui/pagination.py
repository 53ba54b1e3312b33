"""Every list comes in pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 25


def page_of(request: HttpRequest, queryset: Any, per_page: int = PER_PAGE) -> Page:
    """The page that `?page=` asks for; a bad number gives the nearest page, never an error."""
    return Paginator(queryset, per_page).get_page(request.GET.get("page"))
