"""Leaving a network, and the duties that end with it."""

from __future__ import annotations

import pytest

from accounts.choices import Role
from accounts.models import Organisation, RoleHolding, User
from networks.choices import MembershipState
from networks.models import DutyPeriod, Network
from networks.services.duties import NotAMember, name_coordinator
from networks.services.membership import (
    NotAMemberNow,
    end_memberships_of_former_leaders,
    join_network,
    leave_network,
    remove_member,
)
from tests.networks.members import (
    DAY,
    NOW,
    TODAY,
    end_roles,
    invited,
    kinds,
    member,
    running_network,
)


@pytest.fixture
def network(gentofte: Organisation, director: User) -> Network:
    return running_network(gentofte, director)


# --- leaving ---------------------------------------------------------------------------------
def test_leaving_keeps_the_history_and_coming_back_is_a_new_row(
    network: Network, leader: User, director: User
) -> None:
    first = member(network, leader, director)
    later = NOW + 30 * DAY
    for _ in range(2):
        left = leave_network(membership=first, now=later)
    assert (left.state, left.joined_on, left.ended_on) == ("left", TODAY, later.date())
    second = join_network(network=network, person=leader, now=later + DAY)
    assert second.pk != first.pk
    assert second.joined_on == (later + DAY).date()
    assert network.memberships.count() == 2


def test_only_a_member_leaves(network: Network, leader: User, director: User) -> None:
    with pytest.raises(NotAMemberNow):
        leave_network(membership=invited(network, leader, director), now=NOW)


def test_a_coordinator_who_leaves_no_longer_coordinates(
    network: Network, leader: User, director: User
) -> None:
    membership = member(network, leader, director)
    name_coordinator(membership=membership, starts_on=TODAY - 10 * DAY, by=director)
    leave_network(membership=membership, now=NOW)
    assert DutyPeriod.objects.get().ends_on == TODAY - DAY
    assert not DutyPeriod.objects.held_on(TODAY).exists()


def test_a_director_ends_a_membership_and_the_person_gets_a_mail(
    network: Network, leader: User, director: User
) -> None:
    membership = member(network, leader, director)
    for _ in range(2):
        remove_member(membership=membership, by=director, now=NOW)
    assert network.memberships.get().state == MembershipState.LEFT
    assert kinds(user=leader) == ["networks.invitation", "networks.removal"]


def test_whoever_left_first_gets_no_mail_about_it(
    network: Network, leader: User, director: User
) -> None:
    membership = member(network, leader, director)
    leave_network(membership=membership, now=NOW)
    remove_member(membership=membership, by=director, now=NOW)
    assert kinds(user=leader) == ["networks.invitation"]


def test_a_place_is_given_back_when_the_role_is_over(
    network: Network, leader: User, other_leader: User, coordinator: User, director: User
) -> None:
    gone, stays = member(network, leader, director), member(network, other_leader, director)
    waits = invited(network, coordinator, director)
    name_coordinator(membership=gone, starts_on=TODAY - 9 * DAY, by=director)
    assert end_memberships_of_former_leaders(now=NOW) == 0
    for someone in (leader, coordinator):
        end_roles(someone)
    assert [end_memberships_of_former_leaders(now=NOW) for _ in range(2)] == [2, 0]
    for row in (gone, stays, waits):
        row.refresh_from_db()
    assert (gone.state, gone.ended_on) == (MembershipState.LEFT, TODAY)
    assert (stays.state, waits.state) == (MembershipState.ACTIVE, MembershipState.WITHDRAWN)
    assert not DutyPeriod.objects.held_on(TODAY).exists()


def test_a_leader_who_moves_within_the_municipality_stays(
    network: Network, leader: User, other_day_care: Organisation, director: User
) -> None:
    member(network, leader, director)
    end_roles(leader)
    RoleHolding.objects.create(
        user=leader, organisation=other_day_care, role=Role.LEADER, starts_on=TODAY + 20 * DAY
    )
    assert end_memberships_of_former_leaders(now=NOW) == 0


def test_across_municipalities_any_leaders_role_carries(
    klk: Organisation, klk_admin: User, leader: User, stranger_leader: User
) -> None:
    network = running_network(klk, klk_admin)
    for someone in (leader, stranger_leader):
        member(network, someone, klk_admin)
    end_roles(leader)
    assert end_memberships_of_former_leaders(now=NOW) == 1
    assert network.memberships.active().get().user == stranger_leader


# --- coordinator -----------------------------------------------------------------------------
def test_the_next_coordinator_takes_over_the_day_the_former_one_stops(
    network: Network, leader: User, other_leader: User, director: User
) -> None:
    first, second = (member(network, person, director) for person in (leader, other_leader))
    name_coordinator(membership=first, starts_on=TODAY, by=director)
    day = TODAY + 40 * DAY
    for _ in range(2):
        name_coordinator(membership=second, starts_on=day, by=director)
    assert list(DutyPeriod.objects.order_by("starts_on").values_list("membership", "ends_on")) == [
        (first.pk, day - DAY),
        (second.pk, None),
    ]


def test_only_a_member_coordinates(network: Network, leader: User, director: User) -> None:
    with pytest.raises(NotAMember):
        name_coordinator(
            membership=invited(network, leader, director), starts_on=TODAY, by=director
        )
