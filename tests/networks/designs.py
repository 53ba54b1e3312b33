"""Networks and designs for tests, made by the services as a director would."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Organisation, User
from networks.models import Goal, Network, NetworkDesign
from networks.models.design import PART_FIELDS
from networks.services.approval import approve_design
from networks.services.design import create_network, note_missing, save_part
from networks.services.goals import add_goal

NOW = dt.datetime(2026, 11, 23, 10, 42, tzinfo=ZoneInfo("Europe/Copenhagen"))
COMPLETE: dict[str, Any] = {
    "purpose": "Nye skoleledere får et fortroligt rum, hvor de lærer af hinanden på Ærø.",
    "target_group": "nye skoleledere",
    "leader_level": "institution",
    "size_min": 8,
    "size_max": 12,
    "attendance": "voluntary",
    "admission": "open",
    "themes": "Den svære samtale",
    "frequency": "Seks gange om året",
    "coordinator_role": "Kalder ind og holder årshjulet",
    "confidentiality": "Det, der siges her, bliver her",
    "evaluated_when": "Efter hvert halve år",
}
GOAL, GAIN = "Nye ledere bliver", "professionalisation"
CRITERION: dict[str, Any] = {
    "indicator": "Andel, der stadig er ledere hos os efter to år",
    "measured_how": "opgøres af HR",
    "unit": "%",
    "baseline": 71,
    "target": 85,
    "target_date": dt.date(2035, 8, 1),
}


def empty_network(municipality: Organisation, by: User, name: str = "Nye skoleledere") -> Network:
    return create_network(municipality=municipality, name=name, by=by, now=NOW)


def draft_of(network: Network) -> NetworkDesign:
    return NetworkDesign.objects.drafts().get(network=network)


def fill(design: NetworkDesign, by: User, **values: Any) -> None:
    """Save every part that `values` has a column of."""
    for part, names in PART_FIELDS.items():
        if mine := {name: values[name] for name in names if name in values}:
            revision = design.part_states.get(part=part).revision
            save_part(
                design=design, part=part, values=mine, expected_revision=revision, by=by, now=NOW
            )
    design.refresh_from_db()


def goal_of(design: NetworkDesign, by: User, statement: str = GOAL) -> Goal:
    return add_goal(design=design, statement=statement, gain=GAIN, by=by, now=NOW)


def complete_draft(
    municipality: Organisation, by: User, name: str = "Nye skoleledere", **values: Any
) -> NetworkDesign:
    """A draft that lacks nothing; `values` are columns that differ from those of COMPLETE.

    What is typed is written as rows here: so many tests begin with it that saving it part by part
    takes a tenth of them all, and saving has tests of its own.
    """
    design = draft_of(empty_network(municipality, by, name))
    NetworkDesign.objects.filter(pk=design.pk).update(missing=0, **COMPLETE | values)
    typed = [part for part, names in PART_FIELDS.items() if COMPLETE.keys() & names]
    design.part_states.filter(part__in=typed).update(revision=1, saved_at=NOW, saved_by=by)
    design.refresh_from_db()
    goal = design.goals.create(statement=GOAL, gain=GAIN)
    goal.criteria.create(**CRITERION)
    if values:
        note_missing(design)
    return design


def approved(
    municipality: Organisation, by: User, name: str = "Nye skoleledere", **values: Any
) -> NetworkDesign:
    design = complete_draft(municipality, by, name, **values)
    return approve_design(design=design, by=by, now=NOW)
