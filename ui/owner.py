"""Whose form it is: a signed hidden field, so that text outlives a session for its writer only."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

FIELD = "form_owner"
_SALT = "ui.form_owner"


def mark(user_id: int) -> str:
    """The value of the hidden field for the person who was shown the form."""
    return Signer(salt=_SALT).sign(str(user_id))


def read(value: str) -> int | None:
    """The person's id, or None when the value was not made by `mark`."""
    try:
        return int(Signer(salt=_SALT).unsign(value))
    except (BadSignature, ValueError):
        return None
