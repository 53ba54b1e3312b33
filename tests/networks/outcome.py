"""A meeting that has been held, and files of every sort, for tests of what came of it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from django.db import models
from django.utils import timezone

from accounts.models import User
from networks.models import Attendance, Meeting, Membership, MinutesApproval, Network
from networks.services.actions import add_action
from networks.services.documents import upload_document
from networks.services.minutes import add_decision, save_minutes
from tests.networks.members import NOW, TODAY

LATER = NOW + dt.timedelta(hours=1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20) + b"\xff\xd9"
TYPES = '<Types><Override ContentType="application/vnd.ms-{}.main+xml"/></Types>'
OFFICE_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
OASIS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def held(network: Network, by: User, *, days_ago: int = 7, theme: str = "Tillid") -> Meeting:
    """A meeting before NOW and before today, at which nobody is noted yet."""
    begins = min(NOW, timezone.now()) - dt.timedelta(days=days_ago)
    return Meeting.objects.create(
        network=network,
        theme=theme,
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=3),
        presence_code="2345",
        created_by=by,
        created_at=begins,
    )


def was_there(meeting: Meeting, *people: User) -> None:
    for person in people:
        row = Membership.objects.active().get(network=meeting.network, user=person)
        Attendance.objects.update_or_create(
            meeting=meeting, membership=row, defaults={"was_there": True}
        )


def outcome_in(name: str, network: Network, by: User) -> dict[str, models.Model]:
    """What came of a meeting of the network called `name`, one row of each kind."""
    meeting = held(network, by)
    minutes = save_minutes(meeting=meeting, text="Tema", base="", by=by, now=NOW)
    document = upload_document(meeting=meeting, name="a.pdf", data=PDF, by=by, now=NOW)
    return {
        f"meeting of {name}": meeting,
        f"minutes of {name}": minutes,
        f"approval of {name}": MinutesApproval.objects.create(
            minutes=minutes, person=by, approved_at=NOW
        ),
        f"decision of {name}": add_decision(meeting=meeting, text="Ja", by=by, now=NOW),
        f"action of {name}": add_action(
            meeting=meeting, text="Ring", owner=by, due_on=TODAY, by=by, now=NOW
        ),
        f"document of {name}": document,
        f"content of {name}": document.content,
    }


def archive(members: dict[str, bytes | str], *, packed: bool = True) -> bytes:
    """A zip archive with these members, in their order."""
    file = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", how) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


def office(ending: str, **more: bytes | str) -> bytes:
    """The least that is an office file; `more` members by name."""
    members = {"[Content_Types].xml": TYPES.format("x"), OFFICE_PARTS[ending]: "<x/>", **more}
    return archive(members)


def oasis(ending: str, **more: bytes | str) -> bytes:
    said = f"application/vnd.oasis.opendocument.{OASIS[ending]}"
    manifest = {"META-INF/manifest.xml": "<x/>", "content.xml": "<x/>"}
    return archive({"mimetype": said, **manifest, **more})
