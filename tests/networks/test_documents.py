"""Documents: what is taken, what is refused or harmless, who fetches and deletes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from networks.documents import errors
from networks.documents.archives import MOST_MEMBERS
from networks.documents.kinds import CSV, TEXT
from networks.documents.kinds import JPEG as JPEG_KIND
from networks.documents.kinds import PDF as PDF_KIND
from networks.documents.names import LONGEST, safe_name
from networks.documents.recognising import kind_of
from networks.models import Document, DocumentContent, Meeting, Network
from networks.services.documents import MOST_OF_MEETING, TooManyDocuments, upload_document
from networks.services.duties import name_coordinator
from tests.at_once import at_once
from tests.networks.members import NOW, TODAY, assigned, member
from tests.networks.outcome import JPEG, PDF, PNG, archive, held, oasis, office

SignIn = Callable[..., Client]
MB = 1024 * 1024
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def meeting(network: Network, leader: User, director: User) -> Meeting:
    """Omar and Sofie are members."""
    member(network, leader, director)
    return held(network, leader)


def keep(meeting: Meeting, by: User, name: str = "Oplæg.pdf", data: bytes = PDF) -> Document:
    return upload_document(meeting=meeting, name=name, data=data, by=by, now=NOW)


# --- what it is ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", PDF),
        ("a.PNG", PNG),
        ("a.jpeg", JPEG),
        ("a.txt", "Kære leder på Ærø\r\n".encode()),
        ("a.csv", "navn;år\nBo;2026\n".encode("utf-8-sig")),
        *[(f"a.{ending}", office(ending)) for ending in ("docx", "xlsx", "pptx")],
        *[(f"a.{ending}", oasis(ending)) for ending in ("odt", "ods", "odp")],
    ],
)
def test_what_a_meeting_needs_is_taken(name: str, data: bytes) -> None:
    kind = kind_of(data, name)
    assert name.lower().endswith(kind.endings)
    assert kind_of(data, "uden endelse").content_type.partition(";")[0]


def test_only_a_name_tells_a_table_from_a_text() -> None:
    assert (kind_of(b"a;b", "a.csv"), kind_of(b"a;b", "a.md")) == (CSV, TEXT)


HOSTILE: list[tuple[str, bytes, type[errors.DocumentRefused]]] = [
    ("tom.pdf", b"", errors.DocumentEmpty),
    ("blank.txt", b" \n\t ", errors.DocumentEmpty),
    ("side.pdf", HTML, errors.UnknownKind),
    ("side.txt", HTML, errors.UnknownKind),
    ("side.txt", b"\xef\xbb\xbf \n" + HTML.lower(), errors.UnknownKind),
    ("tegning.svg", SVG, errors.UnknownKind),
    ("tegning.png", SVG, errors.UnknownKind),
    ("tegning.txt", b'<?xml version="1.0"?>' + SVG, errors.UnknownKind),
    ("sent.pdf", b"\n" * 10 + PDF + b"\x00", errors.UnknownKind),
    ("program.pdf", b"MZ\x90\x00\x03", errors.UnknownKind),
    ("gammel.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), errors.UnknownKind),
    ("latin.txt", "Ærø".encode("latin-1"), errors.UnknownKind),
    ("nul.txt", b"Vi\x00ser", errors.UnknownKind),
    ("tekst.pdf", b"Bare tekst", errors.NotWhatItSays),
    ("billede.docx", PNG, errors.NotWhatItSays),
    ("ark.docx", office("xlsx"), errors.NotWhatItSays),
    ("arkiv.zip", archive({"a.txt": "a"}), errors.UnknownKind),
    ("begge.docx", office("docx", **{"xl/workbook.xml": "<x/>"}), errors.UnknownKind),
    ("falsk.odt", oasis("odt", mimetype="text/html"), errors.UnknownKind),
    ("makro.docx", office("docx", **{"word/vbaProject.bin": "x"}), errors.HoldsMacros),
    (
        "makro.xlsx",
        office("xlsx", **{"[Content_Types].xml": "excel.sheet.macroEnabled.main+xml"}),
        errors.HoldsMacros,
    ),
    ("makro.odt", oasis("odt", **{"Basic/Standard/a.xml": "x"}), errors.HoldsMacros),
    ("ud.docx", office("docx", **{"../../etc/passwd": "x"}), errors.BrokenArchive),
    ("halv.docx", office("docx")[:60], errors.BrokenArchive),
    ("slut.docx", b"PK\x03\x04" + bytes(40), errors.BrokenArchive),
]


@pytest.mark.parametrize(("name", "data", "refusal"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_what_pretends_is_refused(
    name: str, data: bytes, refusal: type[errors.DocumentRefused]
) -> None:
    assert_refused(name, data, refusal)


def assert_refused(name: str, data: bytes, refusal: type[errors.DocumentRefused]) -> None:
    with pytest.raises(errors.DocumentRefused) as raised:
        kind_of(data, name)
    assert type(raised.value) is refusal
    assert str(raised.value)


def test_an_archive_that_swells_is_refused() -> None:
    bomb = archive({"[Content_Types].xml": "x", "word/document.xml": b"\0" * 80 * MB})
    assert_refused("bombe.docx", bomb, errors.BrokenArchive)


def test_an_archive_with_a_crowd_in_it_is_refused() -> None:
    crowd = archive({f"word/{n}": "" for n in range(MOST_MEMBERS + 1)})
    assert_refused("mylder.docx", crowd, errors.BrokenArchive)


def test_something_that_is_two_things_is_kept_as_the_first() -> None:
    assert kind_of(PDF + HTML + office("docx"), "begge.pdf") is PDF_KIND
    assert kind_of(JPEG + HTML, "begge.html") is JPEG_KIND


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Oplæg til mødet.pdf", "Oplæg til mødet.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\bo\\Oplæg.PDF", "Oplæg.pdf"),
        ("rapport\u202efdp.exe", "rapportfdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ('"><script>.pdf', "---script-.pdf"),
        ("...", "bilag.pdf"),
        ("", "bilag.pdf"),
        (".pdf", "pdf.pdf"),
        ("side.html", "side.html.pdf"),
        ("👩‍👧 æøå.pdf", "👩👧 æøå.pdf"),
        ("a\u0301.pdf", "á.pdf"),
    ],
)
def test_a_name_does_no_harm(typed: str, kept: str) -> None:
    assert safe_name(typed, PDF_KIND) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("x" * 300 + ".pdf", PDF_KIND)
    assert (len(name), name[-4:]) == (LONGEST, ".pdf")


# --- keeping -------------------------------------------------------------------------------
def test_what_is_kept(meeting: Meeting, leader: User) -> None:
    row = keep(meeting, leader, "../Oplæg.pdf")
    assert (row.name, row.content_type, row.size) == ("Oplæg.pdf", "application/pdf", len(PDF))
    assert bytes(row.content.data) == PDF
    assert keep(meeting, leader) == row, "the same again is the one that is there"


def test_a_meeting_has_room_for_so_many(meeting: Meeting, leader: User) -> None:
    for number in range(MOST_OF_MEETING):
        keep(meeting, leader, f"{number}.pdf")
    with pytest.raises(TooManyDocuments):
        keep(meeting, leader)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_keeps_it_once(meeting: Meeting, leader: User) -> None:
    assert at_once(*[lambda: keep(meeting, leader)] * 3) == ["done"] * 3
    assert Document.objects.count() == DocumentContent.objects.count() == 1


# --- pages ---------------------------------------------------------------------------------
def upload(client: Client, meeting: Meeting, name: str, data: bytes) -> Any:
    file = SimpleUploadedFile(name, data, content_type="application/pdf")
    return client.post(reverse("document_upload", args=[meeting.pk]), {"file": file})


def fetch(client: Client, document: Document) -> Any:
    return client.get(reverse("document_download", args=[document.pk]))


def test_it_is_served_as_a_file_and_never_as_a_page(
    meeting: Meeting, leader: User, other_leader: User, signed_in: SignIn
) -> None:
    answer = upload(signed_in(leader), meeting, "Oplæg æøå.pdf", PDF)
    assert answer.headers["Location"] == reverse("meeting", args=[meeting.pk])
    answer = fetch(signed_in(other_leader), Document.objects.get())
    assert (answer.status_code, answer.content) == (200, PDF)
    disposition = "attachment; filename*=utf-8''Opl%C3%A6g%20%C3%A6%C3%B8%C3%A5.pdf"
    expected = {
        "Content-Disposition": disposition,
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    assert {name: answer.headers[name] for name in expected} == expected


@pytest.mark.parametrize(("name", "data"), [("side.pdf", HTML), ("tom.pdf", b""), ("x.svg", SVG)])
def test_a_refusal_stands_beside_the_field(
    name: str, data: bytes, meeting: Meeting, leader: User, signed_in: SignIn
) -> None:
    answer = upload(signed_in(leader, "en"), meeting, name, data)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Document.objects.exists()


def test_fifty_megabytes_are_refused_beside_the_field(
    meeting: Meeting, leader: User, signed_in: SignIn
) -> None:
    answer = upload(signed_in(leader, "en"), meeting, "stor.pdf", PDF + bytes(50 * MB))
    assert answer.status_code == 200
    assert "20 MB" in answer.context["form"].errors["file"][0]
    with pytest.raises(errors.DocumentTooLarge):
        keep(meeting, leader, "stor.pdf", PDF + bytes(settings.DOCUMENT_MAX_BYTES))


def test_no_file_at_all(meeting: Meeting, leader: User, signed_in: SignIn) -> None:
    path = reverse("document_upload", args=[meeting.pk])
    answer = signed_in(leader, "en").post(path, {"file": "../../etc/passwd"})
    assert answer.context["form"].errors["file"]


@pytest.mark.parametrize("who", ["director", "klk_admin", "stranger_leader", "consultant"])
def test_those_outside_find_nothing(
    who: str, meeting: Meeting, leader: User, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    document = keep(meeting, leader)
    client = signed_in(request.getfixturevalue(who))
    assert fetch(client, document).status_code == 404
    assert upload(client, meeting, "a.pdf", PDF).status_code == 404
    assert client.post(reverse("document_delete", args=[document.pk])).status_code == 404
    assert Document.objects.count() == 1


def test_the_uploader_and_who_plans_delete_it(
    meeting: Meeting,
    leader: User,
    other_leader: User,
    coordinator: User,
    consultant: User,
    director: User,
    klk_admin: User,
    signed_in: SignIn,
) -> None:
    duty = member(meeting.network, coordinator, director)
    name_coordinator(membership=duty, starts_on=TODAY, by=director)
    duty.duties.update(starts_on=TODAY.replace(year=2020))
    assigned(meeting.network, consultant, klk_admin)
    for person in (leader, coordinator, consultant):
        document = keep(meeting, leader)
        path = reverse("document_delete", args=[document.pk])
        assert signed_in(other_leader).post(path).status_code == 403
        client = signed_in(person)
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 302
        assert not Document.objects.exists()
        assert client.post(path).status_code == 404
