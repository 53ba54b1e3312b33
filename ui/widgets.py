"""Inputs, lists to choose from, text areas and values in parts as markup.

Django makes one input from up to three templates within each other, and a page with thirty of them
spends most of its time there. The plain ones are written here, with Django's markup, and a value in
parts with that of the design system.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.forms.renderers import TemplatesSetting, get_default_renderer
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

TO_ESCAPE = re.compile(r"""[&<>"']""")
WidgetContext = dict[str, Any]  # `widget` of what a widget's get_context() gives

FOLDER = "django/forms/widgets/"
INPUT = f"{FOLDER}input.html"
PARTS = "dkfds/widgets/parts.html"  # the name under which it is written, not a file
INPUTS = ["checkbox", "email", "file", "hidden", "number", "password", "text", "url"]
MOMENTS = ["date", "datetime", "time"]


class WidgetRenderer(TemplatesSetting):
    """Writes the plain widgets itself; all others have their template."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if write := WRITERS.get(template_name):
            return write(context["widget"])
        return mark_safe(super().render(template_name, context, request))


def written_input(widget: WidgetContext) -> SafeString:
    value = None if widget["value"] is None else str(widget["value"])
    attrs = {"type": widget["type"], "name": widget["name"], "value": value}
    return mark_safe(f"<input{_attributes(attrs | widget['attrs'])}>")


def written_text_area(widget: WidgetContext) -> SafeString:
    attrs = _attributes({"name": widget["name"]} | widget["attrs"])
    return mark_safe(f"<textarea{attrs}>\n{conditional_escape(widget['value'] or '')}</textarea>")


def written_select(widget: WidgetContext) -> SafeString:
    attrs = _attributes({"name": widget["name"]} | widget["attrs"])
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return mark_safe(f"<select{attrs}>{groups}</select>")


def written_parts(widget: WidgetContext) -> SafeString:
    """The inputs of a value in several parts, each with a label of its own."""
    return format_html_join(
        "\n",
        '<div class="form-group form-group-{}"><label for="{}">{}</label>{}</div>',
        (
            (
                part.get("part", "part"),
                part["attrs"].get("id", ""),
                part["label"],
                get_default_renderer().render(part["template_name"], {"widget": part}),
            )
            for part in widget["subwidgets"]
        ),
    )


def _group(name: str | None, options: list[WidgetContext]) -> str:
    written = "".join(
        f"<option{_attributes({'value': str(option['value'])} | option['attrs'])}>"
        f"{conditional_escape(option['label'])}</option>"
        for option in options
    )
    return f"<optgroup{_attributes({'label': name})}>{written}</optgroup>" if name else written


def _attributes(attrs: dict[str, Any]) -> str:
    """As in Django's templates: True is a name alone, False and None are left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{_escaped(str(value))}"'
        for name, value in attrs.items()
        if value is not False and value is not None
    )


def _escaped(text: str) -> str:
    """Most has nothing to escape, and is looked through sooner than escaped."""
    return conditional_escape(text) if TO_ESCAPE.search(text) else text


WRITERS: dict[str, Callable[[WidgetContext], SafeString]] = {
    INPUT: written_input,
    **{f"{FOLDER}{kind}.html": written_input for kind in INPUTS + MOMENTS},
    f"{FOLDER}select.html": written_select,
    f"{FOLDER}textarea.html": written_text_area,
    PARTS: written_parts,
}
