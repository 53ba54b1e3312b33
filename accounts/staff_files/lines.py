"""A row, understood: which institution, which leader. What it contradicts is found here too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.choices import LeaderLevel
from accounts.names import full_name
from accounts.staff_files.fields import LONGEST, Mapping, StaffField
from accounts.staff_files.issues import Finding, Issue
from accounts.staff_files.sheets import Row
from accounts.staff_files.words import level_called, type_called


@dataclass(frozen=True)
class StaffLine:
    """One row of the list. What the list does not say is empty and changes nothing."""

    number: int
    institution: str = ""
    institution_type: str = ""
    area: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    level: str = ""
    reports_to: str = ""

    @property
    def full_name(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def place(self) -> tuple[str, str]:
        """Where the leader leads, comparable: an institution, or the area itself."""
        if self.institution:
            return "institution", same_name(self.institution)
        return "area", same_name(self.area)

    @property
    def level_or_usual(self) -> str:
        usual = LeaderLevel.INSTITUTION if self.institution else LeaderLevel.HEAD
        return self.level or usual


def same_name(text: str) -> str:
    """Names of organisations that differ only in capitals are one organisation."""
    return text.casefold()


def understand(row: Row, mapping: Mapping) -> tuple[StaffLine, list[Finding]]:
    """Read one row; the findings name the cells that cannot be used."""
    said = {name: row.cells[index] for name, index in mapping.items() if index < len(row.cells)}
    findings = [
        Finding(row.number, mapping[name], Issue.TOO_LONG, text, LONGEST[name])
        for name, text in said.items()
        if len(text) > LONGEST.get(name, len(text))
    ]
    _split_name(said)
    for name, issue, meaning in _MEANINGS:
        if said.get(name):
            if (value := meaning(said[name])) is None:
                findings.append(Finding(row.number, mapping[name], issue, said[name]))
            said[name] = value or ""
    line = StaffLine(number=row.number, **said)
    return line, findings + list(_missing(line, mapping, findings))


def _split_name(said: dict[str, str]) -> None:
    """'Holm, Mette' and 'Mette Holm' are the same person."""
    full = said.pop(StaffField.FULL_NAME, "")
    if not full or said.get(StaffField.FIRST_NAME) or said.get(StaffField.LAST_NAME):
        return
    if "," in full:
        last, _, first = full.partition(",")
    else:
        first, _, last = full.rpartition(" ")
    first, last = first.strip(), last.strip()
    said[StaffField.FIRST_NAME], said[StaffField.LAST_NAME] = (first, last) if first else (last, "")


def _address(text: str) -> str | None:
    text = text.removeprefix("mailto:").lower()
    try:
        validate_email(text)
    except ValidationError:
        return None
    return text


_MEANINGS = (
    (StaffField.TYPE, Issue.UNKNOWN_TYPE, type_called),
    (StaffField.LEVEL, Issue.UNKNOWN_LEVEL, level_called),
    (StaffField.EMAIL, Issue.BAD_EMAIL, _address),
    (StaffField.REPORTS_TO, Issue.BAD_EMAIL, _address),
)


def _missing(line: StaffLine, mapping: Mapping, found: list[Finding]) -> Iterator[Finding]:
    def finding(name: str, issue: str, value: str = "") -> Finding:
        return Finding(line.number, mapping.get(name, -1), issue, value)

    if not line.institution and not line.area:
        yield finding(StaffField.INSTITUTION, Issue.NO_PLACE)
    if any(each.issue == Issue.BAD_EMAIL for each in found):
        return
    if line.email and not line.first_name:
        name = next((n for n in (StaffField.FIRST_NAME, StaffField.FULL_NAME) if n in mapping), "")
        yield finding(name, Issue.NO_NAME)
    if line.full_name and not line.email:
        yield finding(StaffField.EMAIL, Issue.NO_EMAIL)
    if line.email and line.email == line.reports_to:
        yield finding(StaffField.REPORTS_TO, Issue.OWN_SUPERIOR, line.reports_to)


_OF_INSTITUTION = (
    StaffField.TYPE,
    StaffField.AREA,
    StaffField.STREET,
    StaffField.POSTAL_CODE,
    StaffField.CITY,
)
_OF_SEAT = (StaffField.TITLE, StaffField.LEVEL, StaffField.REPORTS_TO)


def contradictions(lines: Iterable[StaffLine], mapping: Mapping) -> list[Finding]:
    """Rows that say something else than an earlier row about the same person or institution."""
    said: dict[tuple[str, ...], tuple[str, int]] = {}
    return [
        Finding(line.number, mapping.get(column, -1), issue, value, other)
        for line in lines
        for key, value, column, issue in _statements(line)
        if (other := _differs(said, key, value, line.number))
    ]


def _differs(
    said: dict[tuple[str, ...], tuple[str, int]], key: tuple[str, ...], value: str, number: int
) -> int:
    """The row that said something else before, or 0."""
    before, other = said.setdefault(key, (value, number))
    return other if same_name(before) != same_name(value) else 0


def _statements(line: StaffLine) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    """What one row states: about whom or what, the value, its column, the issue if it differs."""
    if line.institution:
        for name in _OF_INSTITUTION:
            if value := getattr(line, name):
                yield ("institution", line.place[1], name), value, name, Issue.OTHER_VALUE
    if line.email:
        column = StaffField.EMAIL
        yield ("person", line.email, "name"), line.full_name, column, Issue.OTHER_NAME
        if line.phone:
            phone = "".join(line.phone.split())
            yield ("person", line.email, "phone"), phone, StaffField.PHONE, Issue.OTHER_VALUE
        for name in _OF_SEAT:
            if value := getattr(line, name):
                yield ("seat", line.email, *line.place, name), value, name, Issue.OTHER_VALUE


def completed(lines: Iterable[StaffLine]) -> list[StaffLine]:
    """Give every row what other rows say of the same institution, so that order does not matter."""
    lines = list(lines)
    known: dict[tuple[str, str], str] = {}
    for line in lines:
        for name in _OF_INSTITUTION:
            if line.institution and getattr(line, name):
                known.setdefault((line.place[1], name), getattr(line, name))
    return [_with_known(line, known) for line in lines]


def _with_known(line: StaffLine, known: dict[tuple[str, str], str]) -> StaffLine:
    if not line.institution:
        return line
    said: dict[str, Any] = {name: known.get((line.place[1], name), "") for name in _OF_INSTITUTION}
    return replace(line, **said)
