"""Which column holds what: by its name in Danish or English, and by the look of its values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from accounts.staff_files.fields import Mapping, StaffField, bare
from accounts.staff_files.sheets import Sheet
from accounts.staff_files.words import labels_of, level_called, type_called

#: Words of a header, the most telling first.
_NAMES: dict[str, str] = {
    StaffField.INSTITUTION: "institution, institutionsnavn, institutionens navn, enhed, "
    "enhedsnavn, enhedens navn, arbejdssted, arbejdsplads, tjenestested, afdeling, afdelingsnavn, "
    "organisation, organisationsenhed, institution name, unit, workplace, department, skole, "
    "dagtilbud, navn på institution, ansættelsessted",
    StaffField.TYPE: "type, institutionstype, enhedstype, institution type, type of institution, "
    "kategori, tilbudstype, art",
    StaffField.AREA: "område, områdenavn, area, distrikt, center, forvaltningsområde, fagområde, "
    "forvaltning, district, region, overordnet enhed, direktørområde",
    StaffField.STREET: "adresse, vej, vejnavn, gade, gadenavn, street, address, vejadresse, "
    "gadeadresse, adresselinje 1, adresse 1, besøgsadresse, vejnavn og nr, street address",
    StaffField.POSTAL_CODE: "postnr, postnummer, post nr, postal code, zip, zip code, postcode",
    StaffField.CITY: "by, bynavn, postdistrikt, city, town",
    StaffField.FIRST_NAME: "fornavn, fornavne, first name, firstname, given name, for navn",
    StaffField.LAST_NAME: "efternavn, efternavne, last name, lastname, surname, family name, "
    "efter navn",
    StaffField.FULL_NAME: "navn, fulde navn, name, full name, medarbejder, medarbejdernavn, "
    "medarbejderens navn, ledernavn, leders navn, lederens navn, leder navn, leader, leder, "
    "institutionsleder, leader name, ansat, for og efternavn",
    StaffField.EMAIL: "email, mail, emailadresse, mailadresse, email adresse, mail adresse, "
    "email address, arbejdsmail, arbejdsemail, leders email, leders mail, lederens email, "
    "lederens mail, leder email, leder mail, leader email",
    StaffField.PHONE: "telefon, telefonnummer, tlf, tlf nr, tlfnr, telefonnr, telefon nr, mobil, "
    "mobiltelefon, mobilnummer, phone, telephone, mobile, direkte nummer, mobilnr",
    StaffField.TITLE: "titel, stilling, stillingsbetegnelse, title, job title, position, jobtitel, "
    "stillingstitel, funktion",
    StaffField.LEVEL: "lederniveau, ledelsesniveau, ledertype, niveau, leader level, level, "
    "leder niveau, ledelseslag",
    StaffField.REPORTS_TO: "nærmeste leders email, nærmeste leder email, nærmeste leder, "
    "nærmeste leders mail, nærmeste leder mail, refererer til, reports to, manager, manager email, "
    "overordnet, overordnet email, overordnets email, chef, chef email, chefs email, leders email, "
    "leder email, leder mail, leders mail, leder, nearest leader, nearest leader s email, "
    "supervisor, supervisor email, nærmeste leder emailadresse",
}
_EXACT, _PART, _LOOK = 1000, 400, 100
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_POSTAL_CODE = re.compile(r"(DK-?)?\d{4}")
_PHONE = re.compile(r"(\+?45)?[ .]?(\d[ .]?){8}")
_E_MAILS = (StaffField.EMAIL, StaffField.REPORTS_TO)
_SAMPLE = 200


def guess_mapping(sheet: Sheet) -> Mapping:
    """The most likely column of every field; a column and a field are used once at most."""
    scores = sorted(
        (
            (-score, index, name)
            for index, header in enumerate(sheet.header)
            for name, score in _scores(header, _sample(sheet, index)).items()
        ),
    )
    mapping: Mapping = {}
    for _score, index, name in scores:
        if name not in mapping and index not in mapping.values():
            mapping[name] = index
    return _without_doubles(mapping)


def _sample(sheet: Sheet, index: int) -> list[str]:
    return [row.cells[index] for row in sheet.rows if row.cells[index]][:_SAMPLE]


def _scores(header: str, values: list[str]) -> dict[str, int]:
    """How likely a column is each field; what its values contradict is left out."""
    scores = {name: score for name in _NAMES if (score := _by_name(name, bare(header)))}
    for name, share in _looks(values).items():
        if share > 0.5 and (name in scores or not scores):
            scores[name] = scores.get(name, 0) + int(_LOOK * share)
    mails = _share(values, _EMAIL.fullmatch)
    if values and mails > 0.5:
        return {name: score for name, score in scores.items() if name in _E_MAILS}
    if values and mails < 0.1 and "mail" not in bare(header):
        return {name: score for name, score in scores.items() if name not in _E_MAILS}
    return scores


def _by_name(name: str, header: str) -> int:
    if labels_of(StaffField).get(header) == name:
        return _EXACT
    words = [bare(word) for word in _NAMES[name].split(",")]
    if header in words:
        return _EXACT - words.index(header)
    padded = f" {header} "
    parts = [word for word in words if len(word) > 3 and f" {word} " in padded]
    return _PART + max(map(len, parts)) if parts else 0


def _looks(values: list[str]) -> dict[str, float]:
    return {
        StaffField.EMAIL: _share(values, _EMAIL.fullmatch),
        StaffField.POSTAL_CODE: _share(values, _POSTAL_CODE.fullmatch),
        StaffField.PHONE: _share(values, _PHONE.fullmatch),
        StaffField.TYPE: _share(values, type_called),
        StaffField.LEVEL: _share(values, level_called),
    }


def _share(values: list[str], fits: object) -> float:
    assert callable(fits)
    return sum(fits(value) is not None for value in values) / len(values) if values else 0.0


def _without_doubles(mapping: Mapping) -> Mapping:
    """A first and a last name make a column with both unnecessary."""
    if StaffField.FIRST_NAME in mapping and StaffField.LAST_NAME in mapping:
        mapping.pop(StaffField.FULL_NAME, None)
    return mapping


def useful(mapping: Mapping | Iterable[str]) -> bool:
    """Whether the columns say where somebody leads: an institution or an area."""
    return StaffField.INSTITUTION in mapping or StaffField.AREA in mapping
