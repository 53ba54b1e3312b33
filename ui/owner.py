"""Whose form it is: a signed hidden field, so that text outlives a session for its writer only."""

from __future__ import annotations

import datetime as dt

from django.core.signing import BadSignature, TimestampSigner

FIELD = "form_owner"
_SALT = "ui.form_owner"
_VALID_FOR = dt.timedelta(days=31)  # as long as a remembered session, and a page left open in it


def mark(user_id: int) -> str:
    """The value of the hidden field for the person who was shown the form."""
    return TimestampSigner(salt=_SALT).sign(str(user_id))


def read(value: str) -> int | None:
    """The person's id, or None when the value was not made by `mark` or is too old."""
    try:
        return int(TimestampSigner(salt=_SALT).unsign(value, max_age=_VALID_FOR))
    except (BadSignature, ValueError):
        return None
