"""How far a draft is: what each part holds, what is missing, and what waits for a director."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.choices import OrganisationKind, Role
from accounts.models import User
from networks.choices import PART_SLUGS, Attendance, DesignPart
from networks.models import DesignPartState, NetworkDesign
from networks.models.design import PART_FIELDS
from networks.selectors.goals import GoalBranch
from networks.selectors.sources import Row, source
from networks.selectors.versions import size_in_words, text_of
from ui.addresses import address_of
from ui.waiting import Waiting

NOT_COUNTED = -1  # what a draft lacks is counted when it is next saved
#: What a design must say before it can be approved. Resources are optional: a network can live
#: without any. The sponsor is asked for only where leaders have to come.
REQUIRED: dict[str, dict[str, Promise]] = {
    DesignPart.PURPOSE: {"purpose": gettext_lazy("The purpose is empty.")},
    DesignPart.PARTICIPANTS: {
        "target_group": gettext_lazy("It does not say who the network is for."),
        "size_min": gettext_lazy("It does not say how many there must be at least."),
        "size_max": gettext_lazy("It does not say how many there can be at most."),
        "attendance": gettext_lazy("It does not say whether it is voluntary or compulsory."),
        "admission": gettext_lazy("It does not say how leaders join."),
    },
    DesignPart.THEMES: {
        "themes": gettext_lazy("There are no themes."),
        "frequency": gettext_lazy("It does not say how often you meet."),
    },
    DesignPart.LEADERSHIP: {
        "coordinator_role": gettext_lazy("It does not say what the coordinator does."),
    },
    DesignPart.RESOURCES: {},
    DesignPart.RULES: {"confidentiality": gettext_lazy("It says nothing about confidentiality.")},
    DesignPart.EVALUATION: {
        "evaluated_when": gettext_lazy("It does not say when you look at whether it works."),
    },
}
NOTE_LENGTH = 45


@dataclass(frozen=True)
class Missing:
    """Something a design must say before it can be approved."""

    part: str
    text: str


@dataclass(frozen=True)
class Step:
    """One step of the step guide; `state` is current, done, attention or todo."""

    part: str
    number: int
    title: str
    href: str
    note: str
    state: str


def what_is_missing(design: NetworkDesign, branches: list[GoalBranch]) -> list[Missing]:
    """Everything that keeps `design` from being approved, in the order of the parts."""
    missing = _missing_texts(design) + _missing_goals(branches)
    return sorted(missing, key=lambda item: DesignPart.values.index(item.part))


def _missing_texts(design: NetworkDesign) -> list[Missing]:
    """What the columns lack, goals apart."""
    return [
        Missing(part, str(text))
        for part, texts in REQUIRED.items()
        for name, text in texts.items()
        if text_of(design, name).strip() == ""
    ] + _missing_sponsor(design)


def _missing_goals(branches: list[GoalBranch]) -> list[Missing]:
    if not branches:
        return [Missing(DesignPart.PURPOSE, _("There is no goal."))]
    without = [branch.goal.statement for branch in branches if branch.lacks_criterion]
    text = _("The goal “%(goal)s” has no success criterion.")
    return [Missing(DesignPart.PURPOSE, text % {"goal": goal}) for goal in without]


def _missing_sponsor(design: NetworkDesign) -> list[Missing]:
    if design.attendance != Attendance.COMPULSORY or design.sponsor.strip():
        return []
    text = _("Taking part is compulsory, so the network needs a sponsor in top management.")
    return [Missing(DesignPart.LEADERSHIP, text)]


def steps_of(design: NetworkDesign, branches: list[GoalBranch], *, current: str = "") -> list[Step]:
    """The step guide: each part with what it holds and how far it is."""
    missing = {item.part for item in what_is_missing(design, branches)}
    return [
        Step(
            part=part,
            number=number,
            title=str(DesignPart(part).label),
            href=reverse("design_part", args=[design.network_id, PART_SLUGS[part]]),
            note=what_part_holds(design, part, branches),
            state=_state(design, part, branches, missing, current),
        )
        for number, part in enumerate(DesignPart.values, start=1)
    ]


def _state(
    design: NetworkDesign, part: str, branches: list[GoalBranch], missing: set[str], current: str
) -> str:
    if part == current:
        return "current"
    begun = any(text_of(design, name) for name in PART_FIELDS[part])
    begun = begun or (part == DesignPart.PURPOSE and bool(branches))
    if not begun:
        return "todo"
    return "attention" if part in missing else "done"


def what_part_holds(design: NetworkDesign, part: str, branches: list[GoalBranch]) -> str:
    """A part in a few words, for the step guide; "" when it is empty."""
    if part == DesignPart.PURPOSE:
        return _goals_in_words(branches) or _short(design.purpose)
    note = NOTES[part](design)
    return note or next(filter(None, (_short(text_of(design, n)) for n in PART_FIELDS[part])), "")


def _goals_in_words(branches: list[GoalBranch]) -> str:
    if not branches:
        return ""
    count = ngettext("%(count)s goal", "%(count)s goals", len(branches))
    words = count % {"count": len(branches)}
    without = sum(branch.lacks_criterion for branch in branches)
    if not without:
        return words
    lacking = ngettext("%(count)s lacks a criterion", "%(count)s lack a criterion", without)
    return f"{words}, {lacking % {'count': without}}"


def _participants(design: NetworkDesign) -> str:
    return _short(" · ".join(filter(None, [size_in_words(design), design.target_group])))


def _resources(design: NetworkDesign) -> str:
    hours = design.consultant_hours
    words = ngettext("%(count)s hour", "%(count)s hours", hours) if hours else ""
    return ", ".join(filter(None, [words and words % {"count": hours}, text_of(design, "budget")]))


def _evaluation(design: NetworkDesign) -> str:
    day = text_of(design, "renewed_on")
    return _("renewed %(date)s") % {"date": day} if day else _short(design.evaluated_when)


NOTES: dict[str, Callable[[NetworkDesign], str]] = {
    DesignPart.PARTICIPANTS: _participants,
    DesignPart.THEMES: lambda design: _short(design.frequency),
    DesignPart.LEADERSHIP: lambda design: _short(design.sponsor),
    DesignPart.RESOURCES: _resources,
    DesignPart.RULES: lambda design: _short(design.confidentiality),
    DesignPart.EVALUATION: _evaluation,
}


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(NOTE_LENGTH)


def states_by_part(design: NetworkDesign) -> dict[str, DesignPartState]:
    """When and by whom each part was saved last, by the name of the part."""
    states = DesignPartState.objects.filter(design=design).select_related("saved_by")
    return {state.part: state for state in states}


def steers(user: User) -> bool:
    """Whether `user` steers any network, see `steered_by`."""
    return user.has_role(Role.DIRECTOR, Role.KLK_ADMIN)


def steered_by(user: User, network: str = "") -> models.Q:
    """The networks that `user` steers from day to day; `network` is the way to them from a row.

    KLK administration may step in everywhere, but waits only for its own networks, across
    municipalities.
    """
    own = models.Q((f"{network}municipality__in", user.municipalities_as(Role.DIRECTOR)))
    across = models.Q((f"{network}municipality__kind", OrganisationKind.KLK))
    return own | across if user.is_klk_admin else own


def of_steered(user: User, _today: dt.date) -> models.Q | None:
    """Rows of the networks that `user` steers, for those who steer any."""
    return steered_by(user, "network__") if steers(user) else None


def _line(row: Row, _user: User, _today: dt.date) -> Waiting:
    if row.missing == 0:
        return Waiting(
            title=_("Approve the design"),
            subject=row.name,
            detail=_("Nothing is missing. Approve it, and leaders can join."),
            href=address_of(row.network, "design_approve"),
            badge=_("Your turn"),
        )
    text = ngettext("%(count)s thing is missing.", "%(count)s things are missing.", row.missing)
    return Waiting(
        title=_("Finish the design"),
        subject=row.name,
        detail=text % {"count": row.missing} if row.missing != NOT_COUNTED else "",
        href=address_of(row.network, "design"),
        badge=_("Draft"),
        badge_kind="neutral",
    )


DRAFTS = source(
    "draft",
    NetworkDesign.objects.drafts().order_by("-created_at"),
    of_steered,
    _line,
    missing=Coalesce("missing", NOT_COUNTED),
    order=lambda row: -row.pk,
)
