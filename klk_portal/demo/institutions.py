"""The day-care institutions of the demo's Gentofte: nine districts, 72 made-up names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from accounts.choices import InstitutionType

#: District and number of institutions: nine networks of seven to nine.
DISTRICTS = {
    "Hellerup": 8,
    "Charlottenlund": 9,
    "Ordrup": 7,
    "Klampenborg": 8,
    "Jægersborg": 8,
    "Gentofte": 9,
    "Vangede": 8,
    "Dyssegård": 7,
    "Skovshoved": 8,
}

POSTAL = {
    "Hellerup": "2900",
    "Charlottenlund": "2920",
    "Ordrup": "2920",
    "Klampenborg": "2930",
    "Jægersborg": "2820",
    "Gentofte": "2820",
    "Vangede": "2820",
    "Dyssegård": "2870",
    "Skovshoved": "2930",
}

#: The types follow each other, so that every district has an even spread of them.
TYPES = (
    (InstitutionType.NURSERY, "Vuggestuen"),
    (InstitutionType.KINDERGARTEN, "Børnehaven"),
    (InstitutionType.DAY_CARE, "Børnehuset"),
)

NAMES = (
    "Åen Skoven Bakken Engen Mosen Søen Lunden Haven Marken Dammen Kilden Fjorden Havblik "
    "Solsikken Mariehønen Egernet Pindsvinet Lærken Svalen Uglen Spurven Bogfinken Musvitten "
    "Rødkælken Ræven Haren Grævlingen Hjorten Bøgen Egen Birken Asken Elmen Lindetræet "
    "Ahornen Kastanjen Æblehaven Pæretræet Kirsebæret Blommen Hasselnødden Valnødden "
    "Brombærret Hindbærret Jordbærret Hyben Kløveren Mælkebøtten Anemonen Violen Kornblomsten "
    "Valmuen Tusindfryd Forglemmigej Regnbuen Stjernen Månen Kometen Karlsvognen Nordstjernen "
    "Solstrålen Vindmøllen Fyret Ankeret Skonnerten Bølgen Muslingen Søstjernen Krabben "
    "Delfinen Klitten Østersen"
).split()


STREETS = (
    "Skovvej Lindevej Søvej Strandvej Bakkevej Kirkevej Skolevej Parkvej Engvej Rosenvej "
    "Birkevej Møllevej"
).split()


class Place(NamedTuple):
    """One institution: its district, name, type and address."""

    district: str
    name: str
    kind: InstitutionType
    street: str
    postal_code: str


def places() -> Iterator[Place]:
    """All institutions, district by district."""
    names = iter(NAMES)
    for number, (district, size) in enumerate(DISTRICTS.items()):
        for index in range(size):
            kind, prefix = TYPES[(number + index) % len(TYPES)]
            name = next(names)
            street = f"{STREETS[(3 * number + index) % len(STREETS)]} {4 * index + 3}"
            yield Place(district, f"{prefix} {name}", kind, street, POSTAL[district])
