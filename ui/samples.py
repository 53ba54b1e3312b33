"""What the style guide shows in lists: made up, and never in the database."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.utils.translation import gettext as _

from ui.icons import SHOWN
from ui.waiting import Waiting

HERE = "#lists"


def all_samples() -> dict[str, Any]:
    """Everything that the partials of the style guide loop over."""
    return {
        "steps": steps(),
        "tabs": tabs(),
        "waiting": waiting(),
        "goals": goals(),
        "difference": difference(),
        "toasts": toasts(),
        "rows": rows(),
        "icons": SHOWN,
        "wheel": wheel(),
    }


def wheel() -> dict[str, Any]:
    """A year of four meetings, one in each state; the numbers are points on a ring of 118."""
    months = [
        {"x": 213.0, "y": 28.0, "label": _("Jan")},
        {"x": 107.0, "y": 292.0, "label": _("Jul")},
    ]
    states = [("done", 190.5, 46.0), ("next", 277.0, 144.0), ("planned", 160.0, 278.0)]
    autumn = "M 62.7 226.8 A 118.0 118.0 0 0 1 51.5 206.5"
    return {
        "off": [{"path": autumn, "label": _("Autumn holiday")}],
        "months": months,
        "ticks": [(160.0, 72.0, 160.0, 42.0), (160.0, 248.0, 160.0, 278.0)],
        "meetings": [
            {"x": x, "y": y, "label": state, "state": state}
            for state, x, y in [*states, ("cancelled", 43.0, 176.0)]
        ],
    }


def steps() -> list[dict[str, Any]]:
    words = [
        (_("Purpose and goals"), _("2 goals, 1 lacks a criterion"), "current"),
        (_("Participants"), _("8 to 12 new school leaders"), "done"),
        (_("Themes and activities"), _("Nothing written yet"), "attention"),
        (_("Leadership and coordination"), "", "todo"),
    ]
    return [
        {"number": number, "title": title, "note": note, "state": state, "href": HERE}
        for number, (title, note, state) in enumerate(words, 1)
    ]


def tabs() -> list[dict[str, Any]]:
    return [
        {"label": _("Overview"), "href": HERE, "current": True},
        {"label": _("Members"), "href": HERE, "current": False, "count": 8},
        {"label": _("Design"), "href": HERE, "current": False},
    ]


def waiting() -> list[Waiting]:
    return [
        Waiting(
            _("Approve the design of"),
            _("Leader network for new school leaders"),
            _("The hearing ended yesterday. 6 support it, 1 supports it if …"),
            HERE,
            _("Due tomorrow"),
            "attention",
        ),
        Waiting(
            _("Measure the success criterion"),
            _("Trials that are followed up"),
            _("Should have been measured by 15 November"),
            HERE,
            _("8 days late"),
            "overdue",
        ),
        Waiting(_("Answer the invitation to"), "Dagtilbud Nord", "", HERE),
    ]


def goals() -> list[dict[str, Any]]:
    edit = {"label": _("Edit"), "href": HERE, "icon": "edit"}
    add = {"label": _("Add a criterion"), "href": HERE, "icon": "add"}
    return [
        {
            "kicker": _("Professional growth"),
            "statement": _("New leaders stay in the job and in the profession"),
            "actions": [edit],
            "criteria": [
                {
                    "text": _("Share who are still leaders here after two years"),
                    "note": _("today 71 % → goal 85 % by 1 August 2028 · counted by HR"),
                    "actions": [edit],
                }
            ],
            "sub_goals": [
                {
                    "statement": _("Everybody has a sparring partner after three meetings"),
                    "actions": [edit],
                }
            ],
        },
        {
            "kicker": _("Input to policy"),
            "statement": _("The beginner's eye reaches the board"),
            "missing": _("No success criterion yet: nobody can tell whether it succeeds."),
            "actions": [add],
        },
    ]


def difference() -> list[tuple[str, str]]:
    return [
        ("same", _("New school leaders get")),
        ("removed", _("a room")),
        ("added", _("a confidential room")),
        ("same", _("where they learn the craft from each other.")),
    ]


def toasts() -> list[Message]:
    return [
        Message(constants.SUCCESS, _("Saved.")),
        Message(constants.INFO, _("The e-mail is on its way.")),
        Message(constants.WARNING, _("Two people have not answered.")),
        Message(constants.ERROR, _("The file was not read.")),
    ]


def rows() -> list[dict[str, Any]]:
    return [
        {"name": "Dagtilbud Nord", "state": _("Alive"), "kind": "good", "share": "94 %"},
        {"name": "Dagtilbud Syd", "state": _("Tired"), "kind": "attention", "share": "58 %"},
    ]
