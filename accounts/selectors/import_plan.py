"""What a list would change, compared with what the portal knows. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import StaffImport
from accounts.selectors.import_known import Known, Place
from accounts.selectors.import_seats import Changes, SeatPlan, plan_seats
from accounts.selectors.import_superiors import from_the_top, in_circles, reporting_lines
from accounts.staff_files.fields import Mapping, StaffField
from accounts.staff_files.issues import Finding, Issue
from accounts.staff_files.lines import StaffLine, completed, contradictions, same_name, understand
from accounts.staff_files.sheets import Row


@dataclass(frozen=True)
class PlacePlan:
    """An area or institution: to be founded, changed, or left as it is."""

    line: StaffLine
    place: Place
    is_new: bool
    changes: Changes = field(default_factory=dict)

    @property
    def does_something(self) -> bool:
        return self.is_new or bool(self.changes)


@dataclass(frozen=True)
class Plan:
    """Everything a list would do, in the order of its rows."""

    places: list[PlacePlan]
    seats: list[SeatPlan]
    findings: list[Finding]
    rows: int
    order: dict[str, int]

    @property
    def rows_left_out(self) -> int:
        return len({finding.row for finding in self.findings})

    def seats_from_the_top(self) -> list[SeatPlan]:
        """A leader's seat comes before those of the people who report to them."""
        return sorted(self.seats, key=lambda seat: self.order.get(seat.line.email, 0))


def plan_import(staff_import: StaffImport, known: Known) -> Plan:
    """Compare the rows of an import, read through its mapping, with what is known.

    A row with anything wrong is left out as a whole.
    """
    rows = [Row(number, cells) for number, cells in staff_import.rows]
    lines, findings = _usable(rows, staff_import.mapping, known)
    return Plan(
        places=_places(lines, known),
        seats=plan_seats(lines, known),
        findings=sorted(findings, key=lambda finding: (finding.row, finding.column)),
        rows=len(rows),
        order=from_the_top(reporting_lines(lines, known)),
    )


def _usable(
    rows: Iterable[Row], mapping: Mapping, known: Known
) -> tuple[list[StaffLine], list[Finding]]:
    """The rows that nothing is wrong with, and what is wrong with the others."""
    understood = [understand(row, mapping) for row in rows]
    findings = [finding for _line, found in understood for finding in found]
    lines = [line for line, found in understood if not found]
    for wrong in (_contradicting, _in_circles, _without_superior):
        # Leaving a row out can take away somebody whom others report to: once is not enough.
        while found := wrong(lines, mapping, known):
            findings += found
            numbers = {finding.row for finding in found}
            lines = [line for line in lines if line.number not in numbers]
    return completed(lines), findings


def _contradicting(lines: list[StaffLine], mapping: Mapping, known: Known) -> list[Finding]:
    return contradictions(lines, mapping)


def _without_superior(lines: list[StaffLine], mapping: Mapping, known: Known) -> list[Finding]:
    listed = {line.email for line in lines if line.email}
    return [
        _about_superior(line, mapping, Issue.UNKNOWN_SUPERIOR)
        for line in lines
        if line.email
        and line.reports_to
        and line.reports_to not in listed
        and not known.may_be_superior(line.reports_to)
    ]


def _in_circles(lines: list[StaffLine], mapping: Mapping, known: Known) -> list[Finding]:
    circle = in_circles(reporting_lines((line for line in lines if line.email), known))
    return [
        _about_superior(line, mapping, Issue.CIRCLE)
        for line in lines
        if line.email in circle and line.reports_to in circle
    ]


def _about_superior(line: StaffLine, mapping: Mapping, issue: Issue) -> Finding:
    return Finding(line.number, mapping.get(StaffField.REPORTS_TO, -1), issue, line.reports_to)


def _places(lines: list[StaffLine], known: Known) -> list[PlacePlan]:
    """Areas first, then institutions, each once, at the first row that names it."""
    areas: dict[Place, PlacePlan] = {}
    institutions: dict[Place, PlacePlan] = {}
    for line in lines:
        if line.area:
            place = ("area", same_name(line.area))
            areas.setdefault(place, PlacePlan(line, place, place not in known.places))
        if line.institution and line.place not in institutions:
            institutions[line.place] = _institution(line, known)
    return [*areas.values(), *institutions.values()]


def _institution(line: StaffLine, known: Known) -> PlacePlan:
    stands = known.places.get(line.place)
    if stands is None:
        return PlacePlan(line, line.place, is_new=True)
    parent = stands.parent
    area = parent.name if parent and parent.pk != known.municipality.pk else ""
    before = {
        StaffField.TYPE: stands.institution_type,
        StaffField.AREA: area,
        StaffField.STREET: stands.street,
        StaffField.POSTAL_CODE: stands.postal_code,
        StaffField.CITY: stands.city,
    }
    changes = {
        str(name): (old, new)
        for name, old in before.items()
        if (new := getattr(line, name)) and new != old
    }
    if same_name(area) == same_name(line.area):
        changes.pop(StaffField.AREA, None)
    return PlacePlan(line, line.place, is_new=False, changes=changes)
