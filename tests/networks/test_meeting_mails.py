"""The mail about meetings: what it says, what it carries, and when it is no longer wanted."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from accounts.models import Organisation, User
from networks.models import Meeting, Network
from networks.selectors.answer_links import answer_link
from networks.services.attendance import answer_meeting
from networks.services.meetings import cancel_meeting, plan_meetings
from networks.services.membership import leave_network
from notifications.kinds import CalendarPart, kind_named
from notifications.models import Message
from notifications.rendering import render_mail
from notifications.sending import send_due
from tests.networks.calendar_programs import python_ical
from tests.networks.meetings import STARTS_AT, THREE_HOURS, changed, planned
from tests.networks.members import NOW, assigned, end_roles, member, running_network
from tests.notifications.conftest import post_office  # noqa: F401 - a real mail server
from tests.notifications.post_office import PostOffice

KIND = kind_named("networks.meetings")


@pytest.fixture
def network(gentofte: Organisation, director: User, leader: User) -> Network:
    """Sofie is a member and reads English."""
    leader.language = "en"
    leader.save()
    network = running_network(gentofte, director, name="Nye ledere & <gamle>")
    member(network, leader, director)
    return network


@pytest.fixture
def meeting(network: Network, director: User) -> Meeting:
    return planned(
        network,
        director,
        place="Rådhuset, sal 2",
        link="https://video.example/7",
        prepare="Læs sagen",
    )


def message_to(person: User) -> Message:
    return Message.objects.filter(kind=KIND.name, user=person).latest("pk")


def mail_to(person: User) -> EmailMultiAlternatives:
    mail = render_mail(message_to(person), KIND)
    assert isinstance(mail, EmailMultiAlternatives)
    return mail


def entries_to(person: User) -> list[CalendarPart]:
    return list(KIND.calendar_at_sending(message_to(person)))


def wanted(person: User) -> bool:
    return KIND.still_wanted(message_to(person))


def own_link(meeting: Meeting, person: User) -> str:
    return answer_link(meeting, meeting.network.memberships.get(user=person))


def page(name: str, pk: int) -> str:
    return str(settings.BASE_URL + reverse(name, args=[pk]))


def test_an_invitation(meeting: Meeting, leader: User) -> None:
    mail = mail_to(leader)
    assert mail.subject == "Den svære samtale, 12 January 2027"
    body = str(mail.body)
    assert "Here is the next meeting in Nye ledere & <gamle>:" in body
    assert "\nTuesday 12 January 2027, 13:00–16:00\nRådhuset, sal 2\n" in body
    assert "Video meeting: https://video.example/7" in body
    assert "To prepare: Læs sagen" in body
    assert f"\n{own_link(meeting, leader)}\n" in body
    (part,) = entries_to(leader)
    assert part.method == "REQUEST"
    assert "ATTENDEE" in part.text


def test_danish_times(meeting: Meeting, leader: User) -> None:
    message = message_to(leader)
    message.language = "da"
    body = str(render_mail(message, KIND).body)
    assert "12. januar 2027" in body
    assert "kl. 13.00–16.00" in body


def test_the_row_holds_no_link_and_no_text(meeting: Meeting, leader: User) -> None:
    params = message_to(leader).params
    assert params == {"meetings": [meeting.pk], "sequences": [0], "changed": []}
    assert "http" not in json.dumps(params)


def test_a_change_says_what_is_new(meeting: Meeting, leader: User, director: User) -> None:
    later = STARTS_AT + dt.timedelta(days=1)
    changed(meeting, director, starts_at=later, ends_at=later + THREE_HOURS, place="Børnehuset Åen")
    mail = mail_to(leader)
    assert mail.subject == "Changed: Den svære samtale, 13 January 2027"
    assert "New: the time and the place." in str(mail.body)
    (read,) = python_ical([entries_to(leader)[0].text])
    assert (read.method, read.entries[0].sequence) == ("REQUEST", 1)
    assert read.entries[0].uid == str(meeting.uid)


def test_a_change_whose_mail_was_overtaken_is_told_by_the_next(
    meeting: Meeting,
    leader: User,
    director: User,
    post_office: PostOffice,  # noqa: F811
) -> None:
    send_due(now=NOW)
    later = STARTS_AT + dt.timedelta(days=1)
    changed(meeting, director, starts_at=later, ends_at=later + THREE_HOURS)
    changed(meeting, director, place="Børnehuset Åen")
    post_office.mails.clear()
    send_due(now=NOW)
    (mail,) = [m for m in post_office.mails if m["To"] == leader.email]
    assert "New: the time and the place." in mail.as_bytes().decode("utf-8")


def test_a_cancellation_says_why(meeting: Meeting, leader: User, director: User) -> None:
    cancel_meeting(meeting=meeting, because="Oplægsholderen er syg", by=director, now=NOW)
    mail = mail_to(leader)
    assert mail.subject == "Cancelled: Den svære samtale, 12 January 2027"
    assert "Why: Oplægsholderen er syg" in str(mail.body)
    assert own_link(meeting, leader) not in str(mail.body)
    (read,) = python_ical([entries_to(leader)[0].text])
    assert (read.method, read.entries[0].sequence) == ("CANCEL", 1)
    assert read.entries[0].status == "CANCELLED"


def test_several_meetings_are_one_mail_with_an_entry_each(
    network: Network, leader: User, director: User
) -> None:
    times = [
        (begins, begins + THREE_HOURS)
        for begins in (STARTS_AT + n * dt.timedelta(weeks=2) for n in range(4))
    ]
    meetings = plan_meetings(
        network=network,
        times=times,
        values={"theme": "Fra drift til ledelse"},
        by=director,
        now=NOW,
    )
    assert Message.objects.filter(kind=KIND.name, user=leader).count() == 1
    mail = mail_to(leader)
    assert mail.subject == "4 meetings in Nye ledere & <gamle>"
    for meeting in meetings:
        assert own_link(meeting, leader) in str(mail.body)
    reads = python_ical(part.text for part in entries_to(leader))
    assert [read.method for read in reads] == ["REQUEST"] * 4
    assert [read.entries[0].uid for read in reads] == [str(row.uid) for row in meetings]
    assert len({part.file_name for part in entries_to(leader)}) == 4
    # one of them is moved before this mail is sent: it is told by the mail of its own
    moved = changed(meetings[1], director, place="Et andet sted")
    first = Message.objects.filter(kind=KIND.name, user=leader).earliest("pk")
    assert KIND.still_wanted(first)
    assert str(moved.uid) not in "".join(part.text for part in KIND.calendar_at_sending(first))


def test_a_known_answer_stands_in_the_next_entry(
    meeting: Meeting, leader: User, director: User
) -> None:
    own = meeting.network.memberships.get(user=leader)
    answer_meeting(meeting=meeting, membership=own, answer="coming", now=NOW)
    changed(meeting, director, place="Et andet sted")
    assert "PARTSTAT=ACCEPTED" in entries_to(leader)[0].text.replace("\r\n ", "")


def test_a_consultant_gets_no_answer_link(
    network: Network, consultant: User, klk_admin: User, director: User
) -> None:
    assigned(network, consultant, klk_admin)
    meeting = planned(network, director)
    assert "/moede/svar/" not in str(mail_to(consultant).body)
    assert page("meeting", meeting.pk) in str(mail_to(consultant).body)
    assert entries_to(consultant)[0].method == "REQUEST"
    assert "/moede/svar/" not in entries_to(consultant)[0].text


def test_the_entry_holds_no_answer_link(meeting: Meeting, leader: User) -> None:
    assert "/moede/svar/" not in entries_to(leader)[0].text.replace("\r\n ", "")


def test_what_is_overtaken_is_not_sent(meeting: Meeting, leader: User, director: User) -> None:
    first = message_to(leader)
    assert wanted(leader)
    cancel_meeting(meeting=meeting, because="", by=director, now=NOW)
    assert not KIND.still_wanted(first)
    assert wanted(leader)


def test_who_has_left_is_not_told(meeting: Meeting, leader: User) -> None:
    leave_network(membership=meeting.network.memberships.get(user=leader), now=NOW)
    assert not wanted(leader)


@pytest.mark.parametrize("how", ["without a role", "inactive", "gone"])
def test_who_is_no_longer_inside_is_not_told(meeting: Meeting, leader: User, how: str) -> None:
    message = message_to(leader)
    if how == "without a role":
        message.user = end_roles(leader)
    elif how == "inactive":
        leader.is_active = False
        message.user = leader
    else:
        message.user = None
    assert not KIND.still_wanted(message)


def test_over_a_real_mail_server(
    meeting: Meeting,
    leader: User,
    director: User,
    post_office: PostOffice,  # noqa: F811
) -> None:
    send_due(now=NOW)
    cancel_meeting(meeting=meeting, because="Sygdom", by=director, now=NOW)
    send_due(now=NOW)
    methods: list[Any] = []
    for mail in post_office.mails:
        if mail["To"] == leader.email and mail.is_multipart():
            methods += [
                (part.get_content_type(), part.get_param("method"))
                for part in mail.walk()
                if part.get_content_type() == "text/calendar"
            ]
    assert methods == [("text/calendar", "REQUEST"), ("text/calendar", "CANCEL")]
