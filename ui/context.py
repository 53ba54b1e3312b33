"""What every page needs: the navigation and who is signed in as what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ui.navigation import navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """`nav` (a list of ShownItem) and `shell_role` ("director · Gentofte Kommune")."""
    if not hasattr(request, "user"):  # a page from before the middleware: an error page
        return {"nav": [], "shell_role": ""}
    return {
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "shell_role": SimpleLazyObject(lambda: role_line(request.user)),
    }


def role_line(user: Any) -> str:
    """The person's first role today and where; empty when there is none.

    The person is whatever AUTH_USER_MODEL is: `held_roles` is a list of holdings with
    `get_role_display()` and `organisation`.
    """
    holdings = getattr(user, "held_roles", [])
    if not holdings:
        return ""
    first = holdings[0]
    return f"{_small(str(first.get_role_display()))} · {first.organisation}"


def _small(word: str) -> str:
    """Begin with a small letter, but leave "KLK" alone."""
    return word if word[:2].isupper() else word[:1].lower() + word[1:]
