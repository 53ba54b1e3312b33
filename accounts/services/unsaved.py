"""Text that was on its way when a session ended: kept sealed, for its writer alone."""

from __future__ import annotations

import datetime as dt
import json

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from accounts.models import UnsavedText, User
from accounts.sealing import seal
from accounts.selectors.unsaved import bound_to, opened

KEPT_FOR = dt.timedelta(days=7)
KEPT_AT_MOST = 20
TWO_CLICKS = dt.timedelta(minutes=1)
LARGEST = 1024 * 1024  # bytes of the text as it is sealed
LONGEST_PATH = 500


@sensitive_variables()
@transaction.atomic
def keep_text(
    *,
    owner_id: int,
    path: str,
    fields: list[tuple[str, list[str]]],
    files: list[str],
    now: dt.datetime,
) -> UnsavedText | None:
    """Keep what a person had typed on the page `path`.

    `fields` are names with their values, `files` the names of files that came along and are not
    kept. Only the newest 20 of a person stay. Returns None for what is too large to keep and for
    somebody who is gone.
    """
    text = json.dumps({"fields": fields, "files": files}, ensure_ascii=False)
    if len(text.encode()) > LARGEST or len(path) > LONGEST_PATH:
        return None
    owner = User.objects.select_for_update().filter(pk=owner_id, is_active=True).first()
    if owner is None:
        return None
    if (same := _sent_just_now(owner, path, text, now)) is not None:
        return same
    kept = UnsavedText.objects.create(
        user=owner, path=path, sealed=seal(text, bound_to=bound_to(owner.pk, path)), created_at=now
    )
    newest = owner.unsaved_texts.order_by("-created_at", "-pk").values("pk")[:KEPT_AT_MOST]
    owner.unsaved_texts.exclude(pk__in=newest).delete()
    return kept


def _sent_just_now(owner: User, path: str, text: str, now: dt.datetime) -> UnsavedText | None:
    """The same text, kept a moment ago: somebody clicked twice."""
    earlier = owner.unsaved_texts.filter(path=path, created_at__gt=now - TWO_CLICKS)
    return next((kept for kept in earlier if opened(kept) == text), None)


@transaction.atomic
def discard_text(*, text: UnsavedText) -> None:
    """The text was sent, or its writer does not want it any more."""
    text.delete()


@transaction.atomic
def discard_old_texts(*, now: dt.datetime) -> int:
    """Delete what nobody has come back for within a week; returns how many."""
    return UnsavedText.objects.filter(created_at__lte=now - KEPT_FOR).delete()[0]
