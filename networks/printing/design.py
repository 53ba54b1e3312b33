"""The printable design: a tagged PDF (PDF/UA-1) in the language that is active.

Texts go to typst as JSON and never as markup.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from networks.choices import DesignPart, Gain
from networks.models import NetworkDesign, SuccessCriterion
from networks.printing.letters import learn, printable
from networks.selectors.goals import GoalBranch, amount, goal_branches
from networks.selectors.versions import PartText, part_texts

TEMPLATE = Path(__file__).with_name("design.typ")
FONTS = settings.BASE_DIR / "build" / "fonts"
ATTEMPTS = 12


def design_pdf(design: NetworkDesign) -> bytes:
    """`design` as a PDF. About 30 ms and three queries."""
    return _compile(design_data(design))


@cache
def _fonts() -> typst.Fonts:
    """Read once: our own fonts and those that typst brings, none of the machine's."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def _compile(data: dict[str, Any]) -> bytes:
    """Run typst; what no font has is learned from its refusals, at most ATTEMPTS of them."""
    for _attempt in range(ATTEMPTS):
        try:
            return _typst(json.dumps(printable(data)))
        except typst.TypstError as error:
            if not learn(str(error)):
                raise
    return _typst(json.dumps(printable(data, only_sure=True)))


def _typst(data: str) -> bytes:
    compiler = typst.Compiler(
        str(TEMPLATE), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"data": data}
    )
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1")
    assert isinstance(pdf, bytes)
    return pdf


def design_data(design: NetworkDesign) -> dict[str, Any]:
    """Everything the template says, in the active language, as plain data."""
    branches = goal_branches(design)
    network = design.network
    return {
        "language": (get_language() or "da")[:2],
        "title": network.name,
        "author": settings.LETTERHEAD["name"],
        "kicker": _("Network design · %(municipality)s") % {"municipality": network.municipality},
        "version": version_line(design),
        "draft": _("Draft: not approved yet") if design.is_draft else "",
        "footer": f"{network.name} · {version_line(design)}",
        "letterhead": letterhead(),
        "columns": [
            _("Success criterion"),
            _("How it is measured"),
            _("Baseline"),
            _("Target"),
            _("By when"),
        ],
        "parts": [_part(part, branches) for part in part_texts(design)],
    }


def version_line(design: NetworkDesign) -> str:
    """'Version 2, approved 23 November 2026 by Mette Holm', or that it is a draft."""
    if design.approved_at is None:
        return _("Version %(number)s, draft") % {"number": design.version}
    return _("Version %(number)s, approved %(date)s by %(name)s") % {
        "number": design.version,
        "date": date_format(timezone.localtime(design.approved_at)),
        "name": design.approved_by_name,
    }


def letterhead() -> dict[str, Any]:
    """Name and lines of the letter head in the settings; what is not set is left out."""
    head = settings.LETTERHEAD
    lines = [head["address"], head["phone"], head["email"], head["website"]]
    lines += [_("CVR %(number)s") % {"number": head["cvr"]}] if head["cvr"] else []
    return {"name": head["name"], "lines": [line for line in lines if line]}


def _part(part: PartText, branches: list[GoalBranch]) -> dict[str, Any]:
    goals = branches if part.part == DesignPart.PURPOSE else []
    return {
        "title": part.title,
        "empty": "" if part.fields or goals else _("Nothing agreed."),
        "fields": [
            {"label": field.label, "paragraphs": _paragraphs(field.text)} for field in part.fields
        ],
        "goals": [_goal(branch) for branch in goals],
    }


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs are apart by an empty line; within one, lines stay lines."""
    blocks = re.split(r"\n\s*\n", "\n".join(text.splitlines()).strip())
    return [block.split("\n") for block in blocks]


def _goal(branch: GoalBranch) -> dict[str, Any]:
    gain = branch.goal.gain
    return {
        "statement": branch.goal.statement,
        "gain": str(Gain(gain).label) if gain else "",
        "missing": _("No success criterion yet.") if branch.lacks_criterion else "",
        "criteria": [_criterion(criterion) for criterion in branch.criteria],
        "sub_goals": [_goal(sub_goal) for sub_goal in branch.sub_goals],
    }


def _criterion(criterion: SuccessCriterion) -> list[str]:
    return [
        criterion.indicator,
        criterion.measured_how,
        amount(criterion.baseline, criterion.unit) or "–",
        amount(criterion.target, criterion.unit),
        date_format(criterion.target_date),
    ]
