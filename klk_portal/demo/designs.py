"""What the demo's networks are for, as a director of day care could have written it."""

from __future__ import annotations

from typing import Any, NamedTuple

from accounts.choices import LeaderLevel
from networks.choices import Admission, Attendance, DesignPart, Gain, NetworkKind


class CriterionText(NamedTuple):
    """How one can tell; `months` from today to the target date."""

    indicator: str
    measured_how: str
    baseline: str | None
    target: str
    months: int
    unit: str = "%"


class GoalText(NamedTuple):
    """A goal with its gain, its criteria, and its sub-goals (which have no gain)."""

    statement: str
    gain: Gain | None
    criteria: tuple[CriterionText, ...] = ()
    sub_goals: tuple[GoalText, ...] = ()


class NetworkText(NamedTuple):
    """What is special about one network."""

    name: str
    district: str
    purpose: str
    themes: str
    admission: Admission
    spare_places: int


NETWORKS = (
    NetworkText(
        "Ledernetværk Hellerup",
        "Hellerup",
        "Vi giver hinanden et fortroligt rum, hvor hverdagens svære ledelsesvalg bliver "
        "til læring, vi kan bruge i morgen.",
        "Forældresamarbejde, sygefravær, den nye pædagogiske læreplan i praksis.",
        Admission.INVITATION,
        2,
    ),
    NetworkText(
        "Ledernetværk Charlottenlund",
        "Charlottenlund",
        "Ledere i Charlottenlund lærer af hinandens praksis, så børnene møder den samme "
        "faglighed, uanset hvilken dør de går ind ad.",
        "Overgange fra vuggestue til børnehave, sprogarbejde, data vi kan bruge.",
        Admission.REQUEST,
        1,
    ),
    NetworkText(
        "Ledernetværk Ordrup",
        "Ordrup",
        "Vi løser de opgaver sammen, som er for store til ét hus.",
        "Fælles vikardækning, rekruttering, åbningstider i yderområderne.",
        Admission.OPEN,
        3,
    ),
    NetworkText(
        "Ledernetværk Klampenborg",
        "Klampenborg",
        "Nye og erfarne ledere bliver klogere på faget sammen og holder fast i jobbet.",
        "At lede tidligere kolleger, den svære samtale, prioritering.",
        Admission.REQUEST,
        2,
    ),
    NetworkText(
        "Ledernetværk Jægersborg",
        "Jægersborg",
        "Vi bringer det, vi ser hos børn og forældre, videre til forvaltningen og hører, "
        "hvad der kom ud af det.",
        "Normering i ydertimerne, børn i udsatte positioner, samspil med PPR.",
        Admission.INVITATION,
        0,
    ),
    NetworkText(
        "Ledernetværk Gentofte",
        "Gentofte",
        "Vi prøver nyt af i det små og fortæller hinanden ærligt, hvordan det gik.",
        "Små afprøvninger, udeliv, madordning, personalemøder der flytter noget.",
        Admission.REQUEST,
        1,
    ),
    NetworkText(
        "Ledernetværk Vangede",
        "Vangede",
        "Vi holder hinanden fast på kerneopgaven, når hverdagen presser.",
        "Stress og arbejdsmiljø, tillidsrepræsentanten som medspiller, robuste teams.",
        Admission.OPEN,
        2,
    ),
    NetworkText(
        "Ledernetværk Dyssegård",
        "Dyssegård",
        "Vi bygger bro mellem husene, så ledere kender hinanden, før de får brug for det.",
        "Fælles arrangementer, gæstebesøg hos hinanden, faglig sparring to og to.",
        Admission.OPEN,
        3,
    ),
    NetworkText(
        "Ledernetværk Skovshoved",
        "Skovshoved",
        "Vi gør strategi til hverdag: hvad betyder kommunens mål hos os på mandag?",
        "Børnepolitikken, bæredygtighed, digital dannelse for de mindste.",
        Admission.INVITATION,
        1,
    ),
)

GOALS = (
    GoalText(
        "Lederne bliver dygtigere til faget og bliver i jobbet",
        Gain.PROFESSIONALISATION,
        (
            CriterionText(
                "Andel, der stadig er ledere hos os efter to år",
                "Opgøres af HR hvert år i august",
                "71",
                "85",
                20,
            ),
        ),
        (
            GoalText(
                "Alle har en sparringspartner efter tre møder",
                None,
                (
                    CriterionText(
                        "Ja til »Jeg har en, jeg ringer til«",
                        "Spørges på mødet",
                        None,
                        "100",
                        6,
                    ),
                ),
            ),
        ),
    ),
    GoalText(
        "Viden rejser på tværs af husene",
        Gain.COHESION,
        (
            CriterionText("Fremmøde på netværkets møder", "Tælles ved hvert møde", "62", "80", 12),
            CriterionText(
                "Besøg hos hinanden om året",
                "Tovholderen tæller",
                "0",
                "2",
                12,
                "pr. leder",
            ),
        ),
    ),
)

REVISED_GOAL = GoalText(
    "Det, vi ser, når frem til forvaltning og politikere",
    Gain.POLICY_VOICE,
    (
        CriterionText(
            "Input, der har fået et svar inden for en måned",
            "Forvaltningen fører listen",
            None,
            "90",
            12,
        ),
    ),
)


def parts(text: NetworkText, size: int, renewed_on: Any) -> dict[DesignPart, dict[str, Any]]:
    """The seven parts of the design of one network of `size` institutions."""
    return {
        DesignPart.PURPOSE: {"purpose": text.purpose},
        DesignPart.PARTICIPANTS: {
            "kind": NetworkKind.PROFESSIONAL,
            "target_group": f"Ledere af daginstitutioner i {text.district}",
            "leader_level": LeaderLevel.INSTITUTION,
            "size_min": 7,
            "size_max": size + text.spare_places,
            "attendance": Attendance.COMPULSORY,
            "admission": text.admission,
            "composition": "En jævn fordeling af vuggestuer, børnehaver og integrerede huse.",
        },
        DesignPart.THEMES: {
            "themes": text.themes,
            "frequency": "Den anden tirsdag i måneden, dog ikke i juli og december",
            "meeting_length": "Tre timer",
            "methods": "Runde, kollegial sparring i faste faser, reflekterende team.",
        },
        DesignPart.LEADERSHIP: {
            "sponsor": "Henrik Bruun, dagtilbudschef",
            "coordinator_role": "Tovholderen indkalder og passer årshjulet. Skifter hvert år.",
            "consultant_role": "KLK faciliterer de første tre møder og træner os i at overtage.",
            "rotating_roles": "Vært, facilitator og referent går på skift.",
        },
        DesignPart.RESOURCES: {
            "consultant_hours": 30,
            "budget": 18000,
            "secretarial_help": "Forvaltningen booker lokaler og forplejning.",
            "venues": "Hos hinanden på skift.",
        },
        DesignPart.RULES: {
            "confidentiality": "Det, der bliver sagt i rummet, bliver i rummet.",
            "preparation": "Læs sagen på forhånd. Det tager højst et kvarter.",
            "attendance_rule": "Vi kommer. Den, der er vært, er der et kvarter før.",
            "cancelling": "Meld afbud til tovholderen senest dagen før.",
        },
        DesignPart.EVALUATION: {
            "evaluated_when": "Hvert år i maj med spørgsmål til alle og en snak i netværket.",
            "renewed_on": renewed_on,
            "closing": "Når formålet er nået, holder vi et sidste møde og samler det lærte op.",
        },
    }


DRAFT_NAME = "Netværk for nye skoleledere"
DRAFT_PARTS: dict[DesignPart, dict[str, Any]] = {
    DesignPart.PURPOSE: {
        "purpose": "Nye skoleledere får et fortroligt rum, hvor de lærer ledelsesfaget af "
        "hinanden, mens de lander i jobbet."
    },
    DesignPart.PARTICIPANTS: {
        "kind": NetworkKind.PROFESSIONAL,
        "target_group": "Skoleledere i deres første tre år",
        "leader_level": LeaderLevel.INSTITUTION,
        "size_min": 8,
        "size_max": 12,
        "attendance": Attendance.VOLUNTARY,
        "admission": Admission.REQUEST,
        "composition": "",
    },
}
DRAFT_GOALS = (
    GOALS[0]._replace(statement="Nye ledere bliver i jobbet og i faget"),
    GoalText("Begynderens blik når direktionen", Gain.POLICY_VOICE),
)

STRANGER_NETWORK = NetworkText(
    "Skoleledere i Kolding",
    "Kolding",
    "Skoleledere i Kolding finder fælles svar på det, der fylder på alle skoler.",
    "Inklusion, fravær, samarbejde med forældrene.",
    Admission.OPEN,
    8,
)
