"""How long a list of 5,000 leaders takes: python -m klk_portal.bench.staff_list, within a stage.

From the file to a preview, while somebody waits, and from there to written people, institutions,
roles and positions, while a progress bar grows.
"""

from __future__ import annotations

import csv
import io
import json
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402

from accounts.models import Organisation, User  # noqa: E402
from accounts.models.imports import ImportState  # noqa: E402
from accounts.services.import_writing import write_import  # noqa: E402
from accounts.services.imports import (  # noqa: E402
    choose_columns,
    confirm_import,
    upload_staff_file,
)

LEADERS, PER_HOUSE, AREAS = 5_000, 5, 20
HEADER = [
    "Institution", "Type", "Område", "Adresse", "Postnr", "By", "Fornavn", "Efternavn",
    "E-mail", "Titel", "Lederniveau", "Nærmeste leders e-mail", "Telefon",
]  # fmt: skip


def address(number: int) -> str:
    return f"ny.leder{number}@gentofte.example"


def leader(number: int) -> list[str]:
    """One line: every fifth leads an institution, and all report to the first of the list."""
    house = number // PER_HOUSE
    return [
        f"Børnehuset {house}", "Dagtilbud", f"Område {house % AREAS}", f"Ærøvej {house}",
        "2900", "Hellerup", "Åse", f"Sørensen {number}", address(number), "Leder",
        "Teamleder" if number % PER_HOUSE else "Institutionsleder",
        address(0) if number else "", f"{10_000_000 + number}",
    ]  # fmt: skip


def list_of(leaders: int) -> io.BytesIO:
    """The file as a spreadsheet program saves it."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADER, *map(leader, range(leaders))])
    return io.BytesIO(text.getvalue().encode("utf-8-sig"))


def times(municipality: Organisation, by: User, leaders: int = LEADERS) -> dict[str, float]:
    """Seconds to the preview and for writing."""
    now, began = timezone.now(), time.perf_counter()
    row = upload_staff_file(
        municipality=municipality,
        stream=list_of(leaders),
        file_name="ledere.csv",
        by=by,
        now=now,
    )
    row = choose_columns(staff_import=row, mapping=row.mapping, now=now)
    checked = time.perf_counter()
    confirm_import(staff_import=row, digest=row.report["digest"], by=by, now=now)
    confirmed = time.perf_counter()
    write_import(staff_import_id=row.pk, now=now)
    written = time.perf_counter()
    row.refresh_from_db()
    if row.state != ImportState.DONE or row.report.get("refused"):
        raise RuntimeError(f"the list is {row.state}, refused: {row.report.get('refused')}")
    return {"preview": checked - began, "write": written - confirmed}


if __name__ == "__main__":
    municipality = Organisation.objects.get(name="Gentofte Kommune")
    director = User.objects.get(email="direktor@gentofte.example")
    print(json.dumps(times(municipality, director)))
