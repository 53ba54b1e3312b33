"""A plan as it is kept and shown: codes and values, which every reader sees in their language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from accounts.selectors.import_plan import PlacePlan, Plan
from accounts.selectors.import_seats import SeatPlan, left_places

_OF_INSTITUTION = ("institution_type", "area", "street", "postal_code", "city")


def report_on(plan: Plan) -> dict[str, Any]:
    """What the preview needs of a plan; `digest` is another one when the plan is another one."""
    entries = [*map(_about_place, plan.places), *map(_about_seat, plan.seats)]
    shown = {
        "created": [entry for entry in entries if entry.get("facts")],
        "changed": [entry for entry in entries if entry.get("changes")],
        "errors": [asdict(finding) for finding in plan.findings],
    }
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
    return {
        **shown,
        "counts": _counts(entries),
        "returning": sum(seat.returns for seat in plan.seats),
        "rows": plan.rows,
        "rows_left_out": plan.rows_left_out,
        "digest": digest,
    }


def _about_place(plan: PlacePlan) -> dict[str, Any]:
    what, line = plan.place[0], plan.line
    entry: dict[str, Any] = {"row": line.number, "what": what, "changes": _as_rows(plan.changes)}
    entry["name"] = line.area if what == "area" else line.institution
    if plan.is_new:
        facts = {name: getattr(line, name) for name in _OF_INSTITUTION if what != "area"}
        entry["facts"] = {"institution": entry["name"], **_without_empty(facts)}
    return entry


def _about_seat(seat: SeatPlan) -> dict[str, Any]:
    line = seat.line
    entry: dict[str, Any] = {"row": line.number, "what": "leader", "name": line.full_name}
    where = line.institution or line.area
    if seat.is_new:
        facts = {"email": line.email, "institution": where, "phone": line.phone}
        entry["facts"] = _without_empty({**facts, **_position(seat)})
        return entry
    changes = {**seat.person_changes, **seat.changes}
    if seat.leaves or (seat.role and not seat.changes):
        before = ", ".join(sorted(organisation.name for organisation in left_places(seat)))
        changes["institution"] = (before, where)
        changes.update({name: ("", value) for name, value in _position(seat).items() if value})
    entry["changes"] = _as_rows(changes)
    if seat.returns:
        entry["returns"] = True
    return entry


def _position(seat: SeatPlan) -> dict[str, str]:
    return {"level": seat.level, "title": seat.title, "reports_to": seat.reports_to}


def _as_rows(changes: Mapping[str, tuple[str, str]]) -> list[list[str]]:
    return [[name, old, new] for name, (old, new) in changes.items()]


def _without_empty(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}


def _counts(entries: Iterable[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """How many of each kind are created, changed and left."""
    counts = {what: dict.fromkeys(("created", "changed", "left"), 0) for what in _WHAT}
    for entry in entries:
        how = "created" if entry.get("facts") else "changed" if entry.get("changes") else "left"
        counts[entry["what"]][how] += 1
    return counts


_WHAT = ("area", "institution", "leader")


def changes_anything(report: Mapping[str, Any]) -> bool:
    return bool(report.get("created") or report.get("changed"))
