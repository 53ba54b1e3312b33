"""Meetings as calendar programs read them: iCalendar (RFC 5545) and invitations (RFC 5546)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

from accounts.models import User
from networks.choices import Answer
from networks.models import Meeting

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
#: Leaving ends an entry and coming back begins it again: two changes that nobody else is sent.
A_RETURN = 2
# As the clock shows it right before: a time zone's definition has no time zone.
SUMMER_SINCE = dt.datetime(1996, 3, 31, 2)  # noqa: DTZ001
WINTER_SINCE = dt.datetime(1996, 10, 27, 3)  # noqa: DTZ001
FETCHED_AGAIN_AFTER = dt.timedelta(hours=1)
#: What each answer means to a calendar. Whoever sends somebody else does not come themselves.
PARTICIPATION = {
    Answer.COMING: "ACCEPTED",
    Answer.NOT_COMING: "DECLINED",
    Answer.SUBSTITUTE: "DECLINED",
}
LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def method_for(meeting: Meeting) -> str:
    """The METHOD under which the people of a meeting are told of it as it stands."""
    return CANCEL if meeting.is_cancelled else REQUEST


def invitation(
    meeting: Meeting, person: User, *, answer: str = "", times_left: int = 0, now: dt.datetime
) -> str:
    """The entry of one meeting for one person alone: an invitation, its change, or its end.

    Nobody else is named. No answer is asked for (RSVP=FALSE): a calendar's would go to the
    organiser's mailbox and never reach the portal. `times_left` is how often the person has left
    the network and come back. Needs the meeting's network.
    """
    event = _event(meeting, inside=True, stamped_at=now, ahead=A_RETURN * times_left)
    event.add("organizer", _organizer())
    event.add("attendee", _attendee(person, answer))
    return _written(method_for(meeting), [event])


def withdrawal(meeting: Meeting, person: User, *, times_left: int, now: dt.datetime) -> str:
    """The end of one meeting's entry for a person who has left the network (this time included).

    The meeting itself goes on, so no STATUS calls it cancelled (RFC 5546, 3.2.5). The person is
    outside now and learns no more than which network and when. Needs the meeting's network.
    """
    event = _bare(meeting, stamped_at=now, ahead=A_RETURN * times_left - 1)
    network = {"network": meeting.network.name}
    why = _("You are no longer a member of %(network)s. The meeting leaves your calendar.")
    event.add("summary", _Text(text_of(meeting.network.name)))
    event.add("description", _Text(text_of(why % network)))
    event.add("organizer", _organizer())
    event.add("attendee", _attendee(person, ""))
    return _written(CANCEL, [event])


def published(
    meetings: Iterable[Meeting], *, name: str = "", inside: frozenset[int] | None = None
) -> str:
    """Meetings to take into a calendar, or to fetch again and again under `name`.

    `inside` holds the ids of the networks whose inside is open to the reader (None: of all); of
    the others only the time, the theme and the place are told. The same meetings give the same
    text at any time, so that a calendar sees whether something is new. Needs each one's network.
    """
    events = []
    for meeting in meetings:
        is_inside = inside is None or meeting.network_id in inside
        stamped_at = meeting.cancelled_at or meeting.created_at
        event = _event(meeting, inside=is_inside, stamped_at=stamped_at)
        event.add("organizer", _organizer())
        event.add("transp", "TRANSPARENT" if meeting.is_cancelled else "OPAQUE")
        events.append(event)
    return _written(PUBLISH, events, name=name)


def page_address(meeting: Meeting) -> str:
    """The meeting's page, to open from a mail or a calendar."""
    return f"{settings.BASE_URL}{reverse('meeting', args=[meeting.pk])}"


# --- the parts of it ----------------------------------------------------------------------------
def _written(method: str, events: list[Event], *, name: str = "") -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//KLK//Netvaerksportal//DA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", FETCHED_AGAIN_AFTER, {"VALUE": "DURATION"})
        calendar.add("x-published-ttl", FETCHED_AGAIN_AFTER, {"VALUE": "DURATION"})
    calendar.add_component(_danish_time())
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")


def _bare(meeting: Meeting, *, stamped_at: dt.datetime, ahead: int) -> Event:
    """Which entry it is and when; `ahead` is how far its SEQUENCE is before the meeting's own."""
    event = Event()
    event.add("uid", str(meeting.uid))
    event.add("sequence", meeting.sequence + ahead)
    event.add("dtstamp", stamped_at.astimezone(dt.UTC))
    event.add("dtstart", _local(meeting.starts_at))
    event.add("dtend", _local(meeting.ends_at))
    return event


def _event(meeting: Meeting, *, inside: bool, stamped_at: dt.datetime, ahead: int = 0) -> Event:
    event = _bare(meeting, stamped_at=stamped_at, ahead=ahead)
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    event.add("summary", _Text(text_of(f"{meeting.network.name}: {meeting.theme}")))
    event.add("location", _Text(text_of(_where(meeting, inside=inside))))
    event.add("description", _Text(text_of(_description(meeting, inside=inside))))
    event.add("url", page_address(meeting))
    return event


def text_of(words: str) -> str:
    """Words as a calendar may hold them: every kind of line break is one, nothing is invisible.

    Some programs end a line at breaks that iCalendar does not know, and a text could go on there
    as a property of its own.
    """
    return UNWRITABLE.sub("", LINE_BREAKS.sub("\n", words))


class _Text(vText):
    r"""A text in which `\N` is what somebody typed, as in `C:\Netværk`.

    icalendar takes it for a line break, which it is only where it stands in a written calendar.
    """

    def to_ical(self) -> bytes:
        return rb"\\N".join(vText(part).to_ical() for part in self.split(r"\N"))


def _local(moment: dt.datetime) -> dt.datetime:
    """Danish time; in October's hour that comes twice, UTC: programs differ in which they mean."""
    local = moment.astimezone(COPENHAGEN)
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return local.astimezone(dt.UTC) if comes_twice else local


def _where(meeting: Meeting, *, inside: bool) -> str:
    link = meeting.link if inside else ""
    return ", ".join(part for part in (meeting.place, link) if part)


def _description(meeting: Meeting, *, inside: bool) -> str:
    """What Outlook shows instead of the mail's text; calendars are shared, so it opens nothing."""
    parts = []
    if meeting.is_cancelled:
        why = {"why": meeting.why_cancelled}
        parts.append(_("The meeting is cancelled: %(why)s") % why if why["why"] else "")
    if inside and meeting.prepare:
        parts.append(_("To prepare:") + "\n" + meeting.prepare)
    parts.append(_("Everything about the meeting, and your answer:") + "\n" + page_address(meeting))
    return "\n\n".join(part for part in parts if part)


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return _person(address, name)


def _attendee(person: User, answer: str) -> vCalAddress:
    participation = PARTICIPATION[Answer(answer)] if answer else "NEEDS-ACTION"
    return _person(
        person.email,
        person.full_name,
        CUTYPE="INDIVIDUAL",
        ROLE="REQ-PARTICIPANT",
        PARTSTAT=participation,
        RSVP="FALSE",
    )


def _person(address: str, name: str, **parameters: str) -> vCalAddress:
    value = vCalAddress(f"mailto:{address}")
    # Quotes cannot stand in a parameter, and few programs know their replacement.
    value.params["CN"] = " ".join(text_of(name).replace('"', "'").split())
    value.params.update(parameters)
    return value


def _danish_time() -> Timezone:
    """VTIMEZONE by the rule that holds in Europe since 1996.

    The library's own writes each change as the clock shows it afterwards; the standard wants the
    time before, and programs that read it so would be an hour late on that night.
    """
    zone = Timezone()
    zone.add("tzid", COPENHAGEN.key)
    zone.add_component(_change(TimezoneDaylight(), SUMMER_SINCE, from_hours=1, to_hours=2))
    zone.add_component(_change(TimezoneStandard(), WINTER_SINCE, from_hours=2, to_hours=1))
    return zone


def _change(part: Any, since: dt.datetime, *, from_hours: int, to_hours: int) -> Any:
    """The change on the last Sunday of the month of `since`, every year."""
    part.add("dtstart", since)
    part.add("rrule", {"freq": "yearly", "bymonth": since.month, "byday": "-1su"})
    part.add("tzoffsetfrom", dt.timedelta(hours=from_hours))
    part.add("tzoffsetto", dt.timedelta(hours=to_hours))
    part.add("tzname", "CEST" if to_hours == 2 else "CET")
    return part
