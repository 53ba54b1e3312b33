"""A row of the outbox becomes a mail, in its recipient's language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from notifications.kinds import CalendarPart, MessageKind
from notifications.models import Message
from notifications.stopping import stop_link


def render_mail(message: Message, kind: MessageKind) -> EmailMessage:
    """The mail that `message` stands for. What `context_at_sending` adds is kept nowhere."""
    with translation.override(message.language):
        context = _context(message, kind, kind.context_at_sending(message))
        subject = _subject(kind, context)
        text = _tidy(_render(f"mail/{kind.name}.txt", context))
        calendar = kind.calendar_at_sending(message)
    stop = context["stop_link"]
    mail = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[message.address],
        reply_to=[settings.LETTERHEAD["email"]],
        headers={
            "Message-ID": message_id(message),
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
            **(_one_click(stop) if stop else {}),
        },
    )
    _add_calendar(mail, calendar)
    return mail


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


def _add_calendar(mail: EmailMultiAlternatives, parts: Sequence[CalendarPart]) -> None:
    """One entry is the mail in another form, and a file for programs that look for files alone.

    Several cannot be that: each is a file of its own.
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
    return f"<outbox-{message.pk}-{message.created_at:%Y%m%d%H%M%S%f}@{host}>"


def _context(message: Message, kind: MessageKind, own: Mapping[str, Any]) -> dict[str, Any]:
    name = message.params.get("first_name") or getattr(message.user, "first_name", "")
    return {
        "message": message,
        "first_name": name,
        "base_url": settings.BASE_URL,
        "reply_address": settings.LETTERHEAD["email"],
        "stop_link": stop_link(message, kind),
        **own,
    }


def _render(template: str, context: dict[str, Any]) -> str:
    """Plain text: nothing is escaped, whether the template says so or not."""
    compiled = get_template(template).template  # type: ignore[attr-defined]
    return str(compiled.render(Context(context, autoescape=False)))


def _tidy(text: str) -> str:
    """No spaces at line ends and never more than one empty line: tags leave such behind."""
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
