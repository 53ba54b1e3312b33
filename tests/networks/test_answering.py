"""A member says whether they come: who may, when, what stays, and fifty at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from accounts.errors import PortalError
from accounts.models import Organisation, User
from networks.choices import Answer
from networks.models import Attendance, Meeting, Membership, Network
from networks.services.attendance import (
    MeetingIsOver,
    NoSubstitutesHere,
    SubstituteHasNoName,
    answer_meeting,
)
from networks.services.meetings import MeetingIsCancelled, allow_substitutes, cancel_meeting
from networks.services.membership import NotAMemberNow, leave_network
from tests.networks.meetings import STARTS_AT, planned
from tests.networks.members import NOW, end_roles, invited, member, running_network


@pytest.fixture
def meeting(network: Network, director: User) -> Meeting:
    return planned(network, director)


@pytest.fixture
def omar(network: Network, other_leader: User) -> Membership:
    return network.memberships.get(user=other_leader)


def say(meeting: Meeting, membership: Membership, answer: str, **more: Any) -> Attendance:
    values = {"now": NOW, **more}
    return answer_meeting(meeting=meeting, membership=membership, answer=answer, **values)


def test_the_last_answer_counts(meeting: Meeting, omar: Membership) -> None:
    say(meeting, omar, Answer.NOT_COMING, reason="  Ferie på Ærø ")
    row = Attendance.objects.get()
    assert (row.answer, row.reason, row.answered_at) == ("not_coming", "Ferie på Ærø", NOW)
    say(meeting, omar, Answer.COMING, reason="forgotten in the form")
    row = Attendance.objects.get()
    assert (row.answer, row.reason) == ("coming", "")


def test_the_same_again_changes_nothing(meeting: Meeting, omar: Membership) -> None:
    first = say(meeting, omar, Answer.COMING)
    again = say(meeting, omar, Answer.COMING, now=NOW + dt.timedelta(days=1))
    assert (again.pk, again.answered_at) == (first.pk, NOW)


def test_an_answer_leaves_presence_alone(meeting: Meeting, omar: Membership) -> None:
    Attendance.objects.create(meeting=meeting, membership=omar, was_there=True)
    assert say(meeting, omar, Answer.COMING).was_there is True


def test_a_substitute_where_the_network_allows(
    network: Network, meeting: Meeting, omar: Membership, director: User
) -> None:
    with pytest.raises(NoSubstitutesHere):
        say(meeting, omar, Answer.SUBSTITUTE, substitute="Bo Riis")
    allow_substitutes(network=network, allowed=True, by=director)
    with pytest.raises(SubstituteHasNoName):
        say(meeting, omar, Answer.SUBSTITUTE, substitute="  ")
    assert say(meeting, omar, Answer.SUBSTITUTE, substitute="Bo Riis").substitute == "Bo Riis"


def test_not_after_it_is_over(meeting: Meeting, omar: Membership) -> None:
    with pytest.raises(MeetingIsOver):
        say(meeting, omar, Answer.COMING, now=meeting.ends_at)
    say(meeting, omar, Answer.COMING, now=STARTS_AT)  # on the way


def test_not_to_a_cancelled_one(meeting: Meeting, omar: Membership, director: User) -> None:
    cancel_meeting(meeting=meeting, because="Sygdom", by=director, now=NOW)
    with pytest.raises(MeetingIsCancelled):
        say(meeting, omar, Answer.COMING)


def test_only_members_of_today(
    network: Network, meeting: Meeting, omar: Membership, leader: User, director: User
) -> None:
    with pytest.raises(NotAMemberNow):
        say(meeting, invited(network, leader, director), Answer.COMING)
    leave_network(membership=omar, now=NOW)
    with pytest.raises(NotAMemberNow):
        say(meeting, omar, Answer.COMING)
    assert not Attendance.objects.exists()


def test_a_role_that_has_ended_gives_nothing(meeting: Meeting, omar: Membership) -> None:
    end_roles(omar.user)
    with pytest.raises(NotAMemberNow):
        say(meeting, omar, Answer.COMING)


def test_a_member_of_another_network(
    gentofte: Organisation, meeting: Meeting, leader: User, director: User
) -> None:
    elsewhere = member(running_network(gentofte, director), leader, director)
    with pytest.raises(NotAMemberNow):
        say(meeting, elsewhere, Answer.COMING)


def test_an_answer_that_does_not_exist(meeting: Meeting, omar: Membership) -> None:
    with pytest.raises(ValueError, match="perhaps"):
        say(meeting, omar, "perhaps")


def test_every_refusal_says_what_to_do() -> None:
    for error in (MeetingIsOver, NoSubstitutesHere, SubstituteHasNoName):
        assert issubclass(error, PortalError)
        assert str(error())
