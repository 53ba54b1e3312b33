"""Other programs than the library that writes our calendars, and a calendar that obeys them."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ical.calendar_stream import IcsCalendarStream

from klk_portal.assets import ROOT, node_command

SCRIPT = Path(__file__).with_name("read_calendars.mjs")


@dataclass(frozen=True)
class Entry:
    """What a program has understood of an event; times are in UTC."""

    uid: str
    sequence: int
    status: str
    summary: str
    location: str
    description: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    attendees: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Read:
    """A calendar as a program has understood it."""

    method: str
    entries: tuple[Entry, ...]


Program = Callable[[Iterable[str]], list[Read]]


def ical_js(texts: Iterable[str]) -> list[Read]:
    """ical.js, which Thunderbird uses. Times are found by the VTIMEZONE that we write."""
    found = subprocess.run(
        [*node_command(), str(SCRIPT)],
        input=json.dumps(list(texts)),
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        timeout=60,
    )
    return [
        Read(read["method"], tuple(_js_entry(event) for event in read["events"]))
        for read in json.loads(found.stdout)
    ]


def _js_entry(event: dict[str, Any]) -> Entry:
    values = {name: event[name] for name in Entry.__dataclass_fields__}
    values["attendees"] = tuple(tuple(one) for one in event["attendees"])
    for name in ("starts_at", "ends_at"):
        values[name] = dt.datetime.fromisoformat(event[name])
    values["status"] = event["status"] or ""
    return Entry(**values)


def python_ical(texts: Iterable[str]) -> list[Read]:
    """The package ical, which Home Assistant uses."""
    return [_python_read(IcsCalendarStream.calendar_from_ics(text)) for text in texts]


def _python_read(calendar: Any) -> Read:
    return Read(calendar.method, tuple(_python_entry(event) for event in calendar.events))


def _python_entry(event: Any) -> Entry:
    return Entry(
        uid=event.uid,
        sequence=event.sequence,
        status=event.status.value if event.status else "",
        summary=event.summary,
        location=event.location or "",
        description=event.description,
        starts_at=event.dtstart.astimezone(dt.UTC),
        ends_at=event.dtend.astimezone(dt.UTC),
        attendees=tuple(
            (str(one.uri), one.common_name, one.status, str(one.rsvp).upper())
            for one in event.attendees
        ),
    )


PROGRAMS: dict[str, Program] = {"ical.js": ical_js, "ical": python_ical}


def kept_after(mails: Iterable[Read]) -> dict[str, Entry]:
    """What stands in a calendar after such mails, by RFC 5546: the highest sequence wins."""
    newest: dict[str, tuple[str, Entry]] = {}
    for mail in mails:
        (entry,) = mail.entries
        # One whose reader alone is taken off says nothing of the meeting's state.
        assert entry.status in (("CANCELLED", "") if mail.method == "CANCEL" else ("CONFIRMED",))
        known = newest.get(entry.uid)
        if known is None or known[1].sequence <= entry.sequence:
            newest[entry.uid] = mail.method, entry
    return {uid: entry for uid, (method, entry) in newest.items() if method != "CANCEL"}
