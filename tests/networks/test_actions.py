"""Actions: noted, done with one tap, and turning up until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from networks.models import Action, Meeting, Network
from networks.selectors.outcome import outcome_of
from networks.selectors.waiting import waiting_for
from networks.services.actions import DueInThePast, add_action, finish_action, reopen_action
from networks.services.meetings import NotInTheNetwork
from networks.services.minutes import add_decision, save_minutes
from tests.at_once import at_once
from tests.networks.members import DAY, NOW, TODAY, again, dates, member
from tests.networks.outcome import LATER, held

SignIn = Callable[..., Client]


@pytest.fixture
def meeting(network: Network, leader: User, director: User) -> Meeting:
    """Omar and Sofie are members."""
    member(network, leader, director)
    return held(network, leader)


def act(meeting: Meeting, owner: User, text: str = "Skriv til Lise", days: int = 7) -> Action:
    due = TODAY + days * DAY
    return add_action(meeting=meeting, text=text, owner=owner, due_on=due, by=owner, now=NOW)


def lines(meeting: Meeting, user: User) -> list[tuple[str, bool]]:
    return [
        (line.action.text, line.is_earlier) for line in outcome_of(meeting, again(user))["actions"]
    ]


def test_the_same_again_is_the_one_that_is_there(meeting: Meeting, leader: User) -> None:
    assert act(meeting, leader) == act(meeting, leader)
    assert Action.objects.count() == 1


def test_the_owner_is_somebody_inside(meeting: Meeting, director: User) -> None:
    with pytest.raises(NotInTheNetwork):
        act(meeting, director)


def test_nothing_is_due_in_the_past(meeting: Meeting, leader: User) -> None:
    act(meeting, leader, days=0)
    with pytest.raises(DueInThePast):
        act(meeting, leader, days=-1)


def test_done_and_not_done_after_all(meeting: Meeting, leader: User, other_leader: User) -> None:
    action = act(meeting, leader)
    finish_action(action=action, by=other_leader, now=NOW)
    row = finish_action(action=action, by=leader, now=LATER)
    assert (row.done_at, row.done_by) == (NOW, other_leader)
    for _time in range(2):
        row = reopen_action(action=action, by=leader)
    assert (row.done_at, row.done_by) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_two_who_note_the_same_at_once_note_it_once(meeting: Meeting, leader: User) -> None:
    assert at_once(*[lambda: act(meeting, leader)] * 3) == ["done"] * 3
    assert Action.objects.count() == 1


def test_it_turns_up_at_the_next_meeting_until_it_is_done(meeting: Meeting, leader: User) -> None:
    save_minutes(meeting=meeting, text="Tema", base="", by=leader, now=NOW)
    action = act(meeting, leader)
    following = held(meeting.network, leader, days_ago=1)
    before = held(meeting.network, leader, days_ago=14)
    assert lines(following, leader) == [("Skriv til Lise", True)]
    assert lines(before, leader) == []
    assert outcome_of(following, again(leader))["last_minutes"].meeting == meeting
    finish_action(action=action, by=leader, now=NOW)
    assert (lines(following, leader), lines(meeting, leader)) == ([], [("Skriv til Lise", False)])


def test_what_comes_of_a_meeting_takes_four_queries(
    meeting: Meeting, leader: User, django_assert_num_queries: Callable[..., object]
) -> None:
    act(meeting, leader)
    add_decision(meeting=meeting, text="Vi mødes hver anden uge", by=leader, now=NOW)
    reader = again(leader)
    outcome_of(meeting, reader)  # reads the reader's roles and ties
    with django_assert_num_queries(4):
        outcome_of(meeting, reader)


def test_what_is_due_is_told_at_home(meeting: Meeting, leader: User, other_leader: User) -> None:
    act(meeting, leader, "Nu", days=1)
    act(meeting, leader, "Senere", days=60)
    found = waiting_for(again(leader), NOW)
    assert [(line.subject, line.badge_kind) for line in found] == [("Nu", "info")]
    late = waiting_for(again(leader), NOW + dt.timedelta(days=5))
    assert [line.badge_kind for line in late] == ["overdue"]
    assert waiting_for(again(other_leader), NOW) == []


# --- pages ---------------------------------------------------------------------------------
def test_note_one_and_tick_it_off(
    meeting: Meeting, leader: User, other_leader: User, signed_in: SignIn
) -> None:
    client, path = signed_in(leader, "en"), reverse("action_new", args=[meeting.pk])
    due = dates("due_on", timezone.localdate() + DAY)
    answer = client.post(path, {"text": "Ring\r\ntil Bo", "owner": other_leader.pk, **due})
    assert answer.headers["Location"] == reverse("meeting", args=[meeting.pk])
    action = Action.objects.get()
    assert (action.text, action.owner) == ("Ring til Bo", other_leader)
    listed = reverse("network_actions", args=[meeting.network_id])
    assert "Ring til Bo" in client.get(listed).content.decode()
    for name, then in (("action_finish", listed), ("action_reopen", "//evil.example/")):
        answer = client.post(reverse(name, args=[action.pk]), {"next": then})
        assert answer.headers["Location"] == listed
        action.refresh_from_db()
        assert (action.done_at is not None) == (name == "action_finish")


@pytest.mark.parametrize(
    "bad",
    [{"text": ""}, {"text": "x" * 301}, {"owner": ""}, {"owner": "x"}, {"due_on_day": "42"}],
)
def test_what_is_wrong_stays_in_the_form(
    bad: dict[str, str], meeting: Meeting, leader: User, signed_in: SignIn
) -> None:
    good = {"text": "Ring", "owner": str(leader.pk), **dates("due_on", timezone.localdate() + DAY)}
    path = reverse("action_new", args=[meeting.pk])
    answer = signed_in(leader, "en").post(path, {**good, **bad})
    assert answer.status_code == 200
    assert "ui-errors" in answer.content.decode()
    assert not Action.objects.exists()


def test_the_past_and_people_outside_are_refused_beside_the_field(
    meeting: Meeting, leader: User, stranger_leader: User, signed_in: SignIn
) -> None:
    values = {"text": "Ring", "owner": stranger_leader.pk, **dates("due_on", dt.date(2020, 1, 1))}
    path = reverse("action_new", args=[meeting.pk])
    answer = signed_in(leader).post(path, values)
    assert set(answer.context["form"].errors) == {"owner", "due_on"}


@pytest.mark.parametrize("who", ["director", "klk_admin", "stranger_leader"])
def test_those_outside_find_nothing(
    who: str,
    meeting: Meeting,
    leader: User,
    signed_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    action = act(meeting, leader)
    client = signed_in(request.getfixturevalue(who))
    for name, pk in (
        ("action_finish", action.pk),
        ("action_reopen", action.pk),
        ("action_new", meeting.pk),
        ("network_actions", meeting.network_id),
    ):
        assert client.post(reverse(name, args=[pk])).status_code == 404
    action.refresh_from_db()
    assert action.done_at is None
