"""Elements around content: alert, card, panel, table, empty state, modal, facts, reader note."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui import icons
from ui.elements import register
from ui.elements.plain import BUTTONS, one_of

ALERT_ICONS = {"info": "info", "success": "success", "warning": "warning", "error": "error"}
CARD_TONES = {"": "", "attention": " ui-card--attention"}


@register.simple_block_tag
def ui_alert(content: SafeString, kind: str = "info", title: str = "") -> SafeString:
    """A message that belongs to the page."""
    context = {"content": content, "kind": kind, "title": title}
    return render_to_string(
        "ui/alert.html", {**context, "icon": one_of(ALERT_ICONS, kind, "ui_alert")}
    )


@register.simple_block_tag
def ui_card(
    content: SafeString,
    title: str = "",
    href: str = "",
    kicker: str = "",
    tone: str = "",
    level: int = 3,
) -> SafeString:
    """Something with a frame of its own; `tone="attention"` for what needs the reader now.

    `level` is that of its heading: one below the heading it stands under.
    """
    above = format_html('<p class="ui-kicker">{}</p>', kicker) if kicker else ""
    named = format_html('<a href="{}">{}</a>', href, title) if href else title
    heading = format_html('<h{0} class="ui-card__title">{1}</h{0}>', level, named) if title else ""
    return format_html(
        '<div class="ui-card{}">{}{}{}</div>',
        one_of(CARD_TONES, tone, "ui_card"),
        above,
        heading,
        content,
    )


@register.simple_block_tag
def ui_panel(content: SafeString, title: str = "", icon: str = "") -> SafeString:
    """Tinted: for what is beside the matter."""
    heading = SafeString("")
    if title:
        heading = format_html(
            '<h2 class="ui-panel__title">{}<span>{}</span></h2>', icons.icon(icon), title
        )
    return format_html('<section class="ui-panel">{}{}</section>', heading, content)


@register.simple_block_tag
def ui_table(content: SafeString, caption: str = "", hide_caption: bool = False) -> SafeString:
    """A table that stacks on a phone by the `data-title` of its cells."""
    context = {"content": content, "caption": caption, "hide_caption": hide_caption}
    return render_to_string("ui/table.html", context)


@register.simple_block_tag
def ui_empty(content: SafeString, title: str = "", icon: str = "") -> SafeString:
    """An empty list says what it is for and how to begin."""
    return render_to_string("ui/empty.html", {"content": content, "title": title, "icon": icon})


@register.simple_block_tag
def ui_modal(
    content: SafeString,
    id: str,  # noqa: A002 - the name that HTML has
    title: str,
    trigger: str,
    kind: str = "secondary",
) -> SafeString:
    """A question over the page; without JavaScript the same content opens in place."""
    context = {"content": content, "id": id, "title": title, "trigger": trigger}
    return render_to_string(
        "ui/modal.html", {**context, "classes": one_of(BUTTONS, kind, "ui_modal")}
    )


@register.simple_block_tag
def ui_facts(content: SafeString) -> SafeString:
    """A description list of `ui_fact`s."""
    return format_html('<dl class="ui-facts">{}</dl>', content)


@register.simple_block_tag
def ui_fact(content: SafeString, label: str) -> SafeString:
    """One fact: what it is called, and what it is."""
    return format_html('<div class="ui-fact"><dt>{}</dt><dd>{}</dd></div>', label, content)


@register.simple_block_tag
def ui_reader_note(content: SafeString) -> SafeString:
    """Who can read this: stands before the first word is written."""
    return render_to_string("ui/reader_note.html", {"content": content})
