"""Fifty members answer at the same moment, one of them twice; and one answers while leaving."""

from __future__ import annotations

import pytest

from accounts.models import Organisation, User
from networks.models import Attendance, Meeting, Membership
from networks.services.attendance import answer_meeting
from networks.services.membership import leave_network
from tests.at_once import at_once
from tests.conftest import institution, person
from tests.networks.meetings import planned
from tests.networks.members import NOW, member, running_network

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


@pytest.fixture
def meeting(gentofte: Organisation, director: User) -> Meeting:
    return planned(running_network(gentofte, director, size_max=60), director)


def test_fifty_members_answer_at_once(meeting: Meeting, area: Organisation, director: User) -> None:
    house = institution("Huset", area)
    crowd = [
        member(
            meeting.network, person(f"l{n}@gentofte.example", f"L {n}", "leader", house), director
        )
        for n in range(MANY)
    ]
    actions = [
        lambda m=m: answer_meeting(meeting=meeting, membership=m, answer="coming", now=NOW)
        for m in [*crowd, crowd[0]]
    ]
    assert at_once(*actions) == ["done"] * (MANY + 1)
    assert Attendance.objects.filter(meeting=meeting, answer="coming").count() == MANY


def test_whoever_leaves_has_answered_before_or_not_at_all(
    meeting: Meeting, leader: User, director: User
) -> None:
    own = member(meeting.network, leader, director)
    found = at_once(
        lambda: leave_network(membership=own, now=NOW),
        lambda: answer_meeting(meeting=meeting, membership=own, answer="coming", now=NOW),
    )
    assert found in (["done", "done"], ["NotAMemberNow", "done"])
    assert Membership.objects.get(pk=own.pk).state == "left"
    assert Attendance.objects.exists() == (found == ["done", "done"])
