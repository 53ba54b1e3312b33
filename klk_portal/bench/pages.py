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
    Page("home_coordinator", COORDINATOR, "home", "{first_name}"),
    Page("home_internal_consultant", INTERNAL, "home", "{first_name}"),
    Page("home_policy_officer", POLICY, "home", "{first_name}"),
    Page("home_consultant", CONSULTANT, "home", "{first_name}"),
    Page("home_klk_admin", ADMIN, "home", "{first_name}"),
    Page("networks", DIRECTOR, "networks", "Networks"),
    Page("networks_leader", LEADER, "networks", "Networks"),
    Page("networks_klk_admin", ADMIN, "networks", "Networks"),
    Page("network", DIRECTOR, "network network", "{network}"),
    Page("network_leader", LEADER, "network network", "{network}"),
    Page("members", DIRECTOR, "network_members network", "{network}"),
    Page("design", DIRECTOR, "design draft", "Design"),
    Page("design_part", DIRECTOR, "design_part draft formaal", "Purpose and goals"),
    Page("design_participants", DIRECTOR, "design_part draft deltagere", "Participants"),
    Page("design_version", LEADER, "design_version network 2", "{network}"),
    Page("design_difference", LEADER, "design_difference network 2", "2"),
    Page("reflections", LEADER, "reflections", "My reflections"),
    Page("reflection_new", LEADER, "reflection_new", "What did you take away?"),
    Page("reflection", LEADER, "reflection reflection", ""),
    Page("organisation", DIRECTOR, "organisation municipality", "{municipality}"),
    Page("organisations", ADMIN, "organisations", "Organisation"),
    Page("people", DIRECTOR, "people municipality", "People"),
    Page("person", DIRECTOR, "person leader", "{leader}"),
    Page("invite", DIRECTOR, "invite municipality", "Invite somebody"),
    Page("invitations", DIRECTOR, "invitations", "Invitations"),
    Page("import_upload", DIRECTOR, "import_upload municipality", "Import a list of leaders"),
    Page("audit", DIRECTOR, "audit_trail", "Changes"),
    Page("messages", LEADER, "messages", "Messages"),
    Page("message_troubles", ADMIN, "message_troubles", "Mails that did not arrive"),
    Page("network_year", LEADER, "network_year_now network", ""),
    Page("meeting", LEADER, "meeting meeting", "{meeting}"),
    Page("meeting_director", DIRECTOR, "meeting meeting", "{meeting}"),
    Page("meeting_answer", LEADER, "meeting_answer meeting", ""),
    Page("meeting_parts", LEADER, "meeting_parts meeting", "Who does what"),
    Page("minutes", LEADER, "meeting_minutes held", ""),
    Page("network_actions", LEADER, "network_actions network", ""),
    Page("calendar", LEADER, "calendar", ""),
    Page("meetings_plan", COORDINATOR, "meetings_plan network", "Plan meetings"),
    Page("consultant_networks", CONSULTANT, "consultant_networks", "My networks"),
    Page("network_consultant", CONSULTANT, "network network", "{network}"),
    Page("account_home", LEADER, "account_home", "My account"),
    Page("help", LEADER, "help", "Help"),
    Page("style_guide", LEADER, "style_guide", "Style guide"),
]
