"""Who reports to whom when a list has been written: from the top down, and never in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from accounts.selectors.import_known import Known
from accounts.staff_files.lines import StaffLine

#: Address → the addresses of the nearest leaders.
Above = dict[str, set[str]]


def reporting_lines(lines: Iterable[StaffLine], known: Known) -> Above:
    """Who would report to whom: what stands, and in its place what the list says."""
    said = {(line.email, line.place): line.reports_to for line in lines if line.reports_to}
    names = {organisation.pk: place for place, organisation in known.places.items()}
    above: Above = defaultdict(set)
    for person in {person.pk: person for person in known.people.values()}.values():
        for organisation_id, position in known.positions.get(person.pk, {}).items():
            place = names.get(organisation_id, ("", ""))
            if position.reports_to and (person.email, place) not in said:
                above[person.email].add(position.reports_to.email)
    for (email, _place), superior in said.items():
        above[email].add(superior)
    return above


def in_circles(above: Above) -> set[str]:
    """The addresses that stand on a circle (or between two)."""
    left = set(above) - set(_peeled(above))
    below: Above = defaultdict(set)
    for email in left:
        for superior in above[email] & left:
            below[superior].add(email)
    return {email for email in left if email in below} - set(_peeled(below))


def from_the_top(above: Above) -> dict[str, int]:
    """A number for every address: a leader's is lower than those of everybody below."""
    return {email: number for number, email in enumerate(_peeled(above))}


def _peeled(above: Above) -> list[str]:
    """Everybody who reports to nobody; then everybody who reports to them alone; and so on."""
    below: Above = defaultdict(set)
    open_ends = {email: len(superiors) for email, superiors in above.items()}
    for email, superiors in above.items():
        for superior in superiors:
            below[superior].add(email)
    everybody = sorted({*above, *below})
    order = [email for email in everybody if not open_ends.get(email)]
    for superior in order:  # grows while it is read
        for email in below.get(superior, ()):
            open_ends[email] -= 1
            if not open_ends[email]:
                order.append(email)
    return order
