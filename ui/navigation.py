"""The main navigation: each app registers its entries in AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


def _everybody(user: Any) -> bool:
    return True


@dataclass(frozen=True)
class NavItem:
    """One entry: `visible(user)` says who sees it, `prefix` which addresses it stands for.

    An empty prefix means the page of `url_name` alone.
    """

    label: str | Promise
    url_name: str
    order: int
    visible: Callable[[Any], bool] = _everybody
    prefix: str = ""


@dataclass(frozen=True)
class ShownItem:
    """An entry on a page."""

    label: str | Promise
    href: str
    current: bool


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add an entry; registering the same URL name again replaces it."""
    _items[item.url_name] = item


def registered() -> list[NavItem]:
    return sorted(_items.values(), key=lambda item: item.order)


def navigation(request: HttpRequest) -> list[ShownItem]:
    """The entries that this reader sees, the current one marked."""
    return [
        shown
        for item in registered()
        if item.visible(request.user) and (shown := _show(item, request.path))
    ]


def _show(item: NavItem, path: str) -> ShownItem | None:
    try:
        href = reverse(item.url_name)
    except NoReverseMatch:
        return None
    return ShownItem(
        item.label, href, path.startswith(item.prefix) if item.prefix else path == href
    )
