"""Which column holds what, in lists as Danish municipalities really have them."""

from __future__ import annotations

import pytest

from accounts.staff_files.guessing import guess_mapping
from accounts.staff_files.lines import understand
from accounts.staff_files.sheets import Row, Sheet
from accounts.staff_files.words import level_called, type_called

PAYROLL = (
    ["Medarbejdernr.", "Navn", "Stillingsbetegnelse", "Enhedsnavn", "E-mailadresse", "Tlf. nr.",
     "Nærmeste leder (e-mail)"],
    ["004211", "Sørensen, Åse", "Dagtilbudsleder", "Æblehaven", "aase@g.example", "12345678",
     "lars@g.example"],
    {"full_name": 1, "title": 2, "institution": 3, "email": 4, "phone": 5, "reports_to": 6},
)  # fmt: skip
INSTITUTIONS = (
    ["Institutionens navn", "Institutionstype", "Vejnavn og nr.", "Postnr.", "By", "Leder",
     "Leder e-mail"],
    ["Æblehaven", "Vuggestue", "Ærøvej 1", "2900", "Hellerup", "Åse Sørensen", "aase@g.example"],
    {"institution": 0, "institution_type": 1, "street": 2, "postal_code": 3, "city": 4,
     "full_name": 5, "email": 6},
)  # fmt: skip
SCHOOLS = (
    ["Skole", "Distrikt", "FORNAVN", "EFTERNAVN", "Mail", "Titel", "Leder mail", "Ledelsesniveau"],
    ["Ørdrup Skole", "Nord", "Bo", "Nørgård", "bo@g.example", "Skoleleder", "chef@g.example", "3"],
    {"institution": 0, "area": 1, "first_name": 2, "last_name": 3, "email": 4, "title": 5,
     "reports_to": 6, "level": 7},
)  # fmt: skip
ENGLISH = (
    ["Institution name", "Area", "First name", "Last name", "E-mail", "Job title", "Reports to",
     "Phone"],
    ["Apple House", "Day care", "Ann", "Berg", "ann@g.example", "Head", "lars@g.example", "1"],
    {"institution": 0, "area": 1, "first_name": 2, "last_name": 3, "email": 4, "title": 5,
     "reports_to": 6, "phone": 7},
)  # fmt: skip
NAMELESS = (
    ["Arbejdssted", "Kolonne2", "Kolonne3", "Kolonne4", "Navn"],
    ["Æblehaven", "aase@g.example", "2900", "Plejehjem", "Åse Sørensen"],
    {"institution": 0, "email": 1, "postal_code": 2, "institution_type": 3, "full_name": 4},
)


@pytest.mark.parametrize(
    "example",
    [PAYROLL, INSTITUTIONS, SCHOOLS, ENGLISH, NAMELESS],
    ids=["payroll", "institutions", "schools", "english", "nameless"],
)
def test_columns_are_recognised(example: tuple[list[str], list[str], dict[str, int]]) -> None:
    header, cells, expected = example
    assert guess_mapping(Sheet(header, [Row(2, cells)])) == expected


def test_a_column_of_names_is_not_taken_for_addresses() -> None:
    sheet = Sheet(["Enhed", "Nærmeste leder"], [Row(2, ["Æblehaven", "Lars Øst"])])
    assert "reports_to" not in guess_mapping(sheet)


def test_an_unknown_header_without_values_is_left_out() -> None:
    assert guess_mapping(Sheet(["Enhed", "", "Løntrin"], [Row(2, ["x", "", ""])])) == {
        "institution": 0
    }


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Åse Sørensen", "Åse", "Sørensen"),
        ("Åse Marie Sørensen", "Åse Marie", "Sørensen"),
        ("Sørensen, Åse Marie", "Åse Marie", "Sørensen"),
        ("Åse", "Åse", ""),
    ],
)
def test_a_full_name_is_split(full: str, first: str, last: str) -> None:
    line, found = understand(
        Row(2, ["Huset", full, "a@g.example"]), {"institution": 0, "full_name": 1, "email": 2}
    )
    assert (line.first_name, line.last_name, found) == (first, last, [])


@pytest.mark.parametrize(
    ("word", "value"),
    [("Børnehave", "kindergarten"), ("SFO", "after_school"), ("day care", "day_care"),
     ("PLEJEHJEM", "elder_care"), ("elder_care", "elder_care"), ("Rumskib", None)],
)  # fmt: skip
def test_types_are_understood(word: str, value: str | None) -> None:
    assert type_called(word) == value


@pytest.mark.parametrize(
    ("word", "value"),
    [("Afdelingsleder", "team"), ("Niveau 2", "head"), ("institutionsleder", "institution"),
     ("Topledelse", "top"), ("kejser", None)],
)  # fmt: skip
def test_levels_are_understood(word: str, value: str | None) -> None:
    assert level_called(word) == value
