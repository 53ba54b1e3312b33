"""What watches the portal asks here. The pages over outbox rows are in `accounts`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.health import illnesses
from notifications.selectors import promptness


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 when every part is well, else 503; a line a part."""
    now = timezone.now()
    parts = illnesses(now=now)
    text = "".join(f"{part}: {illness or 'well'}\n" for part, illness in parts.items())
    if not parts["database"]:
        text += f"sent within a minute of being due: {promptness(now=now)}\n"
    status = 503 if any(parts.values()) else 200
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
