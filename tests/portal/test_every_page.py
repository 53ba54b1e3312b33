"""Every page that a role can reach from its home page, in both languages, wide and narrow.

What they are held to, and which of them stand in the browser, is in tests/looking.py.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from accounts.models import User
from tests.browser import bring_axe
from tests.looking import LANGUAGES, Looker
from tests.shapes import Shape

NO_PAGES = {
    "account_logout",
    "calendar_feed",
    "design_pdf",
    "document_download",
    "health",
    "import_example",
    "meeting_entry",
}
EACH = 2  # of pages that differ only in what they show, so many are read

#: Who, and the fewest different pages that this role must find: a crawl that finds less is broken.
ROLES = {
    "direktor@gentofte.example": 25,
    "leder1@gentofte.example": 14,
    "leder7@gentofte.example": 12,
    "forvaltning@gentofte.example": 10,
    "internkonsulent@gentofte.example": 12,
    "konsulent@klk.example": 12,
    "konsulent2@klk.example": 8,
    "admin@klk.example": 25,
}
#: Pages that no other test looks at.
LOOKED_AT_HERE = {
    "direktor@gentofte.example": {
        "account_change_password",
        "account_email",
        "account_home",
        "account_profile",
        "design",
        "design_part",
        "design_version",
        "invitations",
        "invite",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_list_webauthn",
        "network_new",
        "network_rename",
        "network_status",
        "organisation",
        "organisation_edit",
        "organisation_new",
        "people",
        "person",
        "position_edit",
        "role_end",
        "role_new",
        "style_guide",
        "usersessions_list",
    },
    "leder1@gentofte.example": {
        "action_new",
        "network_actions",
        "reflection",
        "reflection_delete",
        "reflection_edit",
    },
    "admin@klk.example": {"message_kind", "message_kinds", "messages", "audit_trail"},
}


def page_name(path: str) -> str | None:
    """The URL name behind a path, or None for what is no page of the portal."""
    try:
        name = resolve(path).url_name
    except Resolver404:
        return None
    return None if name in NO_PAGES else name


def links_on(page: Shape, path: str) -> Iterator[str]:
    for href in page.links:
        parts = urlsplit(urljoin(f"//here{path}", href))
        if parts.netloc == "here":
            yield parts.path


def crawl(page: Any, language: str) -> Counter[str]:
    """Look at every page that links lead to; returns how many of each name."""
    bring_axe(page)
    looker = Looker(page, language)
    seen: Counter[str] = Counter()
    queue, known = deque(["/", "/stilguide/"]), {"/", "/stilguide/"}
    while queue:
        path = queue.popleft()
        name = page_name(path)
        if name is None or seen[name] >= EACH:
            continue
        seen[name] += 1
        for link in links_on(looker.look(path), path):
            if link not in known:
                known.add(link)
                queue.append(link)
    return seen


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("email", ROLES)
def test_every_page_of_a_role(email: str, language: str, open_as: Callable[..., Any]) -> None:
    seen = crawl(open_as(User.objects.get(email=email), language, new=True), language)
    assert len(seen) >= ROLES[email], f"{language}: only {sorted(seen)}"
    assert LOOKED_AT_HERE.get(email, set()) <= set(seen)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_for_nobody(language: str, open_as: Callable[..., Any]) -> None:
    seen = crawl(open_as(None, language, new=True), language)
    assert {"home", "account_login", "account_reset_password", "help"} <= set(seen)
