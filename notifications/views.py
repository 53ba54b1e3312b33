"""What watches the portal asks here. The pages over outbox rows are in `accounts`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.health import illnesses


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 when every part is well, else 503; a line a part."""
    parts = illnesses(now=timezone.now())
    text = "".join(f"{part}: {illness or 'well'}\n" for part, illness in parts.items())
    status = 503 if any(parts.values()) else 200
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
