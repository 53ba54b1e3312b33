"""What the pages of an import show, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import InstitutionType, LeaderLevel
from accounts.models import Organisation, StaffImport, User
from accounts.models.imports import ImportState
from accounts.selectors.import_waiting import leaders_never_signed_in
from accounts.staff_files.fields import StaffField
from accounts.staff_files.issues import Finding
from accounts.staff_files.sheets import column_letter

PARTS = ("created", "changed", "errors")


def earlier_imports(municipality: Organisation, reader: User) -> QuerySet[StaffImport]:
    """The newest lists of a municipality, whatever became of them."""
    visible = StaffImport.objects.visible_to(reader).filter(municipality=municipality)
    return visible.defer("rows", "report", "header")[:5]


def steps(staff_import: StaffImport | None, current: int) -> list[dict[str, Any]]:
    """The step guide; one can go back to the columns until the list is confirmed."""
    titles = [_("The file"), _("The columns"), _("Check"), _("Import")]
    hrefs = ["", "", "", ""]
    if staff_import is not None and staff_import.state not in _CLOSED:
        hrefs[1] = reverse("import_mapping", args=[staff_import.pk])
    return [
        {
            "number": number,
            "title": title,
            "href": hrefs[number - 1] if number < current else "",
            "state": "done" if number < current else "current" if number == current else "todo",
        }
        for number, title in enumerate(titles, start=1)
    ]


_CLOSED = (ImportState.WRITING, ImportState.DONE)


def number_to_invite(staff_import: StaffImport, now: dt.datetime) -> int:
    """How many leaders of the municipality have never signed in and are not invited."""
    return len(leaders_never_signed_in(staff_import.municipality, now).values_list("pk"))


def part_asked(report: Mapping[str, Any], asked: str) -> str:
    """Which list to show: the one asked for, else errors if there are any."""
    if asked in PARTS:
        return asked
    return next((part for part in ("errors", "created", "changed") if report[part]), "created")


def tabs(staff_import: StaffImport, current: str) -> list[dict[str, Any]]:
    """The three lists of a preview with how much is in each."""
    here = reverse("import", args=[staff_import.pk])
    labels = {"created": _("New"), "changed": _("Changed"), "errors": _("Errors")}
    return [
        {
            "label": labels[part],
            "href": f"{here}?vis={part}",
            "current": part == current,
            "count": len(staff_import.report[part]),
        }
        for part in PARTS
    ]


def shown_counts(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Areas, institutions and leaders: how many are new, changed and left as they are."""
    labels = {"area": _("Areas"), "institution": _("Institutions"), "leader": _("Leaders")}
    return [{"label": label, **report["counts"][what]} for what, label in labels.items()]


def shown(staff_import: StaffImport, part: str, kept: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The entries of one page of a list."""
    if part == "errors":
        return [shown_error(staff_import, each) for each in kept]
    return [shown_entry(each) for each in kept]


@dataclass(frozen=True)
class ShownChange:
    """One value, with the name of its field in the reader's language."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ShownEntry:
    """One institution, area or leader in the preview."""

    row: int
    what: str
    kind: str
    name: str
    values: list[ShownChange]
    returns: bool = False


@dataclass(frozen=True)
class ShownError:
    """What is wrong where: the row and the column as Excel names them."""

    row: int
    column: str
    header: str
    value: str
    sentence: str


def shown_entry(entry: Mapping[str, Any]) -> ShownEntry:
    changes = entry.get("changes") or _facts(entry)
    return ShownEntry(
        row=entry["row"],
        what=entry["what"],
        kind={"area": _("Area"), "institution": _("Institution")}.get(entry["what"], _("Leader")),
        name=entry["name"],
        returns=entry.get("returns", False),
        values=[
            ShownChange(str(StaffField(name).label), _in_words(name, old), _in_words(name, new))
            for name, old, new in sorted(changes, key=lambda change: _ORDER.index(change[0]))
        ],
    )


#: The database keeps the parts of an entry in an order of its own.
_ORDER = [str(name) for name in StaffField]


def _facts(entry: Mapping[str, Any]) -> list[list[str]]:
    """What a new entry says besides its own name."""
    return [[name, "", value] for name, value in entry["facts"].items() if value != entry["name"]]


def _in_words(name: str, value: str) -> str:
    """Types and levels by their names, everything else as it was typed."""
    if name == StaffField.TYPE and value in InstitutionType:
        return str(InstitutionType(value).label)
    if name == StaffField.LEVEL and value in LeaderLevel:
        return str(LeaderLevel(value).label)
    return value


def shown_error(staff_import: StaffImport, kept: Mapping[str, Any]) -> ShownError:
    finding = Finding(**kept)
    header = staff_import.header
    return ShownError(
        row=finding.row,
        column=column_letter(finding.column) if finding.column >= 0 else "",
        header=header[finding.column] if 0 <= finding.column < len(header) else "",
        value=finding.value,
        sentence=finding.sentence(),
    )
