"""Several in the same minutes at the same moment, with real threads and real transactions."""

from __future__ import annotations

import pytest

from accounts.models import User
from networks.choices import MinutesState
from networks.models import Meeting, Minutes, Network
from networks.services.minutes import (
    add_decision,
    approve_minutes,
    save_minutes,
    send_minutes,
    take_minutes_back,
)
from tests.at_once import at_once
from tests.networks.members import NOW, member
from tests.networks.outcome import held, was_there

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(network: Network, leader: User, coordinator: User, director: User) -> Meeting:
    for person in (leader, coordinator):
        member(network, person, director)
    return held(network, coordinator)


def test_six_who_write_at_once_all_stand(meeting: Meeting, leader: User) -> None:
    def write(number: int) -> None:
        save_minutes(meeting=meeting, text=f"Linje {number}", base="", by=leader, now=NOW)

    assert at_once(*[lambda n=n: write(n) for n in range(6)]) == ["done"] * 6
    lines = Minutes.objects.get().text.split("\n")
    assert sorted(lines) == [f"Linje {number}" for number in range(6)]


def test_two_who_change_the_same_line_one_is_asked(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    save_minutes(meeting=meeting, text="Tema", base="", by=leader, now=NOW)

    def write(by: User, text: str) -> None:
        save_minutes(meeting=meeting, text=text, base="Tema", by=by, now=NOW)

    found = at_once(lambda: write(leader, "Tema: mod"), lambda: write(coordinator, "Tema: tillid"))
    assert found == ["SameLinesChanged", "done"]
    assert Minutes.objects.get().text in ("Tema: mod", "Tema: tillid")


def test_the_same_decision_at_once_stands_once(meeting: Meeting, leader: User) -> None:
    def decide() -> None:
        add_decision(meeting=meeting, text="Vi mødes i maj", by=leader, now=NOW)

    assert at_once(decide, decide, decide) == ["done"] * 3
    assert meeting.decisions.count() == 1


def test_the_last_two_who_approve_at_once_close_them(
    meeting: Meeting, leader: User, coordinator: User, other_leader: User
) -> None:
    save_minutes(meeting=meeting, text="Tema", base="", by=leader, now=NOW)
    was_there(meeting, leader, coordinator, other_leader)
    row = send_minutes(meeting=meeting, by=leader, now=NOW)

    def approve(by: User) -> None:
        approve_minutes(minutes=row, revision=row.revision, by=by, now=NOW)

    assert at_once(lambda: approve(coordinator), lambda: approve(other_leader)) == ["done"] * 2
    row.refresh_from_db()
    assert (row.state, row.approvals.count()) == (MinutesState.APPROVED, 3)


def test_approving_and_asking_for_a_change_take_turns(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    save_minutes(meeting=meeting, text="Tema", base="", by=leader, now=NOW)
    was_there(meeting, leader, coordinator)
    row = send_minutes(meeting=meeting, by=leader, now=NOW)
    found = at_once(
        lambda: approve_minutes(minutes=row, revision=row.revision, by=coordinator, now=NOW),
        lambda: take_minutes_back(minutes=row, reason="Datoen", by=leader),
    )
    row.refresh_from_db()
    if row.state == MinutesState.APPROVED:
        assert found == ["MinutesAreApproved", "done"]
    else:
        assert found == ["NotSentYet", "done"]
        assert not row.approvals.exists()


def test_writing_and_sending_at_once_lose_nothing(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    save_minutes(meeting=meeting, text="Tema", base="", by=leader, now=NOW)
    was_there(meeting, leader, coordinator)
    found = at_once(
        lambda: send_minutes(meeting=meeting, by=leader, now=NOW),
        lambda: save_minutes(
            meeting=meeting, text="Tema\nMere", base="Tema", by=coordinator, now=NOW
        ),
    )
    written = Minutes.objects.get().text == "Tema\nMere"
    assert found == (["done", "done"] if written else ["MinutesAreSent", "done"])
