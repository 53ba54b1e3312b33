"""Somebody with the right of today stands behind every invitation, or it opens nothing."""

import pytest

from accounts.choices import Role
from accounts.models import Invitation, Organisation, RoleHolding, User
from accounts.selectors.invitations import invitation_behind
from accounts.services.invitations import (
    InvitationDead,
    accept_invitation,
    invite_person,
    resend_invitation,
)
from accounts.services.roles import DeputyMakesNoDirector, end_role, name_deputy
from notifications.kinds import kind_named
from notifications.models import Message
from tests.accounts.test_invitations import DAY, NOW, PASSWORD, TODAY, invite, token
from tests.conftest import LONG_AGO


@pytest.fixture
def invitation(director: User, day_care: Organisation) -> Invitation:
    return invite(day_care, director)


def _ends_role(director: User) -> None:
    holding = RoleHolding.objects.get(user=director, role=Role.DIRECTOR)
    end_role(holding=holding, on=TODAY, by=None, today=TODAY)


def test_an_invitation_dies_with_the_right_of_its_sender(
    invitation: Invitation, director: User
) -> None:
    link = token(invitation)
    assert invitation_behind(link, NOW) == invitation
    _ends_role(director)
    assert invitation_behind(link, NOW) is None
    with pytest.raises(InvitationDead):
        accept_invitation(invitation=invitation, password=PASSWORD, now=NOW)
    assert not User.objects.filter(email=invitation.email).exists()
    assert not kind_named("accounts.invitation").still_wanted(Message.objects.get())


def test_a_sender_who_cannot_sign_in_any_more_stands_behind_nothing(
    invitation: Invitation, director: User
) -> None:
    director.is_active = False
    director.save()
    assert invitation_behind(token(invitation), NOW) is None


def test_whoever_sends_it_again_stands_behind_it(
    invitation: Invitation, director: User, klk_admin: User
) -> None:
    _ends_role(director)
    sent = resend_invitation(invitation=invitation, by=klk_admin, now=NOW)
    assert sent.invited_by == klk_admin
    found = invitation_behind(token(sent), NOW)
    assert found == sent
    person = accept_invitation(invitation=sent, password=PASSWORD, now=NOW)
    assert person.has_role_in(sent.organisation.home_id, Role.LEADER)


def test_a_deputy_cannot_take_over_an_invitation_to_be_director(
    gentofte: Organisation, director: User, policy_officer: User
) -> None:
    invitation = invite(gentofte, director, role=Role.DIRECTOR)
    holding = RoleHolding.objects.get(user=director, role=Role.DIRECTOR)
    name_deputy(
        holding=holding, deputy=policy_officer, starts_on=LONG_AGO, ends_on=TODAY + 300 * DAY
    )
    deputy = User.objects.get(pk=policy_officer.pk)
    with pytest.raises(DeputyMakesNoDirector):
        resend_invitation(invitation=invitation, by=deputy, now=NOW)


def test_a_command_invites_without_a_name(db: None) -> None:
    klk = Organisation.objects.create(kind="klk", name="KLK")
    first = invite_person(
        email="admin@klk.example",
        first_name="Karen",
        last_name="Toft",
        role=Role.KLK_ADMIN,
        organisation=klk,
        by=None,
        now=NOW,
    )
    assert invitation_behind(token(first), NOW) == first
