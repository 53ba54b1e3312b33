"""One form field in the markup of the design system: the heart of the crispy pack `dkfds`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files import File
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ui.elements import register
from ui.elements.frames import (
    DISABLED,
    Frame,
    before_label,
    below_label,
    errors_of,
    frame_of,
    in_fieldset,
)
from ui.widgets import WidgetContext, written_input, written_parts

PART_LABELS = {  # by how Django ends the names of the parts
    "0": _("Date"),
    "1": _("Time"),
    "day": _("Day"),
    "month": _("Month"),
    "year": _("Year"),
}
NO_MARK = (forms.CheckboxInput,)  # ticking is optional by nature


@register.simple_tag
def ui_field(field: BoundField, mark_optional: bool = True) -> SafeString | str:
    """Label, hint, error and input of one field, tied together for assistive technology."""
    if field.is_hidden:
        return str(field)
    frame = frame_of(field, optional=mark_optional and _is_optional(field))
    return KINDS[field_kind(field.field.widget)](field, frame)


def _is_optional(field: BoundField) -> bool:
    """Whether it is said that the field can be left empty.

    A form names in `asked_when_needed` what is asked for, or not, by what another field says.
    """
    if field.field.required or isinstance(field.field.widget, NO_MARK):
        return False
    return field.name not in getattr(field.form, "asked_when_needed", ())


@register.simple_tag
def ui_field_target(field: BoundField) -> str:
    """The id that a link in the error summary leads to: the input, or a group's first one."""
    alone = field_kind(field.field.widget) not in ("parts", "choices")
    return field.auto_id if alone else f"{field.auto_id}_0"


def is_group(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


def field_kind(widget: forms.Widget) -> str:
    """Which of KINDS a widget is."""
    if is_group(widget):
        return "choices"
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "parts"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "input"


def described_by(field: BoundField) -> str:
    """The ids of what explains the field: hint, error, character limit."""
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if errors_of(field):
        ids.append(f"{field.auto_id}_error")
    if character_limit(field):
        ids.append(f"{field.auto_id}_limit")
    return " ".join(ids)


def character_limit(field: BoundField) -> int | None:
    """How much a text area takes; short inputs stop by themselves."""
    if isinstance(field.field.widget, forms.Textarea):
        return getattr(field.field, "max_length", None)
    return None


def attributes(field: BoundField, classes: str, **more: Any) -> dict[str, Any]:
    own = field.field.widget.attrs.get("class", "")
    found: dict[str, Any] = {"class": f"{classes} {own}".strip(), **more}
    if described := described_by(field):
        found["aria-describedby"] = described
    if errors_of(field):
        found["aria-invalid"] = "true"
    return found


def _input(field: BoundField, frame: Frame) -> SafeString:
    selecting = isinstance(field.field.widget, forms.Select)
    more: dict[str, Any] = {}
    if limit := character_limit(field):
        # The browser must not cut off what is pasted: the limit is told, and checked on saving.
        more = {"maxlength": False, "data-limit": limit}
    classes = "form-select" if selecting else "form-input"
    return below_label(frame, field.as_widget(attrs=attributes(field, classes, **more)), limit)


def _checkbox(field: BoundField, frame: Frame) -> SafeString:
    return before_label(frame, field.as_widget(attrs=attributes(field, "form-checkbox")))


def _file(field: BoundField, frame: Frame) -> SafeString:
    """A file input, and for a clearable one the file that is there and how to remove it."""
    widget = field.field.widget
    plain = forms.FileInput(attrs=dict(widget.attrs))
    plain.allow_multiple_selected = widget.allow_multiple_selected
    current = field.value() if isinstance(widget, forms.ClearableFileInput) else None
    shown = current if isinstance(current, File) or hasattr(current, "url") else None
    if isinstance(widget, forms.ClearableFileInput) and not widget.is_initial(shown):
        shown = None
    clear = widget.clear_checkbox_name(field.html_name) if shown else ""
    more = {"required": False} if shown else {}
    context = {
        "id": frame.id,
        "current": shown,
        "input": field.as_widget(plain, attrs=attributes(field, "form-input", **more)),
        "clear_name": clear if shown and not field.field.required else "",
    }
    return below_label(frame, render_to_string("dkfds/file.html", context))


def _parts(field: BoundField, frame: Frame) -> SafeString:
    """The inputs of a value in several parts, each with a label of its own."""
    widget = field.field.widget
    selecting = isinstance(widget, forms.SelectDateWidget)
    found = attributes(field, "form-select" if selecting else "form-input", id=field.auto_id)
    # The group is described, not each of its parts.
    attrs = field.build_widget_attrs({**found, "aria-describedby": False}, widget)
    context = widget.get_context(field.html_name, field.value(), attrs)
    for number, part in enumerate(context["widget"]["subwidgets"]):
        part["attrs"]["id"] = f"{field.auto_id}_{number}"
        part.setdefault("label", PART_LABELS.get(part["name"].rpartition("_")[2], number + 1))
    written = format_html('<div class="date-group">{}</div>', written_parts(context["widget"]))
    return in_fieldset(frame, written, described_by(field))


def _choices(field: BoundField, frame: Frame) -> SafeString:
    widget = field.field.widget
    tick = isinstance(widget, forms.CheckboxSelectMultiple)
    attrs = field.build_widget_attrs({"id": field.auto_id}, widget)
    attrs.pop("aria-describedby", None)
    attrs.pop("aria-invalid", None)
    attrs["class"] = "form-checkbox" if tick else "form-radio"
    if tick:
        attrs.pop("required", None)
    values = widget.format_value(field.value())
    groups = widget.optgroups(field.html_name, values, attrs)
    options = [option for _label, inside, _index in groups for option in inside]
    for number, option in enumerate(options):  # also in groups: the summary links to the first
        option["attrs"]["id"] = f"{field.auto_id}_{number}"
    kind = "checkbox" if tick else "radio"
    written = format_html_join(
        "\n",
        "{}{}",
        ((_title(name), _written_choices(inside, kind)) for name, inside, _index in groups),
    )
    return in_fieldset(frame, written, described_by(field))


def _title(name: str | None) -> SafeString | str:
    return format_html('<p class="ui-choice-group">{}</p>', name) if name else ""


def _written_choices(options: list[WidgetContext], kind: str) -> SafeString:
    """Each option with its label."""
    return format_html_join(
        "\n",
        '<div class="form-group-{}">{}<label for="{}"{}>{}</label></div>',
        (
            (
                kind,
                written_input(option),
                option["attrs"]["id"],
                DISABLED if option["attrs"].get("disabled") else "",
                option["label"],
            )
            for option in options
        ),
    )


KINDS: dict[str, Callable[[BoundField, Frame], SafeString]] = {
    "input": _input,
    "checkbox": _checkbox,
    "file": _file,
    "parts": _parts,
    "choices": _choices,
}
