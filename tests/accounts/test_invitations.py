"""Invitations as rows and mails: who is invited, what works, what is dead."""

import datetime as dt
from typing import Any

import pytest
from django.core import signing
from django.utils import timezone

from accounts.choices import LeaderLevel, Role
from accounts.models import Invitation, Organisation, RoleHolding, User
from accounts.selectors.invitations import invitation_behind, link_to
from accounts.services.invitations import (
    EndIsPast,
    InvitationClosed,
    InvitationDead,
    InvitedAlready,
    PasswordMissing,
    RoleIsTheirs,
    SignInFirst,
    accept_invitation,
    invite_person,
    resend_invitation,
    withdraw_invitation,
)
from accounts.services.people import create_person
from accounts.services.roles import DeputyMakesNoDirector, RoleNotHere, end_role, name_deputy
from audit.models import AuditEntry
from notifications.kinds import kind_named
from notifications.models import Message
from notifications.rendering import render_mail
from tests.conftest import LONG_AGO

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
PASSWORD = "en lang sætning om åer"


@pytest.fixture
def invitation(director: User, day_care: Organisation) -> Invitation:
    return invite(day_care, director)


def invite(where: Organisation, by: User, email: str = "ny@gentofte.example", **changes: object):
    values = {
        "email": email,
        "first_name": "Ny",
        "last_name": "Leder",
        "role": Role.LEADER,
        "organisation": where,
        "by": by,
        "now": NOW,
    }
    return invite_person(**{**values, **changes})


def token(invitation: Invitation) -> str:
    return link_to(invitation).rstrip("/").rpartition("/")[2]


# --- inviting --------------------------------------------------------------------------------
def test_an_invitation_is_a_row_and_a_message(invitation: Invitation, director: User) -> None:
    assert invitation.expires_at == NOW + 14 * DAY
    assert invitation.invited_by == director
    message = Message.objects.get()
    assert (message.kind, message.address, message.subject_id, message.occasion) == (
        "accounts.invitation",
        "ny@gentofte.example",
        str(invitation.pk),
        "1",
    )
    assert (message.user, message.language, message.params) == (None, "da", {})


def test_nothing_in_the_database_opens_the_door(invitation: Invitation) -> None:
    key = token(invitation)
    rows = [
        Invitation.objects.values(),
        Message.objects.values(),
        AuditEntry.objects.values(),
    ]
    assert not any(key in str(value) for row in rows for value in row)


def test_a_known_address_is_invited_in_just_the_same_way(
    director: User, day_care: Organisation, stranger_leader: User
) -> None:
    known = invite(day_care, director, stranger_leader.email.upper())
    unknown = invite(day_care, director, "ukendt@gentofte.example")
    seen = ("first_name", "last_name", "role", "expires_at", "sendings", "accepted_by")
    assert [getattr(known, f) for f in seen] == [getattr(unknown, f) for f in seen]
    assert str(known.state(NOW)) == str(unknown.state(NOW))
    assert known.email == stranger_leader.email


def test_the_same_open_invitation_twice_is_refused(
    invitation: Invitation, director: User, day_care: Organisation
) -> None:
    with pytest.raises(InvitedAlready):
        invite(day_care, director, "NY@gentofte.example ")
    assert (Invitation.objects.count(), Message.objects.count()) == (1, 1)


def test_an_expired_invitation_makes_room_for_a_new_one(
    invitation: Invitation, director: User, day_care: Organisation
) -> None:
    later = NOW + 15 * DAY
    new = invite(day_care, director, now=later)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at == later
    assert new.is_open(later)


def test_what_makes_no_sense_is_refused(
    director: User, gentofte: Organisation, leader: User, day_care: Organisation
) -> None:
    with pytest.raises(RoleNotHere):
        invite(gentofte, director)
    with pytest.raises(EndIsPast):
        invite(day_care, director, role_ends_on=TODAY - DAY)
    with pytest.raises(RoleIsTheirs):
        invite(day_care, director, leader.email)
    assert not Message.objects.exists()


# --- resending and withdrawing ---------------------------------------------------------------
def test_a_resend_is_a_new_mail_with_a_new_time_limit(
    invitation: Invitation, director: User
) -> None:
    later = NOW + 20 * DAY
    sent = resend_invitation(invitation=invitation, by=director, now=later)
    assert (sent.sendings, sent.expires_at) == (2, later + 14 * DAY)
    assert sorted(Message.objects.values_list("occasion", flat=True)) == ["1", "2"]


def test_a_double_click_on_resend_sends_once(invitation: Invitation, director: User) -> None:
    for _click in range(2):
        resend_invitation(invitation=invitation, by=director, now=NOW, seen_sendings=1)
    assert Message.objects.count() == 2


def test_a_withdrawn_invitation_stays_withdrawn(invitation: Invitation, director: User) -> None:
    for _click in range(2):
        withdraw_invitation(invitation=invitation, by=director, now=NOW)
    with pytest.raises(InvitationClosed):
        resend_invitation(invitation=invitation, by=director, now=NOW)
    with pytest.raises(InvitationDead):
        accept_invitation(invitation=invitation, password=PASSWORD, now=NOW)


def test_an_accepted_invitation_cannot_be_withdrawn_or_resent(
    invitation: Invitation, director: User
) -> None:
    accept_invitation(invitation=invitation, password=PASSWORD, now=NOW)
    with pytest.raises(InvitationClosed):
        withdraw_invitation(invitation=invitation, by=director, now=NOW)
    with pytest.raises(InvitationClosed):
        resend_invitation(invitation=invitation, by=director, now=NOW)


# --- the link --------------------------------------------------------------------------------
def test_the_link_finds_its_invitation(invitation: Invitation) -> None:
    assert link_to(invitation).startswith("http")
    assert invitation_behind(token(invitation), NOW) == invitation


def test_every_dead_link_finds_nothing(invitation: Invitation, director: User) -> None:
    key = token(invitation)
    assert invitation_behind(key, NOW + 14 * DAY) is None
    dead = ["", "x", "æøå", key[:-1], key + "x", key.swapcase(), "a" * 5000, "\x00"]
    dead += [signing.dumps(value, salt="accounts.invitation") for value in (1, [1], "ab", None)]
    dead += [signing.dumps(["x", {}], salt="accounts.invitation")]
    dead += [signing.dumps([invitation.pk, 1], salt="another")]
    assert [invitation_behind(link, NOW) for link in dead] == [None] * len(dead)
    resend_invitation(invitation=invitation, by=director, now=NOW)
    assert invitation_behind(key, NOW) is None


def test_a_mail_is_wanted_while_its_link_works(invitation: Invitation, director: User) -> None:
    kind = kind_named("accounts.invitation")
    now = timezone.now()
    invitation.expires_at = now + DAY
    invitation.save()
    first = Message.objects.get()
    assert kind.still_wanted(first)
    assert kind.context_at_sending(first)["link"] == link_to(invitation)
    resend_invitation(invitation=invitation, by=director, now=now)
    assert not kind.still_wanted(first)
    second = Message.objects.get(occasion="2")
    assert kind.still_wanted(second)
    withdraw_invitation(invitation=invitation, by=director, now=now)
    assert not kind.still_wanted(second)
    second.subject_id = "999999"
    assert not kind.still_wanted(second)


def test_the_mail_is_plain_and_has_the_link_on_a_line_of_its_own(
    director: User, gentofte: Organisation
) -> None:
    gentofte.name = "Gentofte & Omegns <Kommune>"
    gentofte.save()
    invitation = invite(
        gentofte, director, role=Role.POLICY_OFFICER, first_name="Søs", language="en"
    )
    message = Message.objects.get()
    mail = render_mail(message, kind_named(message.kind))
    [link] = [line for line in mail.body.splitlines() if "/konto/invitation/" in line]
    assert invitation_behind(link.rstrip("/").rpartition("/")[2], NOW) == invitation
    assert "Gentofte & Omegns <Kommune>" in mail.body
    assert "8 December 2026" in mail.body
    assert (mail.subject, mail.to) == (
        "Mette Holm invites you to KLK Netværk",
        ["ny@gentofte.example"],
    )
    assert "Søs" in mail.body


# --- accepting -------------------------------------------------------------------------------
def test_accepting_makes_account_role_and_position(
    invitation: Invitation, day_care: Organisation
) -> None:
    user = accept_invitation(
        invitation=invitation, password=PASSWORD, now=NOW, first_name="Nynne", last_name="Lær"
    )
    assert (user.full_name, user.email, user.language) == ("Nynne Lær", invitation.email, "da")
    assert user.check_password(PASSWORD)
    assert user.emailaddress_set.get(email=user.email).verified
    role, position = user.role_holdings.get(), user.positions.get()
    assert (role.role, role.organisation, role.starts_on) == (Role.LEADER, day_care, TODAY)
    assert (position.level, position.starts_on) == (LeaderLevel.INSTITUTION, TODAY)
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.accepted_by) == (NOW, user)


def test_the_trail_says_who_accepted(invitation: Invitation) -> None:
    user = accept_invitation(invitation=invitation, password=PASSWORD, now=NOW)
    entries = AuditEntry.objects.filter(source="invitation")
    assert {entry.actor for entry in entries} == {user}
    assert entries.count() >= 3


def test_accepting_works_once(invitation: Invitation) -> None:
    accept_invitation(invitation=invitation, password=PASSWORD, now=NOW)
    with pytest.raises(InvitationDead):
        accept_invitation(invitation=invitation, password="en anden sætning", now=NOW)
    assert User.objects.get(email=invitation.email).check_password(PASSWORD)


def test_a_link_that_was_opened_before_a_resend_is_dead(
    invitation: Invitation, director: User
) -> None:
    resend_invitation(invitation=invitation, by=director, now=NOW)
    with pytest.raises(InvitationDead):
        accept_invitation(invitation=invitation, password=PASSWORD, now=NOW)


def test_a_person_of_the_hr_list_gets_a_first_password(invitation: Invitation) -> None:
    known = create_person(email=invitation.email, first_name="Kendt", last_name="Fra Listen")
    with pytest.raises(PasswordMissing):
        accept_invitation(invitation=invitation, password=None, now=NOW)
    user = accept_invitation(invitation=invitation, password=PASSWORD, now=NOW)
    assert (user, user.full_name) == (known, "Kendt Fra Listen")
    assert User.objects.get(pk=known.pk).check_password(PASSWORD)
    assert known.emailaddress_set.get().verified


def test_an_account_keeps_its_password_whatever_is_sent(
    director: User, day_care: Organisation, stranger_leader: User
) -> None:
    invitation = invite(day_care, director, stranger_leader.email)
    with pytest.raises(SignInFirst):
        accept_invitation(invitation=invitation, password=PASSWORD, now=NOW)
    user = accept_invitation(invitation=invitation, password=None, now=NOW)
    assert user == stranger_leader
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)
    assert user.role_holdings.count() == 2


def test_somebody_who_was_shut_out_stays_out(
    director: User, day_care: Organisation, stranger_leader: User
) -> None:
    stranger_leader.is_active = False
    stranger_leader.save()
    invitation = invite(day_care, director, stranger_leader.email)
    with pytest.raises(InvitationDead):
        accept_invitation(invitation=invitation, password=None, now=NOW)
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_a_role_given_meanwhile_does_not_stand_in_the_way(
    director: User, day_care: Organisation, stranger_leader: User
) -> None:
    invitation = invite(day_care, director, stranger_leader.email)
    RoleHolding.objects.create(
        user=stranger_leader, organisation=day_care, role=Role.LEADER, starts_on=TODAY
    )
    accept_invitation(invitation=invitation, password=None, now=NOW)
    assert stranger_leader.role_holdings.filter(organisation=day_care).count() == 1


def test_a_deputy_can_be_invited_for_a_time(
    director: User, gentofte: Organisation, settings: Any
) -> None:
    settings.INVITATION_DAYS = 3
    invitation = invite(
        gentofte, director, role=Role.DIRECTOR, role_ends_on=TODAY + 9 * DAY, deputy_for=director
    )
    assert invitation.expires_at == NOW + 3 * DAY
    role = accept_invitation(invitation=invitation, password=PASSWORD, now=NOW).role_holdings.get()
    assert (role.deputy_for, role.ends_on) == (director, TODAY + 9 * DAY)


def test_a_deputys_link_is_dead_when_the_director_has_left(
    director: User, klk_admin: User, gentofte: Organisation
) -> None:
    invitation = invite(
        gentofte, director, role=Role.DIRECTOR, role_ends_on=TODAY + 9 * DAY, deputy_for=director
    )
    end_role(holding=director.role_holdings.get(), on=TODAY, by=klk_admin, today=TODAY)
    with pytest.raises(InvitationDead):
        accept_invitation(invitation=invitation, password=PASSWORD, now=NOW)
    assert not User.objects.filter(email=invitation.email).exists()


def test_an_invited_deputy_stays_no_longer_than_the_director(
    director: User, klk_admin: User, gentofte: Organisation
) -> None:
    invitation = invite(
        gentofte, director, role=Role.DIRECTOR, role_ends_on=TODAY + 9 * DAY, deputy_for=director
    )
    end_role(holding=director.role_holdings.get(), on=TODAY + DAY, by=klk_admin, today=TODAY)
    role = accept_invitation(invitation=invitation, password=PASSWORD, now=NOW).role_holdings.get()
    assert role.ends_on == TODAY + DAY


def test_a_deputy_invites_no_director(director: User, leader: User, gentofte: Organisation) -> None:
    name_deputy(
        holding=director.role_holdings.get(),
        deputy=leader,
        starts_on=LONG_AGO,
        ends_on=LONG_AGO + 99_999 * DAY,
    )
    deputy = User.objects.get(pk=leader.pk)
    with pytest.raises(DeputyMakesNoDirector):
        invite(gentofte, deputy, role=Role.DIRECTOR)
    assert invite(gentofte, deputy, role=Role.POLICY_OFFICER)
