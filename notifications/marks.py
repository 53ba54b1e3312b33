"""What a mail's template says of an address, for the HTML form; the text form shows none of it.

A mark begins with the one character that no text out of the database can hold. So only a template
names the mail's action, never what somebody typed.
"""

from __future__ import annotations

import re

NUL = "\x00"
ACTION = f"{NUL}!"  # the address after it is what the mail asks its reader to open
OUTSIDE = f"{NUL}>"  # the address after it is a link although it leads out of the portal
SMALL_PRINT = f"{NUL}-"  # from here on the text is beside the matter

MARK = re.compile(f"{NUL}[!>-]?")


def without_marks(text: str) -> str:
    """The text as its reader sees it."""
    return MARK.sub("", text)
