"""The request of a view behind `@login_required`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import User


class SignedInRequest(HttpRequest):
    """For types only: somebody is signed in, and htmx may be asking."""

    user: User
    htmx: HtmxDetails
