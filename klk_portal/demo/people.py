"""Who lives in the demo world. All names are made up; every address ends in `.example`."""

from __future__ import annotations

from typing import NamedTuple

from accounts.choices import LeaderLevel, Role

PASSWORD = "netvaerk-demo"


class Person(NamedTuple):
    """Somebody with a sign-in; `label` is what the start-up table and the sign-in page say."""

    email: str
    first_name: str
    last_name: str
    role: Role
    label: str
    title: str = ""
    level: LeaderLevel | None = None


ADMIN = Person("admin@klk.example", "Karen", "Toft", Role.KLK_ADMIN, "KLK-administration")
CONSULTANT = Person(
    "konsulent@klk.example", "Anne", "Friis", Role.CONSULTANT, "KLK-konsulent i Gentofte"
)
OTHER_CONSULTANT = Person(
    "konsulent2@klk.example", "Per", "Dahl", Role.CONSULTANT, "KLK-konsulent uden opgaver"
)
DIRECTOR = Person(
    "direktor@gentofte.example", "Mette", "Holm", Role.DIRECTOR, "Direktør i Gentofte"
)
INTERNAL_CONSULTANT = Person(
    "internkonsulent@gentofte.example",
    "Jonas",
    "Vig",
    Role.INTERNAL_CONSULTANT,
    "Intern udviklingskonsulent i Gentofte",
)
POLICY_OFFICER = Person(
    "forvaltning@gentofte.example", "Ida", "Lund", Role.POLICY_OFFICER, "Forvaltning i Gentofte"
)
STRANGER_DIRECTOR = Person(
    "direktor@kolding.example", "Bo", "Riis", Role.DIRECTOR, "Direktør i Kolding"
)
STRANGER_LEADER = Person(
    "leder1@kolding.example",
    "Eva",
    "Juhl",
    Role.LEADER,
    "Leder i Kolding",
    "Skoleleder",
    LeaderLevel.INSTITUTION,
)
AREA_HEAD = Person(
    "dagtilbudschef@gentofte.example",
    "Henrik",
    "Bruun",
    Role.LEADER,
    "",
    "Dagtilbudschef",
    LeaderLevel.HEAD,
)


def _leader(email: str, first: str, last: str, label: str) -> Person:
    return Person(
        email, first, last, Role.LEADER, label, "Institutionsleder", LeaderLevel.INSTITUTION
    )


COORDINATOR = _leader("tovholder@gentofte.example", "Lise", "Bech", "Leder og tovholder")

#: The leaders of Gentofte with a sign-in; the coordinator is the tenth.
LEADERS = [
    _leader("leder1@gentofte.example", "Sofie", "Krag", "Leder, medlem af et netværk"),
    _leader("leder2@gentofte.example", "Omar", "Haddad", "Leder, medlem af samme netværk"),
    _leader("leder3@gentofte.example", "Birgitte", "Øster", "Leder, medlem af samme netværk"),
    _leader("leder4@gentofte.example", "Thomas", "Nygaard", "Leder i et andet netværk"),
    _leader("leder5@gentofte.example", "Åse", "Mikkelsen", "Leder i et andet netværk"),
    _leader("leder6@gentofte.example", "Kirsten", "Aagaard", "Leder, har forladt et netværk"),
    _leader("leder7@gentofte.example", "Rasmus", "Ærø", "Leder, er inviteret til et netværk"),
    _leader("leder8@gentofte.example", "Zeynep", "Demir", "Leder, har bedt om at være med"),
    _leader("leder9@gentofte.example", "Niels", "Vestergård", "Ny leder uden netværk"),
]

_EVERYBODY = [
    DIRECTOR,
    *LEADERS,
    COORDINATOR,
    INTERNAL_CONSULTANT,
    POLICY_OFFICER,
    STRANGER_DIRECTOR,
    STRANGER_LEADER,
    CONSULTANT,
    OTHER_CONSULTANT,
    ADMIN,
]

#: (e-mail, what it is good for), as `make run` prints them.
SIGN_INS: list[tuple[str, str]] = [(person.email, person.label) for person in _EVERYBODY]

FIRST_NAMES = (
    "Anette Bente Camilla Dorte Else Freja Gitte Hanne Inger Jette Karin Lone Maja Nanna Pia "
    "Rikke Signe Tina Ulla Vibeke Anders Bjarne Claus David Erik Frederik Gustav Hassan Ivan "
    "Jesper Kasper Lars Morten Nikolaj Ole Peter Rune Søren Torben Viggo"
).split()
LAST_NAMES = (
    "Andersen Bjerre Christiansen Dam Enevoldsen Frost Gram Hald Iversen Jørgensen Kjær "
    "Lindberg Møller Nissen Overgaard Poulsen Rasmussen Skov Thomsen Winther Østergaard Åkjær"
).split()


#: In whose district the leaders with a sign-in work.
_DISTRICT_OF = {
    "leder1": "Hellerup",
    "leder2": "Hellerup",
    "leder3": "Hellerup",
    "tovholder": "Hellerup",
    "leder4": "Charlottenlund",
    "leder5": "Klampenborg",
    "leder6": "Vangede",
    "leder7": "Dyssegård",
    "leder8": "Skovshoved",
    "leder9": "Ordrup",
}


def cast_by_district() -> dict[str, list[Person]]:
    """The leaders with a sign-in, by the district they work in."""
    found: dict[str, list[Person]] = {}
    for person in [*LEADERS, COORDINATOR]:
        district = _DISTRICT_OF[person.email.partition("@")[0]]
        found.setdefault(district, []).append(person)
    return found


def extra(number: int) -> Person:
    """One of the many leaders without a sign-in; every number gives another name and address."""
    first = FIRST_NAMES[number * 7 % len(FIRST_NAMES)]
    last = LAST_NAMES[(number * 5 + number // len(LAST_NAMES)) % len(LAST_NAMES)]
    return _leader(f"institutionsleder{number + 1}@gentofte.example", first, last, "")
