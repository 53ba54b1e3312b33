"""Which pages are measured, as whom. Later work adds lines here."""

from __future__ import annotations

from dataclasses import dataclass

DIRECTOR = "direktor@gentofte.example"
LEADER = "leder1@gentofte.example"
COORDINATOR = "tovholder@gentofte.example"
INTERNAL = "internkonsulent@gentofte.example"
POLICY = "forvaltning@gentofte.example"
CONSULTANT = "konsulent@klk.example"
ADMIN = "admin@klk.example"


@dataclass(frozen=True)
class Page:
    """`url` is a URL name with the names of subjects (see subjects.py) that fill its address.

    `heading` is what the page's h1 begins with: an English source text, or the name of a subject
    in braces. An answer with another heading is not the page that we mean to measure.
    """

    name: str
    who: str
    url: str
    heading: str


PAGES = [
    Page("home_director", DIRECTOR, "home", "{first_name}"),
    Page("home_leader", LEADER, "home", "{first_name}"),
]
