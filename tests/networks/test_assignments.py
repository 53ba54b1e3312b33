"""Opening a network to a consultant from day to day, and closing it again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Organisation, RoleHolding, User
from networks.models import Assignment, Network
from networks.selectors.members import assignable_consultants
from networks.services.assignments import (
    AssignedAlready,
    EndsBeforeItStarts,
    KlkAssignsItsOwn,
    NetworkIsOver,
    NotAConsultant,
    assign_consultant,
    end_assignment,
)
from networks.services.status import set_status
from notifications.models import Message
from tests.networks.members import DAY, NOW, again, end_roles, running_network

TODAY = timezone.localdate()


@pytest.fixture
def network(gentofte: Organisation, director: User) -> Network:
    return running_network(gentofte, director)


def assign(
    network: Network,
    consultant: User,
    by: User,
    starts_on: dt.date = TODAY,
    ends_on: dt.date | None = None,
) -> Assignment:
    return assign_consultant(
        network=network, consultant=consultant, starts_on=starts_on, ends_on=ends_on, by=by
    )


def sees(person: User, network: Network) -> bool:
    return Network.objects.visible_to(again(person)).filter(pk=network.pk).exists()


def test_klk_assigns_and_the_consultant_gets_a_mail_and_sees_the_network(
    network: Network, consultant: User, other_consultant: User, klk_admin: User
) -> None:
    assert not sees(consultant, network)
    row = assign(network, consultant, klk_admin, ends_on=TODAY + 90 * DAY)
    assert row.assigned_by == klk_admin
    message = Message.objects.get()
    assert (message.kind, message.user_id) == ("networks.assignment", consultant.pk)
    assert (sees(consultant, network), sees(other_consultant, network)) == (True, False)


def test_a_director_assigns_the_own_consultants_and_not_klks(
    network: Network, internal_consultant: User, consultant: User, director: User
) -> None:
    assign(network, internal_consultant, director)
    with pytest.raises(KlkAssignsItsOwn):
        assign(network, consultant, director)
    assert sees(internal_consultant, network)
    assert not sees(consultant, network)


def test_who_is_offered_to_whom(
    network: Network,
    internal_consultant: User,
    consultant: User,
    other_consultant: User,
    director: User,
    klk_admin: User,
    kolding: Organisation,
) -> None:
    stranger = User.objects.create_user("k@kolding.example", first_name="Kim")
    RoleHolding.objects.create(
        user=stranger, organisation=kolding, role=Role.INTERNAL_CONSULTANT, starts_on=TODAY
    )
    assert set(assignable_consultants(network, director, TODAY)) == {internal_consultant}
    everybody = {internal_consultant, consultant, other_consultant}
    assert set(assignable_consultants(network, klk_admin, TODAY)) == everybody
    with pytest.raises(NotAConsultant):
        assign(network, stranger, klk_admin)


@pytest.mark.parametrize("who", ["leader", "director", "policy_officer", "klk_admin"])
def test_only_consultants(who: str, network: Network, klk_admin: User, request: Any) -> None:
    with pytest.raises(NotAConsultant):
        assign(network, request.getfixturevalue(who), klk_admin)


def test_a_role_that_has_ended_is_no_role(
    network: Network, consultant: User, klk_admin: User
) -> None:
    assign(network, consultant, klk_admin)
    person = end_roles(consultant)
    assert not sees(person, network)
    with pytest.raises(NotAConsultant):
        assign(network, person, klk_admin, starts_on=TODAY + DAY)


def test_the_same_consultant_twice_at_a_time_is_refused(
    network: Network, consultant: User, klk_admin: User
) -> None:
    assign(network, consultant, klk_admin, ends_on=TODAY + 10 * DAY)
    for first in (TODAY, TODAY + 10 * DAY, TODAY - 5 * DAY):
        with pytest.raises(AssignedAlready):
            assign(network, consultant, klk_admin, starts_on=first)
    assign(network, consultant, klk_admin, starts_on=TODAY + 11 * DAY)
    assert Message.objects.count() == 2


def test_the_end_is_not_before_the_start(
    network: Network, consultant: User, klk_admin: User
) -> None:
    with pytest.raises(EndsBeforeItStarts):
        assign(network, consultant, klk_admin, ends_on=TODAY - DAY)


def test_a_closed_network_gets_no_consultant(
    network: Network, consultant: User, klk_admin: User
) -> None:
    set_status(network=network, status="closed", by=klk_admin, now=NOW)
    with pytest.raises(NetworkIsOver):
        assign(Network.objects.get(), consultant, klk_admin)


@pytest.mark.parametrize(("first", "last", "seen"), [(1, 9, False), (-9, -1, False), (-9, 0, True)])
def test_the_right_holds_from_day_to_day(
    first: int, last: int, seen: bool, network: Network, consultant: User, klk_admin: User
) -> None:
    assign(network, consultant, klk_admin, TODAY + first * DAY, TODAY + last * DAY)
    assert sees(consultant, network) is seen


def test_ended_today_is_over_today(network: Network, consultant: User, klk_admin: User) -> None:
    row = assign(network, consultant, klk_admin, starts_on=TODAY - 30 * DAY)
    for _ in range(2):
        end_assignment(assignment=row, on=TODAY, by=klk_admin)
    row.refresh_from_db()
    assert row.ends_on == TODAY - DAY
    assert not sees(consultant, network)


def test_what_had_not_begun_is_deleted(network: Network, consultant: User, klk_admin: User) -> None:
    row = assign(network, consultant, klk_admin, starts_on=TODAY + DAY)
    for _ in range(2):
        assert end_assignment(assignment=row, on=TODAY, by=klk_admin) is None
    assert not Assignment.objects.exists()


def test_ending_later_than_it_ends_anyway_changes_nothing(
    network: Network, consultant: User, klk_admin: User
) -> None:
    row = assign(network, consultant, klk_admin, ends_on=TODAY + DAY)
    ended = end_assignment(assignment=row, on=TODAY + 30 * DAY, by=klk_admin)
    assert ended is not None
    assert ended.ends_on == TODAY + DAY
