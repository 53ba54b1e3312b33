"""What a column can hold."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StaffField(TextChoices):
    """One thing the list can say of an institution or its leader; one column each."""

    INSTITUTION = "institution", _("Institution")
    TYPE = "institution_type", _("Type of institution")
    AREA = "area", _("Area")
    STREET = "street", _("Street")
    POSTAL_CODE = "postal_code", _("Postal code")
    CITY = "city", _("City")
    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    FULL_NAME = "full_name", _("First and last name")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    TITLE = "title", _("Title")
    LEVEL = "level", _("Leader level")
    REPORTS_TO = "reports_to", _("Nearest leader's e-mail")


#: Field → index of its column in the file.
Mapping = dict[str, int]

#: Longest text that each field can be kept as (the tables' own limits).
LONGEST: dict[str, int] = {
    StaffField.INSTITUTION: 200,
    StaffField.AREA: 200,
    StaffField.STREET: 200,
    StaffField.POSTAL_CODE: 10,
    StaffField.CITY: 100,
    StaffField.FIRST_NAME: 100,
    StaffField.LAST_NAME: 100,
    StaffField.EMAIL: 254,
    StaffField.PHONE: 30,
    StaffField.TITLE: 100,
    StaffField.REPORTS_TO: 254,
}

_NOT_LETTERS = re.compile(r"[^0-9a-zæøå]+")


def bare(text: str) -> str:
    """Words as they are compared: lower case, without signs, aa and å the same.

    'E-mail' and 'email' are both 'email'; 'Nærmeste leder (mail)' is 'nærmeste leder mail'.
    """
    folded = unicodedata.normalize("NFC", text).casefold().replace("e-mail", "email")
    folded = folded.replace("ä", "æ").replace("ö", "ø").replace("aa", "å")
    return _NOT_LETTERS.sub(" ", folded).strip()
