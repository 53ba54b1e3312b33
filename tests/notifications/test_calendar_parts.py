"""Calendar entries arrive as calendar programs look for them, over a real mail server."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from notifications.kinds import CalendarPart
from notifications.sending import send_due
from tests.notifications.conftest import NOW
from tests.notifications.post_office import PostOffice

#: The best form comes last, so a program that knows no calendar shows the HTML.
FORMS = ["text/plain", "text/html"]
ENTRY = "BEGIN:VCALENDAR\r\nMETHOD:{}\r\nSUMMARY:Møde på Ærø 🌊 שלום\r\nEND:VCALENDAR\r\n"


def sent(
    note: Callable[..., Any], register_kind: Callable[..., None], office: PostOffice, *methods: str
) -> EmailMessage:
    parts = [
        CalendarPart(method, ENTRY.format(method), f"{number}.ics")
        for number, method in enumerate(methods)
    ]
    register_kind("test.dated", calendar_at_sending=lambda message: parts)
    note("sofie@gentofte.example", kind="test.dated")
    assert send_due(now=NOW) == 1
    return office.mails[-1]


def shape(part: Any) -> Any:
    """The types of a mail's parts, nested as they are."""
    kind = part.get_content_type()
    return (kind, [shape(inner) for inner in part.iter_parts()]) if part.is_multipart() else kind


def entry_of(part: Any) -> str:
    """The text of a part, whatever its type and encoding."""
    return part.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")


def test_one_entry_is_the_mail_in_another_form_and_a_file(
    note: Any, register_kind: Any, post_office: PostOffice
) -> None:
    mail = sent(note, register_kind, post_office, "REQUEST")
    assert shape(mail) == (
        "multipart/mixed",
        [("multipart/alternative", [*FORMS, "text/calendar"]), "application/ics"],
    )
    alternative, attached = mail.iter_parts()
    calendar = list(alternative.iter_parts())[-1]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"
    assert not calendar.is_attachment()
    assert attached.get_filename() == "0.ics"
    expected = ENTRY.format("REQUEST").replace("\r\n", "\n")
    assert entry_of(calendar) == entry_of(attached) == expected


def test_several_entries_are_a_file_each(
    note: Any, register_kind: Any, post_office: PostOffice
) -> None:
    mail = sent(note, register_kind, post_office, "REQUEST", "CANCEL")
    assert shape(mail) == (
        "multipart/mixed",
        [("multipart/alternative", FORMS), "text/calendar", "text/calendar"],
    )
    files = list(mail.iter_attachments())
    assert [part.get_param("method") for part in files] == ["REQUEST", "CANCEL"]
    assert [part.get_filename() for part in files] == ["0.ics", "1.ics"]


def test_a_mail_without_entries_has_its_two_forms_and_no_more(
    note: Any, register_kind: Any, post_office: PostOffice
) -> None:
    assert shape(sent(note, register_kind, post_office)) == (
        "multipart/alternative",
        FORMS,
    )
