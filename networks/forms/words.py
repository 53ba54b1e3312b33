"""What the fields of the step guide ask, and the sentence of help below the question.

The names of the columns (models.design) are the headings of the finished design.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, str | Promise] = {
    "purpose": _("Why should the network exist?"),
    "kind": _("Which kind of network is it?"),
    "target_group": _("Who is it for?"),
    "leader_level": _("At which level do they lead?"),
    "size_min": _("How many at least?"),
    "size_max": _("How many at most?"),
    "attendance": _("Is it voluntary to take part?"),
    "admission": _("How do leaders join?"),
    "composition": _("How is it composed?"),
    "themes": _("What is it about?"),
    "frequency": _("How often do you meet?"),
    "meeting_length": _("How long is a meeting?"),
    "methods": _("How do you work at the meetings?"),
    "sponsor": _("Who is the sponsor in top management?"),
    "coordinator_role": _("What does the coordinator do?"),
    "consultant_role": _("What does the consultant do?"),
    "rotating_roles": _("Which roles rotate?"),
    "consultant_hours": _("How many consultant hours a year?"),
    "budget": _("How many kroner a year?"),
    "secretarial_help": _("Who helps with practical things?"),
    "venues": _("Where do you meet?"),
    "confidentiality": _("What stays in the room?"),
    "preparation": _("What do you prepare?"),
    "attendance_rule": _("What do you expect about attendance?"),
    "cancelling": _("How do you cancel?"),
    "evaluated_when": _("When do you look at whether it works?"),
    "renewed_on": _("When do you decide whether it goes on?"),
    "closing": _("How does it end?"),
}

HELP: dict[str, str | Promise] = {
    "purpose": _("One sentence that a leader can pass on."),
    "target_group": _("For instance new school heads in their first three years."),
    "size_min": _("Below this it is not worth the time."),
    "size_max": _("8–15 people make a confidential room. When it is full, it is full."),
    "composition": _("For instance an even spread of types, and at most one from each house."),
    "themes": _("What the leaders should be able to bring up."),
    "frequency": _("For instance six times a year, or the second Tuesday of each month."),
    "meeting_length": _("For instance three hours."),
    "methods": _("For instance peer coaching, reflecting team or case work."),
    "sponsor": _("Somebody the network can turn to. Needed when taking part is compulsory."),
    "coordinator_role": _("For instance calls the meetings and keeps the annual wheel."),
    "rotating_roles": _("For instance host, theme lead, facilitator and minute-taker."),
    "confidentiality": _("For instance: what is said here stays here."),
    "evaluated_when": _("For instance after the third meeting and then once a year."),
    "closing": _("How you say goodbye, and what happens to what you have made."),
}
