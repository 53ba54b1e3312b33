"""Elements made from a list: breadcrumbs, steps, tabs, side navigation, pages, waiting, goals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ui.elements import register
from ui.elements.plain import BADGES, one_of
from ui.waiting import Waiting

CURRENT = SafeString(' aria-current="page"')


@register.inclusion_tag("ui/breadcrumbs.html")
def ui_breadcrumbs(*parts: str) -> dict[str, Any]:
    """Alternating label and address; the last label, of this page, has no address."""
    return {"links": list(zip(parts[:-1:2], parts[1::2], strict=False)), "last": parts[-1]}


@register.inclusion_tag("ui/steps.html")
def ui_steps(steps: Iterable[Any], label: str = "") -> dict[str, Any]:
    """A step guide: each step has number, title, href, note and state."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("ui/tabs.html")
def ui_tabs(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """The pages of one thing: {label, href, current, count?}."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/side_nav.html")
def ui_side_nav(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Pages that belong together, in the left column: {label, href, current, count?}."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def ui_pagination(context: Context, page: Page) -> dict[str, Any]:
    """Links to the other pages of a list; the other query parameters stay."""
    if page.paginator.num_pages <= 1:
        return {}
    others = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    others.pop("page", None)
    kept = f"{others.urlencode()}&" if others else ""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    word = gettext("Page")
    return {
        "pages": [_page_link(number, page, kept, word) for number in numbers],
        "previous": f"?{kept}page={page.number - 1}" if page.has_previous() else "",
        "next": f"?{kept}page={page.number + 1}" if page.has_next() else "",
    }


def _page_link(number: int | str | Promise, page: Page, kept: str, word: str) -> SafeString:
    """The link to a page by its number, or what stands for those left out."""
    if not isinstance(number, int):
        return format_html('<span class="ui-pagination__gap">{}</span>', number)
    return format_html(
        '<a href="?{}page={}"{}><span class="sr-only">{}</span> {}</a>',
        kept,
        number,
        CURRENT if number == page.number else "",
        word,
        number,
    )


@register.inclusion_tag("ui/waiting.html")
def ui_waiting(items: Sequence[Waiting]) -> dict[str, Any]:
    """What waits for me: what to do, about what, why now, and by when."""
    for item in items:
        one_of(BADGES, item.badge_kind, "ui_waiting")
    return {"items": items}


@register.inclusion_tag("ui/wheel.html")
def ui_wheel(wheel: Any, label: str = "") -> dict[str, Any]:
    """A year as a ring: months, ticks, days off as stretches, and meetings as points.

    A list beside it says the same in words.
    """
    return {"wheel": wheel, "label": label}


@register.inclusion_tag("ui/goal_tree.html")
def ui_goal_tree(goals: Sequence[Any]) -> dict[str, Any]:
    """Goals with their criteria and sub-goals; one that lacks something stands out and says so."""
    return {"goals": goals}


@register.inclusion_tag("ui/difference.html")
def ui_difference(parts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What changed in a text: (kind, text) with kind same, added or removed."""
    return {"parts": list(parts)}
