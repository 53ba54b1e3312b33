"""What practitioners know, said where a design breaks it: advice, never a lock.

The facts are those of the field (domain, "Facts practitioners rely on").
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Position
from networks.choices import OPEN_STATES, Attendance, DesignPart
from networks.models import Membership, NetworkDesign
from networks.selectors.goal_ways import to_new_criterion
from networks.selectors.goals import GoalBranch

ROOM_FOR_CASES = (8, 15)
INSPIRATION_ABOVE = 20


@dataclass(frozen=True)
class Advice:
    """A fact, who or what it is about, and the value of the button that leads there, if any."""

    text: str
    about: str = ""
    then: str = ""


def advice_for(
    design: NetworkDesign, part: str, branches: list[GoalBranch], day: dt.date
) -> list[Advice]:
    """The facts of practice that `part` of the design breaks. At most one query."""
    if part == DesignPart.PURPOSE:
        return [*_on_goals(branches), *_on_purpose(design)]
    if part == DesignPart.PARTICIPANTS:
        return [*_on_size(design), *_on_levels(design, day), *_on_purpose(design)]
    if part == DesignPart.LEADERSHIP:
        return _on_sponsor(design)
    return []


def _on_goals(branches: list[GoalBranch]) -> list[Advice]:
    return [
        Advice(
            _("A goal without a success criterion cannot be followed up."),
            _("Add one to “%(goal)s”") % {"goal": branch.goal.statement},
            to_new_criterion(branch.goal),
        )
        for branch in branches
        if branch.lacks_criterion
    ]


def _on_purpose(design: NetworkDesign) -> list[Advice]:
    if design.attendance != Attendance.VOLUNTARY or design.purpose.strip():
        return []
    text = _("A voluntary network needs a reason to come. The purpose is where leaders read it.")
    return [Advice(text)]


def _on_size(design: NetworkDesign) -> list[Advice]:
    low, high = ROOM_FOR_CASES
    if design.size_max and design.size_max > INSPIRATION_ABOVE:
        text = _(
            "Above about 20 people it becomes an inspiration network, which needs other methods."
        )
        return [Advice(text)]
    too_many = design.size_max is not None and design.size_max > high
    too_few = design.size_min is not None and design.size_min < low
    if too_many or too_few:
        return [Advice(_("8–15 people make a confidential room for each other's cases."))]
    return []


def _on_levels(design: NetworkDesign, day: dt.date) -> list[Advice]:
    """Same level, and nobody with their own superior: in the design and among its people."""
    positions = _positions(design, day)
    people = {position.user_id for position in positions}
    advice = [
        Advice(
            _("A superior and their own report in one network put an end to confidentiality."),
            names,
        )
        for position in positions
        if position.reports_to_id in people
        for names in [_who_leads_whom(position)]
    ]
    if not design.leader_level or len({position.level for position in positions}) > 1:
        advice.append(Advice(_("Leaders of the same level belong together.")))
    return advice


def _who_leads_whom(position: Position) -> str:
    names = {"superior": str(position.reports_to), "report": str(position.user)}
    return _("%(superior)s leads %(report)s.") % names


def _positions(design: NetworkDesign, day: dt.date) -> list[Position]:
    """Today's positions of those who are in the network, are invited or have asked."""
    people = Membership.objects.filter(network=design.network_id, state__in=OPEN_STATES)
    # People are read only where one of them leads another: by then nobody minds a query more.
    return list(Position.objects.held_on(day).filter(user__in=people.values("user")))


def _on_sponsor(design: NetworkDesign) -> list[Advice]:
    if design.attendance != Attendance.COMPULSORY or design.sponsor.strip():
        return []
    return [Advice(_("A compulsory network needs a sponsor: somebody in top management."))]
