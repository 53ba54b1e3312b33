"""A request behind `login_required`, for the type checker."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """Somebody is signed in, and the middleware says whether htmx asks."""

    user: User
    htmx: HtmxDetails
