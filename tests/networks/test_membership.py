"""Coming into a network: what the services do, refuse and send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.choices import Role
from accounts.errors import PortalError
from accounts.models import Organisation, RoleHolding, User
from networks.choices import MembershipState
from networks.models import Membership, Network
from networks.services import membership as service
from networks.services.approval import approve_design
from networks.services.membership import (
    AlreadyThere,
    AsksFirst,
    NetworkFull,
    NoLongerWaiting,
    NotALeaderHere,
    NotOpenNow,
    accept_invitation,
    ask_to_join,
    decide_request,
    decline_invitation,
    join_network,
    leave_network,
    withdraw_membership,
)
from networks.services.status import set_status
from notifications.models import Message
from tests.networks.designs import empty_network, fill
from tests.networks.members import (
    DAY,
    NOW,
    TODAY,
    asked,
    by_request,
    end_roles,
    invited,
    kinds,
    member,
    running_network,
)


@pytest.fixture
def network(gentofte: Organisation, director: User) -> Network:
    return running_network(gentofte, director)


# --- invited ---------------------------------------------------------------------------------
def test_the_invited_gets_a_mail_and_says_yes(
    network: Network, leader: User, director: User
) -> None:
    membership = invited(network, leader, director)
    assert (membership.state, membership.joined_on) == (MembershipState.INVITED, None)
    message = Message.objects.get()
    assert (message.kind, message.user_id) == ("networks.invitation", leader.pk)
    assert message.subject_id == str(membership.pk)
    later = NOW + 3 * DAY
    membership = accept_invitation(membership=membership, now=later)
    assert (membership.state, membership.joined_on) == (MembershipState.ACTIVE, later.date())
    assert membership.asked_at == NOW


def test_twice_is_harmless(network: Network, leader: User, director: User) -> None:
    assert invited(network, leader, director) == invited(network, leader, director)
    membership = member(network, leader, director)
    again = accept_invitation(membership=membership, now=NOW + 5 * DAY)
    assert again.joined_on == TODAY
    assert join_network(network=network, person=leader, now=NOW + DAY) == membership
    assert (Membership.objects.count(), kinds()) == (1, ["networks.invitation"])


def test_the_invited_says_no(network: Network, leader: User, director: User) -> None:
    membership = invited(network, leader, director)
    for _ in range(2):
        membership = decline_invitation(membership=membership, now=NOW)
    assert (membership.state, membership.ended_on) == (MembershipState.DECLINED, TODAY)
    with pytest.raises(NoLongerWaiting):
        accept_invitation(membership=membership, now=NOW)
    assert invited(network, leader, director).pk != membership.pk


def test_an_invitation_taken_back_cannot_be_accepted(
    network: Network, leader: User, director: User
) -> None:
    membership = invited(network, leader, director)
    for _ in range(2):
        withdraw_membership(membership=membership, by=director, now=NOW)
    with pytest.raises(NoLongerWaiting):
        accept_invitation(membership=membership, now=NOW)
    with pytest.raises(NoLongerWaiting):
        withdraw_membership(membership=member(network, leader, director), by=director, now=NOW)


def test_inviting_whoever_has_asked_lets_them_in(
    gentofte: Organisation, leader: User, director: User
) -> None:
    network = by_request(gentofte, director)
    membership = asked(network, leader)
    assert invited(network, leader, director).pk == membership.pk
    membership.refresh_from_db()
    assert membership.state == MembershipState.ACTIVE
    assert kinds(user=leader) == ["networks.decision"]


def test_a_member_is_not_invited_again(network: Network, leader: User, director: User) -> None:
    member(network, leader, director)
    with pytest.raises(AlreadyThere):
        invited(network, leader, director)


# --- joining and asking ----------------------------------------------------------------------
def test_a_leader_joins_an_open_network(network: Network, leader: User) -> None:
    membership = join_network(network=network, person=leader, now=NOW)
    assert (membership.state, membership.joined_on) == (MembershipState.ACTIVE, TODAY)
    assert membership.asked_by == leader


@pytest.mark.parametrize("admission", ["request", "invitation"])
def test_nobody_walks_into_a_network_that_is_not_open(
    admission: str, gentofte: Organisation, leader: User, director: User
) -> None:
    network = running_network(gentofte, director, admission=admission)
    with pytest.raises(AsksFirst):
        join_network(network=network, person=leader, now=NOW)
    invited(network, leader, director)
    joined = join_network(network=network, person=leader, now=NOW)
    assert joined.state == MembershipState.ACTIVE


def test_whoever_asks_waits_for_the_directors_who_get_a_mail(
    gentofte: Organisation, leader: User, director: User
) -> None:
    network = by_request(gentofte, director)
    assert asked(network, leader) == asked(network, leader)
    assert list(Message.objects.values_list("kind", "address")) == [
        ("networks.request", director.email)
    ]


def test_a_deputy_is_told_too_and_a_former_director_is_not(
    gentofte: Organisation, leader: User, director: User, policy_officer: User
) -> None:
    network = by_request(gentofte, director)
    RoleHolding.objects.create(
        user=policy_officer,
        organisation=gentofte,
        role=Role.DIRECTOR,
        starts_on=TODAY,
        deputy_for=director,
    )
    end_roles(director)
    asked(network, leader)
    assert list(Message.objects.values_list("address", flat=True)) == [policy_officer.email]


def test_where_only_invitations_count_nobody_asks(
    gentofte: Organisation, leader: User, director: User
) -> None:
    network = running_network(gentofte, director, admission="invitation")
    with pytest.raises(AsksFirst):
        ask_to_join(network=network, person=leader, now=NOW)


@pytest.mark.parametrize(
    ("accept", "state"), [(True, MembershipState.ACTIVE), (False, MembershipState.DECLINED)]
)
def test_the_director_decides_and_the_asker_gets_one_mail(
    accept: bool, state: str, gentofte: Organisation, leader: User, director: User
) -> None:
    membership = asked(by_request(gentofte, director), leader)
    for _ in range(2):
        decided = decide_request(membership=membership, accept=accept, by=director, now=NOW)
        assert decided.state == state
    assert kinds(user=leader) == ["networks.decision"]
    with pytest.raises(NoLongerWaiting):
        decide_request(membership=membership, accept=not accept, by=director, now=NOW)


def test_a_request_taken_back_cannot_be_granted(
    gentofte: Organisation, leader: User, director: User
) -> None:
    membership = asked(by_request(gentofte, director), leader)
    withdraw_membership(membership=membership, by=leader, now=NOW)
    with pytest.raises(NoLongerWaiting):
        decide_request(membership=membership, accept=True, by=director, now=NOW)
    assert asked(membership.network, leader).pk != membership.pk


# --- the limits of the design ----------------------------------------------------------------
WAYS: dict[str, Callable[[Network, User, User], object]] = {
    "invite": lambda network, person, by: invited(network, person, by),
    "join": lambda network, person, by: join_network(network=network, person=person, now=NOW),
    "ask": lambda network, person, by: asked(network, person),
}


@pytest.mark.parametrize("way", WAYS)
def test_full_is_full(
    way: str, gentofte: Organisation, director: User, leader: User, coordinator: User
) -> None:
    network = running_network(gentofte, director, size_max=2)
    for person in (leader, coordinator):
        member(network, person, director)
    late = RoleHolding.objects.create(
        user=User.objects.create_user("sen@gentofte.example", first_name="Sen"),
        organisation=leader.role_holdings.get().organisation,
        role=Role.LEADER,
        starts_on=TODAY,
    ).user
    with pytest.raises(NetworkFull):
        WAYS[way](network, late, director)
    leave_network(membership=network.memberships.get(user=leader), now=NOW)
    WAYS[way](network, late, director)


def test_an_invitation_holds_no_place(
    gentofte: Organisation, director: User, leader: User, other_leader: User, coordinator: User
) -> None:
    network = running_network(gentofte, director, size_max=2)
    waiting = [invited(network, person, director) for person in (leader, other_leader, coordinator)]
    for membership in waiting[:2]:
        accept_invitation(membership=membership, now=NOW)
    with pytest.raises(NetworkFull):
        accept_invitation(membership=waiting[2], now=NOW)
    waiting[2].refresh_from_db()
    assert waiting[2].state == MembershipState.INVITED


def test_a_new_version_gives_more_places(
    gentofte: Organisation, director: User, leader: User, other_leader: User, coordinator: User
) -> None:
    from networks.services.versions import start_new_version

    network = running_network(gentofte, director, size_max=2)
    for person in (leader, other_leader):
        member(network, person, director)
    design = start_new_version(network=network, by=director, now=NOW)
    fill(design, director, size_max=3)
    with pytest.raises(NetworkFull):
        join_network(network=network, person=coordinator, now=NOW)
    approve_design(design=design, by=director, now=NOW)
    assert join_network(network=network, person=coordinator, now=NOW).state == "active"


@pytest.mark.parametrize("way", WAYS)
def test_nobody_comes_in_before_approval_or_after_closing(
    way: str, gentofte: Organisation, director: User, leader: User, network: Network
) -> None:
    draft = empty_network(gentofte, director, "Kladde")
    closed = set_status(network=network, status="closed", by=director, now=NOW)
    for shut in (draft, closed):
        with pytest.raises(NotOpenNow):
            WAYS[way](shut, leader, director)


def test_an_invitation_to_a_network_that_closed_meanwhile(
    director: User, leader: User, network: Network
) -> None:
    membership = invited(network, leader, director)
    set_status(network=network, status="closed", by=director, now=NOW)
    with pytest.raises(NotOpenNow):
        accept_invitation(membership=membership, now=NOW)
    decline_invitation(membership=membership, now=NOW)


NOT_LEADERS = ("director", "policy_officer", "internal_consultant", "consultant", "stranger_leader")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", NOT_LEADERS)
def test_only_leaders_of_the_municipality(
    way: str, who: str, network: Network, director: User, request: Any
) -> None:
    with pytest.raises(NotALeaderHere):
        WAYS[way](network, request.getfixturevalue(who), director)


def test_a_role_that_ended_or_an_account_that_is_closed_lets_nobody_in(
    network: Network, leader: User, other_leader: User, director: User
) -> None:
    waiting = invited(network, leader, director)
    end_roles(leader)
    with pytest.raises(NotALeaderHere):
        accept_invitation(membership=waiting, now=NOW)
    other_leader.is_active = False
    other_leader.save()
    with pytest.raises(NotALeaderHere):
        invited(network, other_leader, director)


def test_a_network_across_municipalities_takes_leaders_from_all(
    klk: Organisation, klk_admin: User, leader: User, stranger_leader: User
) -> None:
    network = running_network(klk, klk_admin, admission="request")
    member(network, stranger_leader, klk_admin)
    asked(network, leader)
    assert kinds(user=klk_admin) == ["networks.request"]


def test_refusals_say_something_a_person_can_act_on() -> None:
    refusals = [
        item
        for item in vars(service).values()
        if isinstance(item, type) and issubclass(item, PortalError) and item is not PortalError
    ]
    assert len(refusals) >= 7
    assert all(len(str(refusal())) > 20 for refusal in refusals)
