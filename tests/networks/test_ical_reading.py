"""What we write is read right by two other programs: times, texts, moves and cancellations."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Organisation, User
from networks import ical
from networks.models import Meeting, Network
from networks.services.meetings import cancel_meeting
from tests.networks.calendar_programs import PROGRAMS, Program, kept_after
from tests.networks.meetings import THREE_HOURS, changed, planned_at
from tests.networks.members import NOW, running_network

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SUMMER_BEGINS, SUMMER_ENDS = dt.date(2027, 3, 28), dt.date(2027, 10, 31)
NASTY = (
    "Æblegrød; øl, ål & \\n \\, \\; \"citat\" 'x'",
    "To\nlinjer\r\nog tre\rmere",
    "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VEVENT",
    "x\u2028SUMMARY:gæst\u2029y\x85z\x0bæ\x0cø",
    "🌊👩‍👩‍👧‍👦 " * 60,
    "שלום עולם, مرحبا",
    "nul\x01\x02\x1b\x7f tegn",
    "Å" * 200,
    ":;,=\"^n^'^^",
)


@pytest.fixture(params=PROGRAMS.values(), ids=PROGRAMS)
def program(request: Any) -> Program:
    return request.param


def unsaved(**values: Any) -> Meeting:
    """A meeting that no database has seen."""
    begins = values.pop("starts_at", dt.datetime(2027, 5, 25, 14, tzinfo=COPENHAGEN))
    meeting = Meeting(pk=7, theme="Den svære samtale", starts_at=begins, created_at=NOW)
    meeting.network = Network(pk=3, name="Dagtilbud Nord")
    meeting.ends_at = begins.astimezone(dt.UTC) + THREE_HOURS
    for name, value in values.items():
        setattr(meeting, name, value)
    return meeting


def sofie() -> User:
    return User(email="sofie@gentofte.example", first_name="Sofie", last_name="Krag", language="en")


def tidy(words: str) -> str:
    """A text as a calendar may show it: the same words, one kind of line break."""
    return ical.text_of(words)


def test_an_invitation_and_its_one_reader(program: Program) -> None:
    (read,) = program([ical.invitation(unsaved(), sofie(), now=NOW)])
    assert read.method == "REQUEST"
    (entry,) = read.entries
    assert entry.status == "CONFIRMED"
    assert entry.attendees == (
        ("mailto:sofie@gentofte.example", "Sofie Krag", "NEEDS-ACTION", "FALSE"),
    )


@pytest.mark.parametrize(
    ("answer", "shown"),
    [("coming", "ACCEPTED"), ("not_coming", "DECLINED"), ("substitute", "DECLINED")],
)
def test_a_known_answer_is_kept_by_a_change(program: Program, answer: str, shown: str) -> None:
    (read,) = program([ical.invitation(unsaved(), sofie(), answer=answer, now=NOW)])
    assert read.entries[0].attendees[0][2] == shown


def times_around_the_changes() -> list[dt.datetime]:
    """Every half hour of the days on and beside both changes of 2027, as moments."""
    begin = [
        dt.datetime.combine(day - dt.timedelta(days=1), dt.time(0), dt.UTC)
        for day in (SUMMER_BEGINS, SUMMER_ENDS)
    ]
    return [start + n * dt.timedelta(minutes=30) for start in begin for n in range(3 * 48)]


def test_times_around_both_changes_of_summer_time(program: Program) -> None:
    moments = times_around_the_changes()
    reads = program([ical.invitation(unsaved(starts_at=m), sofie(), now=NOW) for m in moments])
    for moment, read in zip(moments, reads, strict=True):
        (entry,) = read.entries
        assert (entry.starts_at, entry.ends_at) == (moment, moment + THREE_HOURS)


def test_an_afternoon_stays_an_afternoon(program: Program) -> None:
    """Fourteen o'clock on each side of both changes."""
    days = [
        day + n * dt.timedelta(days=1)
        for day, n in itertools.product((SUMMER_BEGINS, SUMMER_ENDS), (-1, 0, 1))
    ]
    begins = [dt.datetime.combine(day, dt.time(14), COPENHAGEN) for day in days]
    reads = program([ical.invitation(unsaved(starts_at=b), sofie(), now=NOW) for b in begins])
    hours = [read.entries[0].starts_at.hour for read in reads]
    assert hours == [13, 12, 12, 12, 13, 13]


def test_the_rule_of_summer_time_is_that_of_the_time_zone_data() -> None:
    """The day Europe gives it up, this fails and `_danish_time` changes."""
    zone = ical._danish_time().to_tz()
    first = dt.datetime(2026, 1, 1, 12, tzinfo=COPENHAGEN)
    for day in range(15 * 365):
        noon = first + dt.timedelta(days=day)
        assert zone.utcoffset(noon.replace(tzinfo=None)) == noon.utcoffset(), noon


@pytest.mark.parametrize("words", NASTY)
def test_nasty_texts_survive_and_stay_in_their_place(program: Program, words: str) -> None:
    meeting = unsaved(theme=words, place=words, prepare=words)
    text = ical.invitation(meeting, sofie(), now=NOW)
    (read,) = program([text])
    (entry,) = read.entries
    assert entry.summary == f"Dagtilbud Nord: {tidy(words)}"
    assert entry.location == tidy(words)
    assert tidy(words) in entry.description
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(theme=WORDS, place=WORDS, prepare=WORDS, because=WORDS)
def test_any_text_survives_in_the_package_ical(**texts: str) -> None:
    check_texts(PROGRAMS["ical"], [texts])


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    many=st.lists(
        st.fixed_dictionaries(dict.fromkeys(("theme", "place", "prepare", "because"), WORDS)),
        min_size=30,
        max_size=60,
    )
)
def test_any_text_survives_in_ical_js(many: list[dict[str, str]]) -> None:
    check_texts(PROGRAMS["ical.js"], many)


def test_a_folder_is_no_line_break(program: Program) -> None:
    r"""`\N` and `\n` are how a calendar writes a line break, and how the path of a folder reads."""
    place = r"C:\Netværk\nyt, \\server\Nord\\N"
    (read,) = program([ical.invitation(unsaved(place=place), sofie(), now=NOW)])
    assert read.entries[0].location == place


def check_texts(program: Program, many: list[dict[str, str]]) -> None:
    """Each cancelled, so that the reason stands in it too; what is left out is only invisible."""
    meetings = [
        unsaved(
            theme=texts["theme"],
            place=texts["place"],
            prepare=texts["prepare"],
            cancelled_because=texts["because"],
            cancelled_at=NOW,
            sequence=1,
        )
        for texts in many
    ]
    reads = program([ical.invitation(meeting, sofie(), now=NOW) for meeting in meetings])
    for texts, read in zip(many, reads, strict=True):
        assert read.method == "CANCEL"
        (entry,) = read.entries
        assert entry.summary == f"Dagtilbud Nord: {tidy(texts['theme'])}"
        assert entry.location == tidy(texts["place"])
        assert tidy(texts["because"]) in entry.description
        assert tidy(texts["prepare"]) in entry.description


@pytest.mark.parametrize("name", ['"Kap" ; Krag', "Krag:\r\nATTENDEE:mailto:x@y.example", "Ærø, B"])
def test_a_name_stays_in_its_parameter(program: Program, name: str) -> None:
    person = User(email="s@gentofte.example", first_name="Sofie", last_name=name)
    (read,) = program([ical.invitation(unsaved(), person, now=NOW)])
    ((address, shown, *_rest),) = read.entries[0].attendees
    assert address == "mailto:s@gentofte.example"
    assert shown == " ".join(f"Sofie {name}".replace('"', "'").split())


@pytest.mark.django_db
def test_a_year_of_invitations_moves_and_cancellations_leaves_no_duplicate(
    program: Program, gentofte: Organisation, director: User
) -> None:
    network = running_network(gentofte, director)
    begin = dt.datetime(2027, 1, 12, 14, tzinfo=COPENHAGEN)
    year = [planned_at(network, director, begin + n * dt.timedelta(weeks=4)) for n in range(12)]
    mails = [ical.invitation(meeting, sofie(), now=NOW) for meeting in year]
    for meeting in year[:4]:
        week_later = {
            "starts_at": meeting.starts_at + dt.timedelta(weeks=1),
            "ends_at": meeting.ends_at + dt.timedelta(weeks=1),
        }
        moved = changed(meeting, director, **week_later)
        mails.append(ical.invitation(moved, sofie(), now=NOW))
    for meeting in year[3:6]:
        gone = cancel_meeting(meeting=meeting, because="Sygdom", by=director, now=NOW)
        mails.append(ical.invitation(gone, sofie(), now=NOW))
    kept = kept_after(program(mails))
    expected = {
        str(row.uid): row.starts_at for row in Meeting.objects.planned().filter(network=network)
    }
    assert len(expected) == 9
    assert {uid: entry.starts_at for uid, entry in kept.items()} == expected
    # a mail that is late, or comes twice, changes nothing
    assert kept_after(program([*mails, *mails[12:16]])) == kept


def test_published_ones_name_nobody(program: Program) -> None:
    shown = unsaved(uid=uuid.uuid4(), prepare="Læs", link="https://video.example/1")
    gone = unsaved(uid=uuid.uuid4(), cancelled_at=NOW, sequence=2)
    text = ical.published([shown, gone], name="KLK Netværk")
    (read,) = program([text])
    assert read.method == "PUBLISH"
    assert [entry.status for entry in read.entries] == ["CONFIRMED", "CANCELLED"]
    assert all(entry.attendees == () for entry in read.entries)
    assert "ATTENDEE" not in text
    assert text == ical.published([shown, gone], name="KLK Netværk")


def test_who_is_not_inside_is_told_time_theme_and_place_alone(program: Program) -> None:
    meeting = unsaved(prepare="Læs sagen", link="https://video.example/1", place="Rådhuset")
    (read,) = program([ical.published([meeting], inside=frozenset())])
    (entry,) = read.entries
    assert entry.location == "Rådhuset"
    assert "Læs sagen" not in entry.description
