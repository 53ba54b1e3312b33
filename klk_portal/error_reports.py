"""What a report of an error says of the request that it happened in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class NothingTyped(SafeExceptionReporterFilter):
    """Says which fields were sent and never what stood in them.

    A view can keep its own form out (`sensitive_post_parameters`), but not out of the report of an
    error that happens on the way to it: with the database away, that is in a middleware.
    """

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        if request is None:
            return {}
        return dict.fromkeys(request.POST, self.cleansed_substitute)
