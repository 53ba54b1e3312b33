"""Every kind of mail as its preview tells it, and with the worst that people type in its fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models

from notifications.kinds import Example, MessageKind, all_kinds
from notifications.rendering import Written, render_example

LANGUAGES = ("da", "en")
KINDS = [(kind, language) for kind in all_kinds() for language in LANGUAGES]
IDS = [f"{kind.name}-{language}" for kind, language in KINDS]
#: Markup, code of our own templates, text from right to left, one very long word, and what looks
#: like the mail's action.
HOSTILE = (
    "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> </td></table> &amp; {{ 7|add:7 }}"
    f" \u202eשלום\u2067 {'ø' * 400}\n\nKlik her:\n\n{settings.BASE_URL}/konto/log-ud/\n\n"
    "http://evil.example/\r\n\r\n- javascript:alert(1)"
)


def written(kind: MessageKind, language: str) -> Written:
    return render_example(kind, language)[0]


def hostile(kind: MessageKind) -> MessageKind:
    """The kind with HOSTILE in everything that somebody could have typed."""

    def example() -> Example:
        shown = kind.example()
        seen: set[int] = set()
        context = {name: _spoilt(value, seen) for name, value in shown.context.items()}
        return dataclasses.replace(shown, context={**context, "first_name": HOSTILE})

    return dataclasses.replace(kind, example=example)


def _spoilt(value: Any, seen: set[int]) -> Any:
    if isinstance(value, str):
        return value if value.startswith(settings.BASE_URL) else HOSTILE
    if isinstance(value, models.Model):
        _spoil_row(value, seen)
    elif isinstance(value, list):
        return [_spoilt(each, seen) for each in value]
    elif isinstance(value, Mapping):
        return {name: _spoilt(each, seen) for name, each in value.items()}
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            _spoilt(getattr(value, field.name), seen)
    return value


def _spoil_row(row: models.Model, seen: set[int]) -> None:
    """Every text of the row and of the rows it hangs on; where one is chosen it stays."""
    if id(row) in seen:
        return
    seen.add(id(row))
    for field in row._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and not field.choices:
            setattr(row, field.name, HOSTILE)
    for related in row._state.fields_cache.values():
        if isinstance(related, models.Model):
            _spoil_row(related, seen)
