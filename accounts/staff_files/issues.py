"""What is wrong with a cell. Kept as codes, so that everybody reads it in their own language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Issue(StrEnum):
    NO_PLACE = "no_place"
    NO_NAME = "no_name"
    NO_EMAIL = "no_email"
    BAD_EMAIL = "bad_email"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_LEVEL = "unknown_level"
    TOO_LONG = "too_long"
    OTHER_NAME = "other_name"
    OTHER_VALUE = "other_value"
    UNKNOWN_SUPERIOR = "unknown_superior"
    OWN_SUPERIOR = "own_superior"
    CIRCLE = "circle"


TEXTS = {
    Issue.NO_PLACE: _("The institution is missing."),
    Issue.NO_NAME: _("The leader's name is missing."),
    Issue.NO_EMAIL: _("The leader's e-mail is missing."),
    Issue.BAD_EMAIL: _("This is not an e-mail address."),
    Issue.UNKNOWN_TYPE: _("We do not know this type of institution."),
    Issue.UNKNOWN_LEVEL: _("We do not know this leader level."),
    Issue.TOO_LONG: _("The text is too long; there is room for %(longest)s characters."),
    Issue.OTHER_NAME: _("The same e-mail stands in row %(other)s with another name."),
    Issue.OTHER_VALUE: _("Row %(other)s says something else about the same."),
    Issue.UNKNOWN_SUPERIOR: _(
        "The nearest leader is neither in the list nor among the people of the municipality."
    ),
    Issue.OWN_SUPERIOR: _("A leader cannot be their own nearest leader."),
    Issue.CIRCLE: _("The leaders lead each other in a circle."),
}


@dataclass(frozen=True)
class Finding:
    """One thing wrong in one cell: row and column (index, or -1 when the column is missing)."""

    row: int
    column: int
    issue: str
    value: str = ""
    number: int = 0  # the other row, or the longest length

    def sentence(self) -> str:
        """What is wrong, in the language of whoever reads."""
        return TEXTS[Issue(self.issue)] % {"other": self.number, "longest": self.number}
