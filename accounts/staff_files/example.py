"""A small list to start from, in the reader's language."""

from __future__ import annotations

import csv
import io

from accounts.choices import InstitutionType, LeaderLevel
from accounts.staff_files.fields import StaffField

_COLUMNS = [name for name in StaffField if name != StaffField.FULL_NAME]


def example_list() -> bytes:
    """A CSV file as Excel opens it in Denmark: semicolons, and UTF-8 with its mark."""
    boss = {
        StaffField.AREA: "Dagtilbud",
        StaffField.FIRST_NAME: "Lars",
        StaffField.LAST_NAME: "Østergaard",
        StaffField.EMAIL: "lars@kommune.example",
        StaffField.LEVEL: LeaderLevel.HEAD.label,
    }
    leader = {
        StaffField.INSTITUTION: "Børnehuset Æblehaven",
        StaffField.TYPE: InstitutionType.DAY_CARE.label,
        StaffField.AREA: "Dagtilbud",
        StaffField.STREET: "Ærøvej 1",
        StaffField.POSTAL_CODE: "2900",
        StaffField.CITY: "Hellerup",
        StaffField.FIRST_NAME: "Åse",
        StaffField.LAST_NAME: "Sørensen",
        StaffField.EMAIL: "aase@kommune.example",
        StaffField.PHONE: "12345678",
        StaffField.TITLE: "Dagtilbudsleder",
        StaffField.LEVEL: LeaderLevel.INSTITUTION.label,
        StaffField.REPORTS_TO: "lars@kommune.example",
    }
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([name.label for name in _COLUMNS])
    writer.writerows([[row.get(name, "") for name in _COLUMNS] for row in (boss, leader)])
    return text.getvalue().encode("utf-8-sig")
