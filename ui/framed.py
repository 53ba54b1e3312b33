"""HTML that is no page of the portal, such as a mail's, to be shown in a frame of one (`ui_frame`).

It brings its own styles and must be able to nothing: no script, no form, no address that it
fetches, no page of anybody else's around it.
"""

from __future__ import annotations

from django.http import HttpResponse

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)
#: With a click its links open in place of the whole page, not inside of the frame.
LEADS_ON = "allow-top-navigation-by-user-activation"


def framed(html: str, *, leads_on: bool) -> HttpResponse:
    """The answer for the frame's address. Unless it `leads_on`, its links open nothing."""
    target = "_top" if leads_on else "_blank"  # where no window may be opened
    page = html.replace("<head>", f'<head><base target="{target}">', 1)
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = f"{POLICY} {LEADS_ON}" if leads_on else POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
