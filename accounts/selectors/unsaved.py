"""What somebody had typed, opened for them again."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import UnsavedText
from accounts.sealing import SealBroken, unseal
from ui.unseen import seen
from ui.waiting import Waiting

_SHORT = 20


@dataclass(frozen=True)
class Typed:
    """The fields of a form by name, and the names of files that must be chosen again."""

    fields: list[tuple[str, str]]
    files: list[str]

    def __repr__(self) -> str:
        """Never the texts: an error report shows what a variable looks like."""
        return f"<what was typed: {len(self.fields)} fields>"

    @property
    def texts(self) -> list[str]:
        """What a person would call their text: no choices, numbers and marks, nothing hidden."""
        values = [value.strip() for _name, value in seen(self.fields)]
        return [value for value in values if " " in value or len(value) > _SHORT]


def bound_to(owner_id: int, path: str) -> str:
    """What a sealed text belongs to: it opens for no other person and no other page."""
    return f"accounts.UnsavedText:{owner_id}:{path}"


@sensitive_variables()
def opened(text: UnsavedText) -> str | None:
    """What was sealed; None when its key is gone, so that nobody can read it any more."""
    try:
        return unseal(bytes(text.sealed), bound_to=bound_to(text.user_id, text.path))
    except SealBroken:
        return None


@sensitive_variables()
def typed_in(text: UnsavedText) -> Typed | None:
    """The form as it was typed, or None as for `opened`."""
    found = opened(text)
    if found is None:
        return None
    content = json.loads(found)
    fields = [(name, value) for name, values in content["fields"] for value in values]
    return Typed(fields, content["files"])


def unsaved_text_line(pk: int, created_at: dt.datetime) -> Waiting:
    """A text that was on its way when a session of the person ended, as the home page says it."""
    return Waiting(
        title=_("Your text is still here"),
        subject=date_format(timezone.localtime(created_at), "DATETIME_FORMAT"),
        detail=_("It has not been saved yet."),
        href=reverse("unsaved_text", args=[pk]),
        badge=_("Your turn"),
        badge_kind="attention",
    )
