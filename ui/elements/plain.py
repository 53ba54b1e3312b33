"""Elements without content of their own: button, badge, tag, icon, heading, progress."""

from __future__ import annotations

from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from ui import icons
from ui.addresses import address_of
from ui.elements import register
from ui.framed import LEADS_ON

BUTTONS = {
    "primary": "button button-primary",
    "secondary": "button button-secondary",
    "quiet": "function-link",
    "danger": "button button-danger",
}
BADGES = {
    "neutral": "",
    "good": " badge-success",
    "attention": " badge-warning",
    "overdue": " badge-error",
    "info": " badge-info",
}


class UnknownKind(ValueError):
    """An element was asked for in a kind that it does not have."""


def one_of(kinds: dict[str, Any], kind: str, element: str) -> Any:
    """What `kinds` has for `kind`. Raises UnknownKind, so that a slip is seen at once."""
    try:
        return kinds[kind]
    except KeyError:
        raise UnknownKind(f"{element} has no kind {kind!r}, only {', '.join(kinds)}.") from None


register.filter(address_of)


@register.simple_tag
def ui_icon(name: str) -> SafeString:
    """A decorative icon."""
    return icons.icon(name)


@register.simple_tag
def ui_button(
    text: str,
    href: str = "",
    kind: str = "primary",
    icon: str = "",
    name: str = "",
    value: str = "",
    disabled: bool = False,
    action: str = "",
) -> SafeString:
    """A link that looks like a button when `href` is given, else a button that submits.

    `action` is where this button sends the form to, when that is not where the form leads.
    """
    classes = one_of(BUTTONS, kind, "ui_button")
    inner = format_html("{}<span>{}</span>", icons.icon(icon), text)
    if href:
        return format_html('<a class="{}" href="{}">{}</a>', classes, href, inner)
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    to = format_html(' formaction="{}"', action) if action else ""
    off = SafeString(" disabled") if disabled else ""
    return format_html(
        '<button class="{}" type="submit"{}{}{}>{}</button>', classes, named, to, off, inner
    )


@register.simple_tag
def ui_badge(text: str, kind: str = "neutral") -> SafeString:
    """A status in a word; the colour only repeats what the word says."""
    return format_html('<span class="badge{}">{}</span>', one_of(BADGES, kind, "ui_badge"), text)


@register.simple_tag
def ui_tag(text: str) -> SafeString:
    """A key word that cannot be clicked."""
    return format_html('<span class="ui-tag">{}</span>', text)


@register.simple_tag
def ui_heading(title: str, kicker: str = "", lead: str = "") -> SafeString:
    """The page's one h1, with a word above it and a sentence below it."""
    above = format_html('<p class="ui-kicker">{}</p>', kicker) if kicker else ""
    below = format_html('<p class="font-lead">{}</p>', lead) if lead else ""
    return format_html('<div class="ui-heading">{}<h1>{}</h1>{}</div>', above, title, below)


@register.inclusion_tag("ui/copy.html")
def ui_copy(label: str, value: str) -> dict[str, Any]:
    """An address or a code to take along: it can be marked, and copied where scripts run."""
    return {"label": label, "value": value}


@register.simple_tag
def ui_frame(url: str, title: str, leads_on: bool = False) -> SafeString:
    """Something that is no page of the portal, such as a mail, in a window of its own.

    What stands at `url` is answered by `ui.framed.framed`, with the same `leads_on`.
    """
    return format_html(
        '<iframe class="ui-frame" src="{}" title="{}" sandbox="{}"></iframe>',
        url,
        title,
        LEADS_ON if leads_on else "",
    )


@register.inclusion_tag("ui/progress.html")
def ui_progress(value: float, maximum: float, label: str = "") -> dict[str, Any]:
    """How far it is: a bar that says the same in words."""
    return {"value": value, "maximum": maximum, "label": conditional_escape(label)}
