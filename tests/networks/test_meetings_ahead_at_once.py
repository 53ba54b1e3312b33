"""Coming in while meetings change, with real threads and real transactions."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Organisation, User
from networks.models import Meeting
from networks.selectors.told import told_in
from networks.services.meetings import cancel_meeting
from networks.services.membership import join_network, leave_network
from notifications.models import Message
from tests.at_once import at_once
from tests.networks.meetings import changed, planned_at
from tests.networks.members import DAY, NOW, running_network

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", range(4))
def test_a_meeting_that_changes_as_somebody_comes_in_is_told_as_it_then_stands(
    gentofte: Organisation, director: User, leader: User, turn: int
) -> None:
    """By one mail or by the other: whatever the order, the newest reaches the new member."""
    network = running_network(gentofte, director)
    meetings = [planned_at(network, director, timezone.now() + n * DAY) for n in (20, 40, 60)]
    found = at_once(
        lambda: join_network(network=network, person=leader, now=NOW),
        lambda: changed(meetings[turn % 3], director, place="Ærø"),
        lambda: planned_at(network, director, timezone.now() + 80 * DAY),
    )
    assert found == ["done"] * 3
    told: dict[int, int] = {}
    for row in Message.objects.filter(user=leader).order_by("pk"):
        if "meetings" in row.params:
            told.update(told_in(row))
    assert told == dict(Meeting.objects.values_list("pk", "sequence"))
    assert len(told) == 4


def test_leaving_and_cancelling_at_once_never_wait_for_each_other(
    gentofte: Organisation, director: User, leader: User
) -> None:
    network = running_network(gentofte, director)
    meeting = planned_at(network, director, timezone.now() + 20 * DAY)
    own = join_network(network=network, person=leader, now=NOW)
    assert (
        at_once(
            lambda: leave_network(membership=own, now=NOW),
            lambda: cancel_meeting(meeting=meeting, because="", by=director, now=NOW),
        )
        == ["done"] * 2
    )
