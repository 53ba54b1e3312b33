"""Icons of the design system, put into the page as the few bytes of SVG that they are.

They are read once from the collected static files, so that no third-party file lives in the
repository and no sprite of 700 KB goes over the wire. An icon is decoration: the words beside it
say the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Our names, and what the design system calls the same; a name that is not here is taken as it is.
NAMES = {
    "add": "plus",
    "arrow_back": "arrow-back",
    "arrow_forward": "arrow-forward",
    "bell": "notifications",
    "calendar": "calendar-month",
    "good": "success",
    "group": "persons",
    "history": "time",
    "list": "list-bulleted",
    "logout": "arrow-forward",
    "mail": "email",
}
# The icons that pages use; the style guide shows them.
SHOWN = tuple(
    """
    add arrow_back arrow_forward bell calendar check close delete download edit error flag group
    history home info list lock logout mail menu person print search settings upload visibility
    warning
    """.split()  # noqa: SIM905 - read as a paragraph
)
INNER = re.compile(r"<svg[^>]*?(?:viewBox=\"(?P<box>[^\"]+)\")[^>]*>(?P<inner>.*)</svg>", re.DOTALL)


class UnknownIcon(ValueError):
    """The design system has no icon of that name."""


@lru_cache
def drawing(name: str) -> tuple[str, SafeString]:
    """(view box, shapes) of the icon `name`. Raises UnknownIcon."""
    file = f"dkfds/img/svg-icons/{NAMES.get(name, name).replace('_', '-')}.svg"
    try:
        with staticfiles_storage.open(file) as opened:
            text = opened.read().decode()
    except (OSError, ValueError) as error:
        raise UnknownIcon(f"No icon {name!r} ({file}).") from error
    found = INNER.search(text)
    if found is None:
        raise UnknownIcon(f"{file} holds no drawing.")
    return found["box"], mark_safe(found["inner"].strip())


@lru_cache
def icon(name: str, classes: str = "") -> SafeString:
    """The icon as markup, hidden from screen readers; nothing for an empty name."""
    if not name:
        return SafeString("")
    box, shapes = drawing(name)
    return format_html(
        '<svg class="icon-svg{}" viewBox="{}" aria-hidden="true" focusable="false">{}</svg>',
        f" {classes}" if classes else "",
        box,
        shapes,
    )
