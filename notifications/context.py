"""What every page shows of the outbox."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications.selectors import unread_in_words


def bell(request: HttpRequest) -> dict[str, Any]:
    """`unread_messages`: how many the reader has not seen, as the bell writes it."""
    if not hasattr(request, "user"):  # a page from before the middleware: an error page
        return {"unread_messages": ""}
    return {"unread_messages": SimpleLazyObject(lambda: unread_in_words(request.user))}
