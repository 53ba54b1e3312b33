"""What stands around the input of a field: label, hint, error, character limit.

Written here and not in templates: a form has many fields, and a template for each of them takes
longer than the rest of the page. Only what few fields have is a template: the character limit of a
text area, and what is said of a file.
"""

from __future__ import annotations

from typing import NamedTuple

from django.forms import BoundField
from django.forms.utils import ErrorList
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

NOTHING = SafeString("")
DISABLED = SafeString(' class="disabled"')


class Frame(NamedTuple):
    """What every layout says beside the input; hint and error are empty where there is none."""

    id: str
    label: SafeString | str | Promise
    hint: SafeString
    error: SafeString
    disabled: bool

    @property
    def group(self) -> str:
        return "form-group form-error" if self.error else "form-group"

    @property
    def label_class(self) -> str:
        return "form-label disabled" if self.disabled else "form-label"


def frame_of(field: BoundField, *, optional: bool) -> Frame:
    """The frame of `field`; whether it is said that it can be left empty, its caller knows."""
    disabled = field.field.disabled or bool(field.field.widget.attrs.get("disabled"))
    return Frame(field.auto_id, _label(field, optional), _hint(field), _error(field), disabled)


def errors_of(field: BoundField) -> ErrorList | tuple[()]:
    """As `field.errors`, which makes a list of its own each time that there are none."""
    return field.form.errors.get(field.name, ())


def _label(field: BoundField, optional: bool) -> SafeString | str | Promise:
    if not optional:
        return field.label
    mark = gettext("(optional)")
    return format_html('{} <span class="weight-normal">{}</span>', field.label, mark)


def _hint(field: BoundField) -> SafeString:
    if not field.help_text:
        return NOTHING
    return format_html(
        '<span class="form-hint" id="{}_helptext">{}</span>', field.auto_id, field.help_text
    )


def _error(field: BoundField) -> SafeString:
    errors = errors_of(field)
    if not errors:
        return NOTHING
    return format_html(
        '<span class="form-error-message" id="{}_error"><span class="sr-only">{}</span> {}</span>',
        field.auto_id,
        gettext("Error:"),
        format_html_join(" ", "{}", ((error,) for error in errors)),
    )


def below_label(frame: Frame, written: SafeString, limit: int | None = None) -> SafeString:
    """One input below its label, with how much it takes where it has a `limit`."""
    told = NOTHING
    if limit:
        told = render_to_string("dkfds/limit.html", {"id": frame.id, "limit": limit})
    return format_html(
        '<div class="{}{}">\n<label class="{}" for="{}">{}</label>\n{}{}\n{}\n{}</div>',
        frame.group,
        " form-limit" if limit else "",
        frame.label_class,
        frame.id,
        frame.label,
        frame.hint,
        frame.error,
        written,
        told,
    )


def in_fieldset(frame: Frame, written: SafeString, described: str) -> SafeString:
    """Several inputs with labels of their own; `described` are the ids of what explains them."""
    return format_html(
        '<div class="{}">\n<fieldset{}>\n<legend class="{}">{}</legend>\n'
        "{}{}\n{}\n</fieldset>\n</div>",
        frame.group,
        format_html(' aria-describedby="{}"', described) if described else NOTHING,
        frame.label_class,
        frame.label,
        frame.hint,
        frame.error,
        written,
    )


def before_label(frame: Frame, written: SafeString) -> SafeString:
    """One box to tick, with its label after it."""
    return format_html(
        '<div class="{}">\n{}\n<div class="form-group-checkbox">\n{}\n'
        '<label for="{}"{}>{}</label>\n{}\n</div>\n</div>',
        frame.group,
        frame.error,
        written,
        frame.id,
        DISABLED if frame.disabled else NOTHING,
        frame.label,
        frame.hint,
    )
