"""Minutes: written, sent, taken back, approved; approved ones never change."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from networks.choices import Answer, MinutesState
from networks.models import Attendance, Decision, Meeting, Membership, Minutes, Network
from networks.selectors.minutes import approvers_of, still_to_approve
from networks.selectors.waiting import waiting_for
from networks.services.meetings import MeetingIsCancelled, cancel_meeting
from networks.services.membership import leave_network
from networks.services.minutes import (
    LONGEST,
    MinutesAreApproved,
    MinutesAreSent,
    NobodyWasThere,
    NotHeldYet,
    NothingWritten,
    NotSentYet,
    NotWhatWasRead,
    OthersApprove,
    SameLinesChanged,
    add_decision,
    approve_minutes,
    remove_decision,
    save_minutes,
    send_minutes,
    take_minutes_back,
)
from tests.networks.members import NOW, again, member
from tests.networks.outcome import LATER, held, was_there


@pytest.fixture
def meeting(network: Network, leader: User, coordinator: User, director: User) -> Meeting:
    """Omar, Sofie and Lise are members; nobody is ticked off yet."""
    for person in (leader, coordinator):
        member(network, person, director)
    return held(network, coordinator)


def write(meeting: Meeting, by: User, text: str, base: str = "") -> Minutes:
    return save_minutes(meeting=meeting, text=text, base=base, by=by, now=NOW)


def sent(meeting: Meeting, by: User, *there: User) -> Minutes:
    write(meeting, by, "Vi talte om tillid.")
    was_there(meeting, *there)
    return send_minutes(meeting=meeting, by=by, now=NOW)


def approve(minutes: Minutes, by: User, revision: int | None = None) -> Minutes:
    seen = minutes.revision if revision is None else revision
    return approve_minutes(minutes=minutes, revision=seen, by=by, now=LATER)


# --- writing -------------------------------------------------------------------------------
def test_the_first_word_begins_them(meeting: Meeting, leader: User) -> None:
    row = write(meeting, leader, "Velkommen på Ærø 🌱")
    assert (row.text, row.revision, row.state) == ("Velkommen på Ærø 🌱", 1, MinutesState.DRAFT)
    assert (row.saved_by, row.saved_at) == (leader, NOW)


def test_the_same_twice_is_harmless(meeting: Meeting, leader: User) -> None:
    write(meeting, leader, "Velkommen")
    assert write(meeting, leader, "Velkommen").revision == 1


def test_what_two_wrote_in_different_places_both_stands(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    write(meeting, leader, "Velkommen\nTema")
    write(meeting, coordinator, "Velkommen\nTema\nFarvel", "Velkommen\nTema")
    row = write(meeting, leader, "Hej\nTema", "Velkommen\nTema")
    assert row.text == "Hej\nTema\nFarvel"


def test_whoever_goes_on_writing_takes_away_nothing_they_have_not_seen(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    """While writing, the base of the next saving is what was typed at the last one."""
    write(meeting, coordinator, "Lises linje")
    write(meeting, leader, "Sofies", "")
    row = write(meeting, leader, "Sofies linje\nog en til", "Sofies")
    assert row.text == "Lises linje\nSofies linje\nog en til"


def test_the_same_line_changed_twice_is_asked_about(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    write(meeting, leader, "Tema")
    write(meeting, coordinator, "Tema: tillid", "Tema")
    with pytest.raises(SameLinesChanged) as refusal:
        write(meeting, leader, "Tema: mod", "Tema")
    assert refusal.value.merged.text == "Tema: tillid\nTema: mod"
    assert Minutes.objects.get().text == "Tema: tillid"


def test_two_texts_that_are_too_long_together_are_asked_about(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    write(meeting, leader, "a" * LONGEST)
    with pytest.raises(SameLinesChanged):
        write(meeting, coordinator, "b")


def test_a_cancelled_meeting_has_no_minutes(meeting: Meeting, leader: User) -> None:
    cancel_meeting(meeting=meeting, because="Sne", by=leader, now=NOW)
    with pytest.raises(MeetingIsCancelled):
        write(meeting, leader, "Velkommen")


# --- decisions -----------------------------------------------------------------------------
def test_decisions_stand_in_order_and_once(meeting: Meeting, leader: User) -> None:
    for text in ("Vi mødes i maj", "Lise er vært", "Vi mødes i maj"):
        add_decision(meeting=meeting, text=text, by=leader, now=NOW)
    assert [d.text for d in meeting.decisions.all()] == ["Vi mødes i maj", "Lise er vært"]
    assert meeting.minutes.revision == 2


def test_a_decision_can_be_taken_out_twice(meeting: Meeting, leader: User) -> None:
    decision = add_decision(meeting=meeting, text="Nej", by=leader, now=NOW)
    for _time in range(2):
        remove_decision(decision=decision, by=leader)
    assert not Decision.objects.exists()


# --- sending -------------------------------------------------------------------------------
def test_who_sends_and_was_there_has_approved(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    row = sent(meeting, leader, leader, coordinator)
    assert (row.state, row.sent_at) == (MinutesState.TO_APPROVE, NOW)
    assert list(still_to_approve(row)) == [coordinator]


def test_who_sends_and_was_not_there_has_not(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    row = sent(meeting, leader, coordinator)
    assert not row.approvals.exists()


def test_the_only_one_who_was_there_approves_by_sending(meeting: Meeting, leader: User) -> None:
    row = sent(meeting, leader, leader)
    assert (row.state, row.approved_at) == (MinutesState.APPROVED, NOW)


def test_sending_twice_is_harmless(meeting: Meeting, leader: User, coordinator: User) -> None:
    row = sent(meeting, leader, leader, coordinator)
    assert send_minutes(meeting=meeting, by=coordinator, now=LATER).sent_at == row.sent_at
    assert row.approvals.count() == 1


def test_what_cannot_be_sent(meeting: Meeting, leader: User) -> None:
    with pytest.raises(NothingWritten):
        send_minutes(meeting=meeting, by=leader, now=NOW)
    with pytest.raises(NotHeldYet):
        send_minutes(meeting=meeting, by=leader, now=meeting.starts_at - dt.timedelta(minutes=1))
    add_decision(meeting=meeting, text="Vi mødes i maj", by=leader, now=NOW)
    with pytest.raises(NobodyWasThere):
        send_minutes(meeting=meeting, by=leader, now=NOW)
    assert meeting.minutes.state == MinutesState.DRAFT


def test_sent_minutes_stand_still(meeting: Meeting, leader: User, coordinator: User) -> None:
    sent(meeting, leader, leader, coordinator)
    decision = Decision.objects.create(meeting=meeting, text="Før", created_at=NOW)
    for change in (
        lambda: write(meeting, leader, "Andet", "Vi talte om tillid."),
        lambda: add_decision(meeting=meeting, text="Mere", by=leader, now=NOW),
        lambda: remove_decision(decision=decision, by=leader),
    ):
        with pytest.raises(MinutesAreSent):
            change()


def test_where_nobody_was_ticked_off_those_who_were_coming_approve(
    meeting: Meeting, leader: User, coordinator: User, other_leader: User
) -> None:
    for person, answer in ((leader, Answer.COMING), (coordinator, Answer.NOT_COMING)):
        row = Membership.objects.get(network=meeting.network, user=person)
        Attendance.objects.create(meeting=meeting, membership=row, answer=answer)
    assert list(approvers_of(meeting)) == [leader]
    was_there(meeting, other_leader)
    assert list(approvers_of(meeting)) == [other_leader]


# --- taking back ---------------------------------------------------------------------------
def test_a_change_makes_everybody_approve_anew(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    row = sent(meeting, leader, leader, coordinator)
    row = take_minutes_back(minutes=row, reason="Datoen er forkert", by=coordinator)
    assert (row.state, row.change_wanted) == (MinutesState.DRAFT, "Datoen er forkert")
    assert not row.approvals.exists()
    with pytest.raises(NotSentYet):
        approve(row, coordinator)
    row = send_minutes(meeting=meeting, by=coordinator, now=LATER)
    assert (row.change_wanted, list(still_to_approve(row))) == ("", [leader])


def test_taking_back_a_draft_is_harmless(meeting: Meeting, leader: User) -> None:
    row = write(meeting, leader, "Kladde")
    assert take_minutes_back(minutes=row, reason="x", by=leader).change_wanted == ""


# --- approving -----------------------------------------------------------------------------
def test_with_the_last_word_they_are_approved(
    meeting: Meeting, leader: User, coordinator: User, other_leader: User
) -> None:
    row = sent(meeting, leader, leader, coordinator, other_leader)
    assert approve(row, coordinator).state == MinutesState.TO_APPROVE
    row = approve(row, other_leader)
    assert (row.state, row.approved_at) == (MinutesState.APPROVED, LATER)
    assert approve(row, other_leader).approvals.count() == 3


def test_who_was_not_there_does_not_approve(
    meeting: Meeting, leader: User, coordinator: User, other_leader: User
) -> None:
    row = sent(meeting, leader, leader, coordinator)
    with pytest.raises(OthersApprove):
        approve(row, other_leader)


def test_only_what_was_read_is_approved(meeting: Meeting, leader: User, coordinator: User) -> None:
    row = sent(meeting, leader, leader, coordinator)
    take_minutes_back(minutes=row, reason="x", by=leader)
    write(meeting, leader, "Noget helt andet", "Vi talte om tillid.")
    send_minutes(meeting=meeting, by=leader, now=LATER)
    with pytest.raises(NotWhatWasRead):
        approve(row, coordinator, revision=row.revision)


def test_who_has_left_is_not_waited_for(
    meeting: Meeting, leader: User, coordinator: User, other_leader: User
) -> None:
    row = sent(meeting, leader, leader, coordinator)
    membership = Membership.objects.get(network=meeting.network, user=coordinator)
    leave_network(membership=membership, now=NOW)
    assert approve(row, other_leader).state == MinutesState.APPROVED


def test_approved_minutes_are_not_taken_back(meeting: Meeting, leader: User) -> None:
    row = sent(meeting, leader, leader)
    with pytest.raises(MinutesAreApproved):
        take_minutes_back(minutes=row, reason="x", by=leader)
    with pytest.raises(MinutesAreApproved):
        write(meeting, leader, "Andet", "Vi talte om tillid.")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE networks_minutes SET text = 'Andet'",
        "UPDATE networks_minutes SET state = 'draft', approved_at = NULL",
        "DELETE FROM networks_minutesapproval; DELETE FROM networks_minutes",
        "UPDATE networks_decision SET text = 'Andet'",
        "DELETE FROM networks_decision",
        "INSERT INTO networks_decision (meeting_id, text, created_at)"
        " SELECT id, 'Ny', now() FROM networks_meeting",
    ],
)
def test_the_database_itself_refuses(meeting: Meeting, leader: User, change: str) -> None:
    add_decision(meeting=meeting, text="Vi mødes i maj", by=leader, now=NOW)
    sent(meeting, leader, leader)
    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


# --- the home page -------------------------------------------------------------------------
def test_who_has_not_approved_is_told_at_home(
    meeting: Meeting, leader: User, coordinator: User, other_leader: User, director: User
) -> None:
    row = sent(meeting, leader, leader, coordinator)
    waiting = {
        person.email: [line.subject for line in waiting_for(again(person), NOW)]
        for person in (leader, coordinator, other_leader, director)
    }
    assert [subjects for subjects in waiting.values() if subjects] == [["Tillid"]]
    assert waiting[coordinator.email] == ["Tillid"]
    approve(row, coordinator)
    assert waiting_for(again(coordinator), NOW) == []
