"""Who comes in gets the meetings to come into their calendar, who leaves gets them out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Organisation, User
from networks.models import Attendance, Meeting, MeetingRole, Membership, Network
from networks.selectors.meetings import comers_of
from networks.services.attendance import answer_meeting
from networks.services.meetings import cancel_meeting, give_part
from networks.services.membership import (
    accept_invitation,
    decide_request,
    end_memberships_of_former_leaders,
    invite_leader,
    join_network,
    leave_network,
    remove_member,
)
from networks.services.status import set_status
from notifications.kinds import CalendarPart, kind_named
from notifications.models import Message, MessageState
from notifications.rendering import render_mail
from tests.networks.calendar_programs import PROGRAMS, Program, Read, kept_after, python_ical
from tests.networks.meetings import changed, planned_at
from tests.networks.members import (
    DAY,
    NOW,
    asked,
    assigned,
    end_roles,
    invited,
    member,
    running_network,
)

AHEAD, MEETINGS, PARTING = (
    "networks.meetings_ahead",
    "networks.meetings",
    "networks.meetings_parting",
)


@pytest.fixture
def network(gentofte: Organisation, director: User, other_leader: User, leader: User) -> Network:
    """Open; Omar is a member, and Sofie, who is not yet, reads English."""
    leader.language = "en"
    leader.save()
    network = running_network(gentofte, director, name="Dagtilbud Nord")
    member(network, other_leader, director)
    return network


@pytest.fixture
def meetings(network: Network, director: User) -> list[Meeting]:
    """Three to come, one of them cancelled, and one that is over."""
    rows = [at(network, director, days) for days in (-7, 30, 60, 90)]
    cancel_meeting(meeting=rows[3], because="Sne", by=director, now=NOW)
    return rows


def at(network: Network, by: User, days: int) -> Meeting:
    """Mails ask the clock what is over."""
    begins = min(timezone.now(), NOW) if days < 0 else timezone.now()
    return planned_at(network, by, begins.replace(microsecond=0) + days * DAY)


def deliver(*people: User) -> list[CalendarPart]:
    """Let the sender's work be done for everybody; returns the entries that people got."""
    entries: list[CalendarPart] = []
    for row in Message.objects.filter(state=MessageState.WAITING).order_by("pk"):
        kind = kind_named(row.kind)
        wanted = kind.still_wanted(row)
        if wanted and row.user in people:
            with translation.override(row.language):
                entries += kind.calendar_at_sending(row)
        row.state = MessageState.SENT if wanted else MessageState.SUPPRESSED
        row.save()
    return entries


def read(entries: list[CalendarPart]) -> list[Read]:
    return python_ical([entry.text for entry in entries])


def told(entries: list[CalendarPart]) -> list[tuple[str, str, int]]:
    """Method, meeting and sequence of each entry."""
    return [(one.method, one.entries[0].uid, one.entries[0].sequence) for one in read(entries)]


def mail_of(kind: str, person: User) -> str:
    row = Message.objects.filter(kind=kind, user=person).latest("pk")
    return str(render_mail(row, kind_named(kind)).body)


# --- coming in ----------------------------------------------------------------------------------
def by_invitation(network: Network, person: User, by: User) -> Membership:
    return accept_invitation(membership=invited(network, person, by), now=NOW)


def by_joining(network: Network, person: User, by: User) -> Membership:
    return join_network(network=network, person=person, now=NOW)


def by_asking(network: Network, person: User, by: User) -> Membership:
    return decide_request(membership=asked(network, person), accept=True, by=by, now=NOW)


def by_being_let_in(network: Network, person: User, by: User) -> Membership:
    membership = asked(network, person)
    invite_leader(network=network, person=person, by=by, now=NOW)
    return membership


@pytest.mark.parametrize("way", [by_invitation, by_joining, by_asking, by_being_let_in])
def test_whichever_way_one_comes_in_the_planned_meetings_come_along(
    network: Network,
    meetings: list[Meeting],
    leader: User,
    director: User,
    way: Callable[[Network, User, User], Membership],
) -> None:
    deliver()
    way(network, leader, director)
    row = Message.objects.get(kind=AHEAD)
    assert (row.user, row.params["meetings"]) == (leader, [meetings[1].pk, meetings[2].pk])
    assert told(deliver(leader)) == [("REQUEST", str(row.uid), 0) for row in meetings[1:3]]


def test_the_mail_says_when_and_takes_the_answer(
    network: Network, meetings: list[Meeting], leader: User
) -> None:
    for _twice in range(2):
        join_network(network=network, person=leader, now=NOW)
    assert Message.objects.filter(kind=AHEAD).count() == 1
    text = mail_of(AHEAD, leader)
    assert "Good to have you in Dagtilbud Nord. Here are the 2 meetings ahead." in text
    assert text.count("Your answer: http") == 2
    assert "Sne" not in text


def test_without_meetings_to_come_there_is_no_mail(network: Network, leader: User) -> None:
    join_network(network=network, person=leader, now=NOW)
    assert not Message.objects.filter(kind=AHEAD).exists()


def test_what_changes_before_the_mail_is_sent_is_told_by_its_own_mail_alone(
    network: Network, meetings: list[Meeting], leader: User, director: User
) -> None:
    deliver()
    join_network(network=network, person=leader, now=NOW)
    changed(meetings[1], director, place="Ærø")
    assert told(deliver(leader)) == [
        ("REQUEST", str(meetings[2].uid), 0),
        ("REQUEST", str(meetings[1].uid), 1),
    ]


def test_queries_do_not_grow_with_the_meetings(
    network: Network, leader: User, director: User
) -> None:
    counts = []
    for days in (20, *range(30, 42)):
        at(network, director, days)
        if days in (20, 41):
            with CaptureQueriesContext(connection) as coming:
                own = join_network(network=network, person=leader, now=NOW)
            deliver()
            with CaptureQueriesContext(connection) as leaving:
                leave_network(membership=own, now=NOW)
            counts.append((len(coming), len(leaving)))
    few, many = counts
    assert many == few


# --- leaving ------------------------------------------------------------------------------------
def test_who_leaves_gets_what_is_to_come_out_of_the_calendar(
    network: Network, meetings: list[Meeting], leader: User
) -> None:
    own = join_network(network=network, person=leader, now=NOW)
    deliver()
    for _twice in range(2):
        leave_network(membership=own, now=NOW)
    (row,) = Message.objects.filter(kind=PARTING)
    text = mail_of(PARTING, leader)
    assert "The 2 meetings that were still ahead are attached" in text
    entries = deliver(leader)
    assert told(entries) == [("CANCEL", str(row.uid), 1) for row in meetings[1:3]]
    for one in entries:
        assert "STATUS" not in one.text  # the meeting goes on without this reader
        assert meetings[1].theme not in one.text
        assert "no longer a member of Dagtilbud Nord" in one.text.replace("\r\n ", "")
    assert row.params["meetings"] == [meetings[1].pk, meetings[2].pk]


def test_who_is_removed_and_whose_role_is_over_too(
    network: Network, meetings: list[Meeting], leader: User, other_leader: User, director: User
) -> None:
    own = join_network(network=network, person=leader, now=NOW)
    deliver()
    remove_member(membership=own, by=director, now=NOW)
    end_roles(other_leader)
    end_memberships_of_former_leaders(now=NOW)
    rows = Message.objects.filter(kind=PARTING)
    assert {row.user for row in rows} == {leader, other_leader}
    assert [method for method, _uid, _sequence in told(deliver(other_leader))] == ["CANCEL"] * 2


def test_what_never_reached_the_calendar_is_neither_sent_nor_taken_back(
    network: Network, meetings: list[Meeting], leader: User
) -> None:
    deliver()
    own = join_network(network=network, person=leader, now=NOW)
    leave_network(membership=own, now=NOW)
    assert Message.objects.get(kind=AHEAD).state == MessageState.SUPPRESSED
    assert not Message.objects.filter(kind=PARTING).exists()


def test_a_plan_that_is_not_sent_yet_is_withdrawn_and_what_was_sent_is_taken_back(
    network: Network, meetings: list[Meeting], other_leader: User, director: User
) -> None:
    deliver()
    late = at(network, director, 120)
    leave_network(membership=network.memberships.get(user=other_leader), now=NOW)
    row = Message.objects.get(kind=MEETINGS, user=other_leader, params__meetings=[late.pk])
    assert row.state == MessageState.SUPPRESSED
    assert {uid for _method, uid, _sequence in told(deliver(other_leader))} == {
        str(meeting.uid) for meeting in meetings[1:3]
    }


def test_a_cancellation_is_sent_once_and_never_lost(
    network: Network, meetings: list[Meeting], other_leader: User, director: User
) -> None:
    """One that is sent is not sent again; one still waiting is told by the mail about leaving."""
    deliver()
    cancel_meeting(meeting=meetings[1], because="", by=director, now=NOW)
    leave_network(membership=network.memberships.get(user=other_leader), now=NOW)
    entries = told(deliver(other_leader))
    assert entries == [
        ("CANCEL", str(meetings[1].uid), 2),
        ("CANCEL", str(meetings[2].uid), 1),
    ]


def test_parts_to_come_are_free_again_and_history_stays(
    network: Network, meetings: list[Meeting], other_leader: User, director: User
) -> None:
    own = network.memberships.get(user=other_leader)
    for meeting in meetings[:2]:
        give_part(meeting=meeting, part="host", holder=other_leader, by=director)
    answer_meeting(meeting=meetings[1], membership=own, answer="coming", now=NOW)
    leave_network(membership=own, now=NOW)
    assert [role.meeting for role in MeetingRole.objects.all()] == [meetings[0]]
    assert Attendance.objects.get().answer == "coming"
    assert comers_of(meetings[1]).coming == []


def test_who_is_still_inside_as_consultant_keeps_everything(
    network: Network, meetings: list[Meeting], director: User, internal_consultant: User
) -> None:
    from accounts.models import RoleHolding

    RoleHolding.objects.create(
        user=internal_consultant,
        organisation=network.municipality,
        role="leader",
        starts_on=dt.date(2025, 1, 1),
    )
    own = join_network(network=network, person=internal_consultant, now=NOW)
    assigned(network, internal_consultant, director)
    give_part(meeting=meetings[1], part="host", holder=internal_consultant, by=director)
    deliver()
    leave_network(membership=own, now=NOW)
    assert MeetingRole.objects.get().holder == internal_consultant
    assert not Message.objects.filter(kind=PARTING).exists()


# --- coming again -------------------------------------------------------------------------------
@pytest.fixture(params=PROGRAMS.values(), ids=PROGRAMS)
def program(request: pytest.FixtureRequest) -> Program:
    found: Program = request.param
    return found


def test_a_calendar_obeys_through_leaving_and_coming_again_and_every_change(
    network: Network, meetings: list[Meeting], leader: User, director: User, program: Program
) -> None:
    deliver()
    mails = []
    for turn in range(3):
        own = join_network(network=network, person=leader, now=NOW)
        mails += deliver(leader)
        changed(meetings[1], director, place=f"Sal {turn}")
        mails += deliver(leader)
        kept = kept_after(program([one.text for one in mails]))
        assert set(kept) == {str(meeting.uid) for meeting in meetings[1:3]}
        assert kept[str(meetings[1].uid)].location == f"Sal {turn}"
        leave_network(membership=own, now=NOW)
        mails += deliver(leader)
        assert kept_after(program([one.text for one in mails])) == {}
        changed(meetings[1], director, place=f"Uden hende {turn}")
        mails += deliver(leader)
    assert kept_after(program([one.text for one in mails])) == {}
    sequences = [n for _method, uid, n in told(mails) if uid == str(meetings[2].uid)]
    assert sequences == [0, 1, 2, 3, 4, 5]


def test_who_comes_again_before_the_mail_about_leaving_is_sent_hears_no_goodbye(
    network: Network, meetings: list[Meeting], leader: User
) -> None:
    own = join_network(network=network, person=leader, now=NOW)
    deliver()
    leave_network(membership=own, now=NOW)
    join_network(network=network, person=leader, now=NOW)
    assert told(deliver(leader)) == [("REQUEST", str(row.uid), 2) for row in meetings[1:3]]
    assert Message.objects.get(kind=PARTING).state == MessageState.SUPPRESSED


# --- the network is closed ----------------------------------------------------------------------
def test_a_closed_network_leaves_no_meeting_in_a_calendar(
    network: Network, meetings: list[Meeting], other_leader: User, director: User
) -> None:
    deliver()
    changed(meetings[1], director, place="Ærø")
    deliver()
    for _twice in range(2):
        set_status(network=network, status="closed", by=director, now=NOW)
    assert not Meeting.objects.upcoming(NOW).exists()
    assert not Meeting.objects.get(pk=meetings[0].pk).is_cancelled
    assert Meeting.objects.get(pk=meetings[3].pk).cancelled_because == "Sne"
    row = Message.objects.get(kind=MEETINGS, state=MessageState.WAITING)
    mail = render_mail(row, kind_named(MEETINGS))
    assert mail.subject == "Aflyst: 2 møder i Dagtilbud Nord"
    assert str(mail.body).count("Netværket er lukket.") == 1
    assert "/moede/svar/" not in str(mail.body)
    assert told(deliver(other_leader)) == [
        ("CANCEL", str(meetings[1].uid), 2),
        ("CANCEL", str(meetings[2].uid), 1),
    ]


def test_a_meeting_that_is_on_when_the_network_closes_stays(
    network: Network, meetings: list[Meeting], director: User
) -> None:
    on = meetings[1]
    during = on.starts_at + dt.timedelta(hours=1)
    set_status(network=network, status="closed", by=director, now=during)
    on.refresh_from_db()
    assert not on.is_cancelled


def test_the_pages_say_it_before_one_does_it(
    network: Network,
    leader: User,
    director: User,
    signed_in: Callable[..., Client],
) -> None:
    join_network(network=network, person=leader, now=NOW)
    address = reverse("network_leave", args=[network.pk])
    page = signed_in(leader, "en").get(address).content.decode()
    assert "takes the meetings to come out of your calendar" in page
    address = reverse("network_status", args=[network.pk])
    page = signed_in(director, "en").get(address).content.decode()
    assert "meetings that have not begun are cancelled" in page


@pytest.mark.parametrize("status", ["establishing", "active", "self_running", "needs_renewal"])
def test_every_other_status_goes_on_meeting(
    network: Network, meetings: list[Meeting], director: User, status: str
) -> None:
    for step in ("establishing", "active", "self_running", "needs_renewal"):
        set_status(network=network, status=step, by=director, now=NOW)
        if step == status:
            break
    assert Meeting.objects.upcoming(NOW).count() == 2


def test_closing_writes_one_mail_a_person_in_one_go(
    network: Network, meetings: list[Meeting], leader: User, coordinator: User, director: User
) -> None:
    for person in (leader, coordinator):
        member(network, person, director)
    deliver()
    with CaptureQueriesContext(connection) as seen:
        set_status(network=network, status="closed", by=director, now=NOW)
    assert Message.objects.filter(state=MessageState.WAITING).count() == 3
    assert sum('INSERT INTO "notifications_message"' in q["sql"] for q in seen) == 1
