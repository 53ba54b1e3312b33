"""Inputs, lists to choose from and text areas as markup.

Django makes one input from up to three templates within each other, and a page with thirty of them
spends most of its time there. The plain ones are written here, with the same markup.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WidgetContext = dict[str, Any]  # `widget` of what a widget's get_context() gives

FOLDER = "django/forms/widgets/"
INPUT = f"{FOLDER}input.html"
INPUTS = ["checkbox", "date", "datetime", "email", "file", "hidden", "number", "password"]
INPUTS += ["text", "time", "url"]


class WidgetRenderer(TemplatesSetting):
    """Writes the plain widgets itself; all others have their template."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if write := WRITERS.get(template_name):
            return write(context["widget"])
        return mark_safe(super().render(template_name, context, request))


def written_input(widget: WidgetContext) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', value),
        flatatt(widget["attrs"]),
    )


def written_text_area(widget: WidgetContext) -> SafeString:
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        flatatt(widget["attrs"]),
        widget["value"] or "",
    )


def written_select(widget: WidgetContext) -> SafeString:
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        flatatt(widget["attrs"]),
        format_html_join(
            "", "{}", ((_group(name, options),) for name, options, _i in widget["optgroups"])
        ),
    )


def _group(name: str | None, options: list[WidgetContext]) -> SafeString:
    written = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((option["value"], flatatt(option["attrs"]), option["label"]) for option in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, written) if name else written


WRITERS: dict[str, Callable[[WidgetContext], SafeString]] = {
    INPUT: written_input,
    **{f"{FOLDER}{kind}.html": written_input for kind in INPUTS},
    f"{FOLDER}select.html": written_select,
    f"{FOLDER}textarea.html": written_text_area,
}
