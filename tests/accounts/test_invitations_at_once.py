"""Two at the same moment, with real threads and real transactions: one wins, the other is told."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.choices import LeaderLevel, Role
from accounts.errors import PortalError
from accounts.models import Invitation, Organisation, Position, RoleHolding, User
from accounts.services.invitations import (
    InvitationDead,
    InvitedAlready,
    accept_invitation,
    invite_person,
)
from accounts.services.positions import PositionTaken, set_position
from accounts.services.roles import RoleHeldAlready, RoleIsLast, end_role, give_role
from notifications.models import Message
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
THREADS = 4


def one_wins(refusal: type[PortalError]) -> list[str]:
    return sorted(["done", *[refusal.__name__] * (THREADS - 1)])


def invite(where: Organisation, by: User, role: str = Role.LEADER) -> Invitation:
    return invite_person(
        email="ny@gentofte.example",
        first_name="Ny",
        last_name="Leder",
        role=role,
        organisation=where,
        by=by,
        now=NOW,
    )


def accept(invitation: Invitation, password: str = "en lang sætning") -> User:
    return accept_invitation(invitation=invitation, password=password, now=NOW)


def test_the_same_link_clicked_at_once_lets_in_once(director: User, day_care: Organisation) -> None:
    invitation = invite(day_care, director)
    assert at_once(*[lambda: accept(invitation)] * THREADS) == one_wins(InvitationDead)
    user = User.objects.get(email=invitation.email)
    assert (user.role_holdings.count(), user.positions.count()) == (1, 1)


def test_two_invitations_to_one_address_accepted_at_once_make_one_account(
    director: User, day_care: Organisation, gentofte: Organisation
) -> None:
    both = [invite(day_care, director), invite(gentofte, director, Role.POLICY_OFFICER)]
    actions = [lambda i=i: accept(i, f"sætning nummer {i.pk}") for i in both]
    assert at_once(*actions) == ["SignInFirst", "done"]
    assert User.objects.filter(email="ny@gentofte.example").count() == 1
    assert Invitation.objects.filter(accepted_at=None).count() == 1


def test_inviting_the_same_at_once_sends_one_mail(director: User, day_care: Organisation) -> None:
    found = at_once(*[lambda: invite(day_care, director)] * THREADS)
    assert found == one_wins(InvitedAlready)
    assert (Invitation.objects.count(), Message.objects.count()) == (1, 1)


def test_the_same_role_at_once_is_held_once(policy_officer: User, day_care: Organisation) -> None:
    def give() -> RoleHolding:
        return give_role(
            user=policy_officer, organisation=day_care, role=Role.LEADER, starts_on=TODAY
        )

    assert at_once(*[give] * THREADS) == one_wins(RoleHeldAlready)
    assert RoleHolding.objects.filter(user=policy_officer, role=Role.LEADER).count() == 1


def test_the_same_position_at_once_is_held_once(leader: User, other_day_care: Organisation) -> None:
    def become_leader_there() -> Position:
        return set_position(
            user=leader,
            organisation=other_day_care,
            level=LeaderLevel.INSTITUTION,
            starts_on=TODAY,
        )

    found = at_once(*[become_leader_there] * THREADS)
    assert set(found) <= {"done", PositionTaken.__name__}
    assert Position.objects.filter(user=leader, organisation=other_day_care).count() == 1


def test_the_two_last_directors_do_not_both_leave_at_once(
    director: User, policy_officer: User, gentofte: Organisation
) -> None:
    give_role(user=policy_officer, organisation=gentofte, role=Role.DIRECTOR, starts_on=TODAY)
    held = list(RoleHolding.objects.filter(role=Role.DIRECTOR).select_related("user"))
    actions = [lambda h=h: end_role(holding=h, on=TODAY, by=h.user, today=TODAY) for h in held]
    assert at_once(*actions) == [RoleIsLast.__name__, "done"]
