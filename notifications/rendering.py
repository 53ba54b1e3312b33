"""A row of the outbox becomes a mail, in its recipient's language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from notifications.html import html_form
from notifications.kinds import CalendarPart, MessageKind
from notifications.marks import without_marks
from notifications.models import Message
from notifications.stopping import example_stop_link, stop_link

#: How a Message-ID says when its row was written, in UTC.
WRITTEN = "%Y%m%d%H%M%S%f"
MESSAGE_ID = re.compile(r"<outbox-(?P<number>\d{1,18})-(?P<written>\d{20})@")


@dataclass(frozen=True)
class Written:
    """A mail in words: what stands in its head and both forms of what it says."""

    subject: str
    text: str
    html: str
    reply_name: str  # empty: it is the house's own address and nobody's
    reply_address: str
    stop_link: str  # empty: this kind cannot be stopped


def render_mail(message: Message, kind: MessageKind) -> EmailMessage:
    """The mail that `message` stands for. What `context_at_sending` adds is kept nowhere."""
    with translation.override(message.language):
        written = _written(message, kind, kind.context_at_sending(message), kind.reply_to(message))
        calendar = kind.calendar_at_sending(message)
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        from_email=settings.BOUNCE_ADDRESS,  # of the envelope: what comes back comes there
        to=[message.address],
        reply_to=[formataddr((written.reply_name, written.reply_address))],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id(message),
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
            **(_one_click(written.stop_link) if written.stop_link else {}),
        },
    )
    mail.attach_alternative(written.html, "text/html")
    _add_calendar(mail, calendar)
    return mail


def render_example(kind: MessageKind, language: str) -> tuple[Written, Sequence[CalendarPart]]:
    """The mail that `kind` would be for Sofie, who does not exist; nothing is read or written."""
    with translation.override(language):
        example = kind.example()
        sofie = Message(
            kind=kind.name,
            address="sofie.krag@gentofte.example",
            params={"first_name": "Sofie"},
            language=language,
        )
        context = {**example.context, "stop_link": example_stop_link(kind)}
        return _written(sofie, kind, context, example.reply_to), example.calendar


def _written(message: Message, kind: MessageKind, own: Mapping[str, Any], human: Any) -> Written:
    """The words of the mail, in the language that is on."""
    reply = _reply(message, human)
    context = {**_context(message, kind, own), **reply}
    subject = _subject(kind, context)
    marked = _tidy(_render(f"mail/{kind.name}.txt", context))
    return Written(
        subject=subject,
        text=without_marks(marked),
        html=html_form(marked, subject=subject, language=message.language),
        stop_link=str(context["stop_link"]),
        **reply,
    )


def _one_click(link: str) -> dict[str, str]:
    """What mail programs make their own button of (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def subject_of(message: Message, kind: MessageKind, context: Mapping[str, Any]) -> str:
    """The subject that the mail of `message` would have, in the language that is on."""
    return _subject(kind, _context(message, kind, context))


def _subject(kind: MessageKind, context: dict[str, Any]) -> str:
    return " ".join(_render(f"mail/{kind.name}.subject.txt", context).split())[:255]


def _reply(message: Message, human: Any) -> dict[str, str]:
    """To whom an answer goes: to `human`, unless that is the reader or somebody who is gone."""
    if human is None or not human.is_active or human.email in ("", message.address):
        return {"reply_name": "", "reply_address": settings.LETTERHEAD["email"]}
    return {"reply_name": " ".join(human.full_name.split()), "reply_address": human.email}


def _add_calendar(mail: EmailMultiAlternatives, parts: Sequence[CalendarPart]) -> None:
    """One entry is the mail in another form, and a file for programs that look for files alone.

    It comes last of the forms, after the HTML: Exchange writes and expects them so (MS-OXCMAIL
    2.1.3.3.8.2), and the last is the one a program prefers. Several cannot be that: each is a file.
    """
    if len(parts) == 1:
        (part,) = parts
        mail.attach_alternative(part.text, _calendar_type(part))
        mail.attach(part.file_name, part.text.encode(), "application/ics")
        return
    for part in parts:
        mail.attach(part.file_name, part.text, _calendar_type(part))


def _calendar_type(part: CalendarPart) -> str:
    return f"text/calendar; method={part.method}"


def message_id(message: Message) -> str:
    """The same for a row however often it is tried, so that a mailbox shows it once."""
    host = urlsplit(settings.BASE_URL).hostname
    written = message.created_at.astimezone(dt.UTC).strftime(WRITTEN)
    return f"<outbox-{message.pk}-{written}@{host}>"


def named_by(text: str) -> tuple[int, dt.datetime] | None:
    """The row that a Message-ID in `text` names: its number, and when it was written."""
    found = MESSAGE_ID.search(text)
    if found is None:
        return None
    try:
        written_at = dt.datetime.strptime(found["written"], WRITTEN).replace(tzinfo=dt.UTC)
    except ValueError:  # no moment at all: somebody made it up
        return None
    return int(found["number"]), written_at


def _context(message: Message, kind: MessageKind, own: Mapping[str, Any]) -> dict[str, Any]:
    name = message.params.get("first_name") or getattr(message.user, "first_name", "")
    return {
        "message": message,
        "first_name": name,
        "base_url": settings.BASE_URL,
        "why": kind.why,
        "stop_link": stop_link(message, kind),
        **own,
    }


def _render(template: str, context: dict[str, Any]) -> str:
    """Plain text: nothing is escaped, whether the template says so or not."""
    compiled = get_template(template).template  # type: ignore[attr-defined]
    return str(compiled.render(Context(context, autoescape=False)))


def _tidy(text: str) -> str:
    """No spaces at line ends and never more than one empty line: tags leave such behind.

    Line breaks come as browsers send them, too, from what somebody typed.
    """
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
