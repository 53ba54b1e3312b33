"""Something that waits for a person, as each app tells the home page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

#: Of each kind no more than this: a home page shows ten, and says when there are more.
AT_MOST = 11


@dataclass(frozen=True)
class Waiting:
    """One line of "what waits for me": what to do, about what, why now, and by when.

    `badge_kind` is one of the kinds of `ui_badge`; `due` orders the list, undated lines come last.
    """

    title: str | Promise
    subject: str = ""
    detail: str | Promise = ""
    href: str = ""
    badge: str | Promise = ""
    badge_kind: str = "info"
    due: dt.date | None = None
