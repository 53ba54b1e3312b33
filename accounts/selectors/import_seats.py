"""What the leaders of a list need: a person, a role, a position, or an end to an earlier one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from accounts.models import Organisation, Position, RoleHolding, User
from accounts.selectors.import_known import Known, Place
from accounts.staff_files.fields import StaffField
from accounts.staff_files.lines import StaffLine

#: Field → (what stands, what the list says).
Changes = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class SeatPlan:
    """One leader in one place.

    `person` is None for an address that is unknown here, also when somebody from another
    municipality has it. `returns` is a former colleague, who has no role here any more and gets
    one again. `changes` are those of the person and of the position, to be shown.
    """

    line: StaffLine
    person: User | None
    role: bool = False
    position: bool = False
    level: str = ""
    title: str = ""
    reports_to: str = ""
    changes: Changes = field(default_factory=dict)
    person_changes: Changes = field(default_factory=dict)
    leaves: tuple[RoleHolding | Position, ...] = ()
    returns: bool = False

    @property
    def is_new(self) -> bool:
        return self.person is None and self.role

    @property
    def does_something(self) -> bool:
        return bool(self.role or self.position or self.person_changes or self.leaves)


def plan_seats(lines: list[StaffLine], known: Known) -> list[SeatPlan]:
    """Every leader in every place, once; rows that repeat a leader in a place add up."""
    seats = _merged(lines)
    listed: dict[str, set[Place]] = defaultdict(set)
    for line in seats:
        listed[line.email].add(line.place)
    arriving = {line.email for line in seats if not _waits(line, known)}
    planned = [_seat(line, known, arriving) for line in seats]
    return _with_person(planned, known, listed)


def _merged(lines: list[StaffLine]) -> list[StaffLine]:
    seats: dict[tuple[str, Place], StaffLine] = {}
    for line in lines:
        if line.email:
            key = (line.email, line.place)
            seats[key] = _together(seats[key], line) if key in seats else line
    return list(seats.values())


def _together(first: StaffLine, second: StaffLine) -> StaffLine:
    names = (StaffField.PHONE, StaffField.TITLE, StaffField.LEVEL, StaffField.REPORTS_TO)
    missing = {str(name): getattr(second, name) for name in names if not getattr(first, name)}
    return replace(first, **missing)


def _waits(line: StaffLine, known: Known) -> bool:
    """Whether the address is unknown here and already invited to this very place."""
    place = known.places.get(line.place)
    invited = place is not None and (line.email, place.pk) in known.invited
    return invited and line.email not in known.people


def _seat(line: StaffLine, known: Known, arriving: set[str]) -> SeatPlan:
    person = known.people.get(line.email)
    place = known.places.get(line.place)
    if _waits(line, known):
        return SeatPlan(line, person)
    if person is None or place is None:
        return _new_seat(line, person)
    position = known.positions.get(person.pk, {}).get(place.pk)
    held = place.pk in known.roles.get(person.pk, {})
    if position is not None:
        return replace(_changed_seat(line, person, position, known, arriving), role=not held)
    if (person.pk, place.pk) in known.coming:
        return SeatPlan(line, person, role=not held)
    return replace(_new_seat(line, person), role=not held)


def _new_seat(line: StaffLine, person: User | None) -> SeatPlan:
    return SeatPlan(
        line,
        person,
        role=True,
        position=True,
        level=line.level_or_usual,
        title=line.title,
        reports_to=line.reports_to,
    )


def _changed_seat(
    line: StaffLine, person: User, position: Position, known: Known, arriving: set[str]
) -> SeatPlan:
    """What the list says otherwise about a position that stands."""
    superior = position.reports_to.email if position.reports_to else ""
    wanted = known.people.get(line.reports_to)
    if wanted is not None and wanted.pk == position.reports_to_id:
        named = superior
    elif wanted is None and line.reports_to not in arriving:
        named = superior  # invited, but not here yet
    else:
        named = line.reports_to
    before = {
        StaffField.LEVEL: (position.level, line.level),
        StaffField.TITLE: (position.title, line.title),
        StaffField.REPORTS_TO: (superior, named),
    }
    changes = {str(name): (old, new) for name, (old, new) in before.items() if new and new != old}
    after: dict[str, Any] = {str(name): new or old for name, (old, new) in before.items()}
    return SeatPlan(line, person, position=bool(changes), changes=changes, **after)


def _with_person(
    seats: list[SeatPlan], known: Known, listed: dict[str, set[Place]]
) -> list[SeatPlan]:
    """Add what is true of the person rather than the place, at the first row of each."""
    told: set[str] = set()
    complete = []
    for seat in seats:
        email, person = seat.line.email, seat.person
        if person is not None and email not in told:
            left = _left_behind(person, known, listed[email])
            seat = replace(
                seat,
                person_changes=_person_changes(person, seat.line, known),
                leaves=tuple(left.values()),
                returns=seat.role and person.pk not in known.superiors,
            )
        told.add(email)
        complete.append(seat)
    return complete


def _person_changes(person: User, line: StaffLine, known: Known) -> Changes:
    """Name and phone, unless the person works elsewhere too: then those are not ours to change."""
    if person.pk in known.elsewhere:
        return {}
    before = {
        StaffField.FIRST_NAME: (person.first_name, line.first_name),
        StaffField.LAST_NAME: (person.last_name, line.last_name),
        StaffField.PHONE: (person.phone, line.phone),
    }
    changes = {str(name): (old, new) for name, (old, new) in before.items() if new and new != old}
    if "".join(person.phone.split()) == "".join(line.phone.split()):
        changes.pop(StaffField.PHONE, None)
    return changes


def _left_behind(
    person: User, known: Known, listed: set[Place]
) -> dict[int, RoleHolding | Position]:
    """The places the person moved away from, with what ends there.

    Somebody has moved when the list names them, and in none of the places where they lead now. A
    list that names one of those leaves the others alone: it may be a list of one area.
    """
    held: dict[int, RoleHolding | Position] = {
        **known.positions.get(person.pk, {}),
        **known.roles.get(person.pk, {}),
    }
    named = {place.pk for name in listed if (place := known.places.get(name)) is not None}
    if named & held.keys() or any((person.pk, pk) in known.coming for pk in named):
        return {}
    return held


def left_places(seat: SeatPlan) -> list[Organisation]:
    """The organisations that a leader moves away from."""
    return [row.organisation for row in seat.leaves]
