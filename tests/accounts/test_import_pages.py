"""The pages of the import: who may, what they see, and files that are none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Invitation, Organisation, RoleHolding, StaffImport, User
from accounts.models.imports import ImportState
from accounts.services.import_writing import write_import
from accounts.staff_files.example import example_list
from accounts.tasks import write_staff_import
from tests.accounts.staff_lists import HEADER, NOW, ROWS, checked, confirmed, csv_bytes, written

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
CHANGING = ("import_confirm", "import_invite")
PAGES = ("import", "import_mapping", "import_progress", *CHANGING)


def address_of(municipality: Organisation) -> str:
    return reverse("import_upload", args=[municipality.pk])


def upload(client: Client, municipality: Organisation, content: bytes, name: str = "l.csv") -> Any:
    return client.post(address_of(municipality), {"file": SimpleUploadedFile(name, content)})


def mapping_of(staff_import: StaffImport) -> dict[str, str]:
    return {f"column_{index}": name for name, index in staff_import.mapping.items()}


def test_from_the_file_to_the_last_page(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    client = signed_in(director, "en")
    response = upload(client, gentofte, csv_bytes([HEADER, *ROWS], "cp1252"))
    staff_import = StaffImport.objects.get()
    assert response["Location"] == reverse("import_mapping", args=[staff_import.pk])

    page = client.get(response["Location"])
    assert "Column I: E-mail" in page.content.decode()
    assert "aase@gentofte.example" in page.content.decode()
    response = client.post(response["Location"], mapping_of(staff_import), follow=True)
    preview = response.content.decode()
    assert "Nothing has been written yet." in preview
    assert "Børnehuset Æblehaven" in preview

    digest = re.search(r'name="digest" value="(\w+)"', preview)
    assert digest
    client.post(reverse("import_confirm", args=[staff_import.pk]), {"digest": digest[1]})
    progress = client.get(reverse("import_progress", args=[staff_import.pk]))
    assert "hx-get" in progress.content.decode()
    fragment = client.get(
        reverse("import_progress", args=[staff_import.pk]), headers={"HX-Request": "true"}
    )
    assert "<html" not in fragment.content.decode()

    write_staff_import(staff_import.pk)
    fragment = client.get(
        reverse("import_progress", args=[staff_import.pk]), headers={"HX-Request": "true"}
    )
    assert "hx-get" not in fragment.content.decode()
    done = client.get(reverse("import", args=[staff_import.pk]))
    assert "The list has been imported" in done.content.decode()


def test_the_preview_says_who_was_here_before(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    written(gentofte, director)
    RoleHolding.objects.filter(user__email="aase@gentofte.example").delete()
    RoleHolding.objects.create(
        user=User.objects.get(email="aase@gentofte.example"),
        organisation=gentofte,
        role="policy_officer",
        starts_on=date(2024, 1, 1),
        ends_on=date(2025, 12, 31),
    )
    staff_import = checked(gentofte, director)
    address = reverse("import", args=[staff_import.pk])
    page = signed_in(director, "en").get(f"{address}?vis=changed").content.decode()
    assert "1 former colleague gets the role again" in page
    assert "Was here before, gets the role again" in page


def test_the_same_file_again_offers_no_button(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    written(gentofte, director)
    staff_import = checked(gentofte, director)
    page = signed_in(director, "en").get(reverse("import", args=[staff_import.pk]))
    assert "Everything in the list is already in the portal." in page.content.decode()
    assert reverse("import_confirm", args=[staff_import.pk]) not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("billede.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00"),
        ("side.csv", b"<html><script>alert(1)</script></html>"),
        ("tom.csv", b""),
        ("kun-navne.csv", b"Institution;By\n"),
        ("gammel.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("knust.xlsx", b"PK\x03\x04nothing"),
        ("../../<b>x</b>.csv", b"only one column\nand prose"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_the_field(
    signed_in: SignIn, gentofte: Organisation, director: User, name: str, content: bytes
) -> None:
    response = upload(signed_in(director), gentofte, content, name)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert not StaffImport.objects.exists()


def test_no_file_at_all_is_refused(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    response = signed_in(director).post(address_of(gentofte), {})
    assert list(response.context["form"].errors) == ["file"]


def test_fifty_megabytes_are_refused_unread(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    with TemporaryUploadedFile("stor.csv", "text/csv", 0, "utf-8") as file:
        file.truncate(50 * 1024 * 1024)
        file.size = 50 * 1024 * 1024
        response = signed_in(director, "en").post(address_of(gentofte), {"file": file})
    assert response.status_code == 200
    assert "larger than 10 MB" in str(response.context["form"].errors["file"])
    assert not StaffImport.objects.exists()


def test_html_scripts_and_signs_of_every_kind_are_shown_as_text(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    name = "<script>alert(1)</script> =1+1 مدرسة 🏡 \u202e"
    row = [name, "", "", "", "", "", "<b>Bo</b>", "Bo", "bo@gentofte.example", "", "", "", ""]
    broken = [*row[:8], "<i>bo</i>", "", "", "", ""]
    header = [*HEADER[:3], "<u>Adresse</u>", *HEADER[4:]]
    client = signed_in(director)
    staff_import = checked(gentofte, director, [row, broken], header)
    preview = reverse("import", args=[staff_import.pk])
    columns = reverse("import_mapping", args=[staff_import.pk])
    for address in (columns, f"{preview}?vis=created", f"{preview}?vis=errors"):
        text = client.get(address).content.decode()
        assert not re.search(r"<(script>alert|b>Bo|i>bo|u>Adr)", text)
    created = client.get(f"{preview}?vis=created").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; =1+1 مدرسة 🏡" in created


@pytest.mark.parametrize("vis", ["created", "changed", "errors", "nonsense", "<b>"])
@pytest.mark.parametrize("page", ["1", "999", "x"])
def test_any_tab_and_page_number_answers(
    signed_in: SignIn, gentofte: Organisation, director: User, vis: str, page: str
) -> None:
    staff_import = checked(gentofte, director)
    address = reverse("import", args=[staff_import.pk])
    assert signed_in(director).get(address, {"vis": vis, "page": page}).status_code == 200


def test_errors_name_row_column_and_header(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    staff_import = checked(gentofte, director, [[*ROWS[2][:8], "nonsense", "", "", "", ""]])
    page = signed_in(director, "en").get(reverse("import", args=[staff_import.pk]))
    [error] = page.context["page"]
    assert (error.row, error.column, error.header) == (2, "I", "E-mail")
    assert "This is not an e-mail address." in page.content.decode()


def test_the_same_thing_in_two_columns(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    staff_import = checked(gentofte, director)
    sent = {**mapping_of(staff_import), "column_1": "institution"}
    page = signed_in(director).post(reverse("import_mapping", args=[staff_import.pk]), sent)
    assert list(page.context["form"].errors) == ["column_1"]


@pytest.mark.parametrize("sent", [{}, {"column_8": "email"}, {"column_0": "cpr"}])
def test_a_mapping_without_a_place_or_with_nonsense(
    signed_in: SignIn, gentofte: Organisation, director: User, sent: dict[str, str]
) -> None:
    staff_import = checked(gentofte, director)
    page = signed_in(director).post(reverse("import_mapping", args=[staff_import.pk]), sent)
    assert page.status_code == 200
    assert page.context["form"].errors


def test_a_wrong_digest_shows_the_preview_again(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    staff_import = checked(gentofte, director)
    address = reverse("import_confirm", args=[staff_import.pk])
    response = signed_in(director, "en").post(address, {"digest": "x"}, follow=True)
    assert "Something has changed since you last looked" in response.content.decode()
    assert StaffImport.objects.get().state == ImportState.CHECKED


def test_confirming_and_inviting_want_a_post(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    staff_import = checked(gentofte, director)
    for name in CHANGING:
        assert signed_in(director).get(reverse(name, args=[staff_import.pk])).status_code == 405


@pytest.mark.parametrize("who", ["stranger_director", "stranger_leader", "leader", "consultant",
                                 "internal_consultant", "policy_officer"])  # fmt: skip
def test_others_find_no_import(
    request: pytest.FixtureRequest,
    signed_in: SignIn,
    gentofte: Organisation,
    director: User,
    who: str,
) -> None:
    staff_import = checked(gentofte, director)
    client = signed_in(request.getfixturevalue(who))
    for name in PAGES:
        address = reverse(name, args=[staff_import.pk])
        sent = {"digest": staff_import.report["digest"]}
        answer = client.post(address, sent) if name in CHANGING else client.get(address)
        assert answer.status_code == 404, name
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.CHECKED


@pytest.mark.parametrize(
    ("who", "status"),
    [("director", 200), ("klk_admin", 200), ("leader", 403), ("policy_officer", 403),
     ("internal_consultant", 403), ("stranger_director", 404), ("consultant", 404)],
)  # fmt: skip
@pytest.mark.parametrize("name", ["import_upload", "import_example"])
def test_who_may_upload(
    request: pytest.FixtureRequest,
    signed_in: SignIn,
    gentofte: Organisation,
    who: str,
    status: int,
    name: str,
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert client.get(reverse(name, args=[gentofte.pk])).status_code == status


def test_another_director_of_the_municipality_may_confirm(
    signed_in: SignIn, gentofte: Organisation, director: User, klk_admin: User
) -> None:
    staff_import = checked(gentofte, director)
    sent = {"digest": staff_import.report["digest"]}
    signed_in(klk_admin).post(reverse("import_confirm", args=[staff_import.pk]), sent)
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.WRITING
    assert staff_import.report["confirmed_by"] == klk_admin.pk


def test_nobody_uploads_into_an_institution(
    signed_in: SignIn, day_care: Organisation, director: User
) -> None:
    assert signed_in(director).get(address_of(day_care)).status_code == 404


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_example_is_understood_without_help(
    signed_in: SignIn, gentofte: Organisation, director: User, language: str
) -> None:
    client = signed_in(director, language)
    example = client.get(reverse("import_example", args=[gentofte.pk]))
    assert example.content.startswith(b"\xef\xbb\xbf")
    upload(client, gentofte, example.content)
    staff_import = StaffImport.objects.get()
    assert set(staff_import.mapping) == {
        "institution", "institution_type", "area", "street", "postal_code", "city", "first_name",
        "last_name", "email", "phone", "title", "level", "reports_to",
    }  # fmt: skip
    client.post(reverse("import_mapping", args=[staff_import.pk]), mapping_of(staff_import))
    staff_import.refresh_from_db()
    assert staff_import.report["errors"] == []
    assert len(staff_import.report["created"]) == 4
    assert example_list()


def test_all_who_never_signed_in_are_invited_once(
    signed_in: SignIn, gentofte: Organisation, director: User, leader: User
) -> None:
    staff_import = written(gentofte, director)
    client = signed_in(director, "en")
    page = client.get(reverse("import", args=[staff_import.pk])).content.decode()
    assert "3 leaders have never signed in" in page
    for _ in range(2):
        client.post(reverse("import_invite", args=[staff_import.pk]))
        write_staff_import(staff_import.pk)
    emails = set(Invitation.objects.values_list("email", flat=True))
    assert emails == {"lars@gentofte.example", "aase@gentofte.example", "bo@gentofte.example"}
    assert Invitation.objects.count() == 3
    page = client.get(reverse("import", args=[staff_import.pk])).content.decode()
    assert "3 leaders are invited." in page
    assert "Invite all" not in page


def test_a_list_that_stopped_can_be_checked_again(
    signed_in: SignIn, gentofte: Organisation, director: User
) -> None:
    staff_import = confirmed(gentofte, director)
    staff_import.state = ImportState.FAILED
    staff_import.save()
    client = signed_in(director, "en")
    page = client.get(reverse("import", args=[staff_import.pk])).content.decode()
    assert reverse("import_mapping", args=[staff_import.pk]) in page
    client.post(reverse("import_mapping", args=[staff_import.pk]), mapping_of(staff_import))
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.CHECKED


def test_pages_ask_little_of_the_database(
    signed_in: SignIn, gentofte: Organisation, director: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(director)
    preview = checked(gentofte, director)
    writing = confirmed(gentofte, director)
    addresses = [
        address_of(gentofte),
        *(reverse(name, args=[preview.pk]) for name in ("import", "import_mapping")),
        reverse("import_progress", args=[writing.pk]),
    ]
    for address in addresses:
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
    write_import(staff_import_id=writing.pk, now=NOW)
    with django_assert_max_num_queries(12):
        client.get(reverse("import", args=[writing.pk]))
