"""Which fields of a form its writer never saw, so that nobody takes them for what was typed."""

from __future__ import annotations

from collections.abc import Iterable

from django.forms import BaseForm

FIELD = "form_unseen"


def names_in(form: BaseForm) -> str:
    """The value of the hidden field: the names of the form's hidden fields."""
    return " ".join(field.html_name for field in form.hidden_fields())


def seen(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of a form's fields, as they were sent, that its writer saw."""
    fields = list(fields)
    unseen = {FIELD}.union(*(value.split() for name, value in fields if name == FIELD))
    return [(name, value) for name, value in fields if name not in unseen]
