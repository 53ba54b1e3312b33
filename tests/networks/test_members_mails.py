"""The mails of networks: what they say, in whose language, and when they are no longer wanted."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import Organisation, User
from networks.models import Membership, Network
from networks.services.assignments import end_assignment
from networks.services.membership import (
    decide_request,
    decline_invitation,
    leave_network,
    remove_member,
    withdraw_membership,
)
from notifications.kinds import kind_named
from notifications.models import Message
from notifications.rendering import render_mail
from tests.networks.members import (
    DAY,
    NOW,
    TODAY,
    asked,
    assigned,
    invited,
    member,
    running_network,
)


@pytest.fixture
def network(gentofte: Organisation, director: User) -> Network:
    return running_network(gentofte, director, name="Nye ledere & <gamle>", admission="request")


def newest(kind: str) -> Message:
    return Message.objects.filter(kind=kind).latest("pk")


def mail(kind: str, language: str = "en") -> tuple[str, str]:
    message = newest(kind)
    message.language = language
    rendered = render_mail(message, kind_named(kind))
    return rendered.subject, str(rendered.body)


def wanted(kind: str) -> bool:
    return kind_named(kind).still_wanted(newest(kind))


def link(name: str, *args: Any) -> str:
    return str(settings.BASE_URL + reverse(name, args=args))


def test_the_invitation(network: Network, leader: User, director: User) -> None:
    membership = invited(network, leader, director)
    subject, text = mail("networks.invitation")
    assert subject == "You are invited to Nye ledere & <gamle>"
    assert "Mette Holm invites you to the leader network Nye ledere & <gamle>." in text
    assert f"\n{link('network', network.pk)}\n" in text
    assert link("account_reset_password") not in text  # Sofie has a password
    assert wanted("networks.invitation")
    decline_invitation(membership=membership, now=NOW)
    assert not wanted("networks.invitation")


def test_whoever_has_never_signed_in_is_told_how(
    network: Network, leader: User, director: User
) -> None:
    leader.set_unusable_password()
    leader.save()
    invited(network, leader, director)
    assert link("account_reset_password") in mail("networks.invitation")[1]


def test_an_inviter_who_is_gone(network: Network, leader: User, director: User) -> None:
    membership = invited(network, leader, director)
    Membership.objects.filter(pk=membership.pk).update(asked_by=None)
    assert "You are invited to the leader network" in mail("networks.invitation")[1]


def test_an_invitation_taken_back_is_not_sent(
    network: Network, leader: User, director: User
) -> None:
    withdraw_membership(membership=invited(network, leader, director), by=director, now=NOW)
    assert not wanted("networks.invitation")


def test_the_request(network: Network, leader: User, director: User) -> None:
    membership = asked(network, leader)
    subject, text = mail("networks.request")
    assert subject == "Sofie Krag asks to join Nye ledere & <gamle>"
    assert f"\n{link('network_members', network.pk)}\n" in text
    assert wanted("networks.request")
    decide_request(membership=membership, accept=True, by=director, now=NOW)
    assert not wanted("networks.request")


@pytest.mark.parametrize(
    ("accept", "says"), [(True, "You are now a member"), (False, "It could not be this time")]
)
def test_the_decision(
    accept: bool, says: str, network: Network, leader: User, director: User
) -> None:
    decide_request(membership=asked(network, leader), accept=accept, by=director, now=NOW)
    assert says in mail("networks.decision")[1]
    assert wanted("networks.decision")


def test_a_welcome_to_somebody_who_has_left_is_not_sent(
    network: Network, leader: User, director: User
) -> None:
    membership = asked(network, leader)
    decide_request(membership=membership, accept=True, by=director, now=NOW)
    leave_network(membership=membership, now=NOW)
    assert not wanted("networks.decision")


def test_the_end_of_a_membership(network: Network, leader: User, director: User) -> None:
    remove_member(membership=member(network, leader, director), by=director, now=NOW)
    assert "has been ended" in mail("networks.removal")[1]


def test_the_assignment(network: Network, consultant: User, klk_admin: User) -> None:
    row = assigned(network, consultant, klk_admin)
    text = mail("networks.assignment")[1]
    assert "Nye ledere & <gamle> in Gentofte Kommune" in text
    assert f"\n{link('network', network.pk)}\n" in text
    assert wanted("networks.assignment")
    end_assignment(assignment=row, on=TODAY - 10 * DAY, by=klk_admin)
    assert not wanted("networks.assignment")


def test_a_row_whose_subject_is_gone_is_not_sent(
    network: Network, leader: User, director: User, consultant: User, klk_admin: User
) -> None:
    invited(network, leader, director).delete()
    assigned(network, consultant, klk_admin).delete()
    for kind in ("networks.invitation", "networks.assignment"):
        assert not wanted(kind)
        assert kind_named(kind).context_at_sending(newest(kind)) == {}


def test_the_language_is_the_recipients(network: Network, leader: User, director: User) -> None:
    leader.language = "en"
    leader.save()
    invited(network, leader, director)
    asked_by_other = newest("networks.invitation")
    assert asked_by_other.language == "en"
