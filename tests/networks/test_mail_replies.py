"""To whom an answer to a mail goes: the right human, never a stranger's address or one's own."""

from __future__ import annotations

from email.utils import parseaddr

import pytest
from django.conf import settings

from accounts.models import Organisation, User
from networks.models import Membership, Network
from networks.services.duties import end_duties
from networks.services.membership import decide_request, remove_member
from networks.services.polls import propose_dates
from notifications.kinds import kind_named
from notifications.models import Message
from notifications.rendering import render_mail
from tests.networks.meetings import STARTS_AT, THREE_HOURS, coordinating, planned
from tests.networks.members import (
    NOW,
    TODAY,
    asked,
    assigned,
    end_roles,
    invited,
    member,
    running_network,
)

HOUSE = settings.LETTERHEAD["email"]


@pytest.fixture
def network(gentofte: Organisation, director: User, coordinator: User) -> Network:
    """Lise coordinates it."""
    network = running_network(gentofte, director, admission="request")
    coordinating(member(network, coordinator, director), director)
    return network


def answer_to(kind: str, person: User) -> str:
    """The address that an answer to the newest mail goes to; the mail says so, too."""
    message = Message.objects.filter(kind=kind, address=person.email).latest("pk")
    message.language = "en"
    mail = render_mail(message, kind_named(kind))
    _name, address = parseaddr(mail.reply_to[0])
    assert f"Your reply goes to {_name + ', ' if _name else ''}{address}." in str(mail.body)
    return address


def test_to_whoever_invited(network: Network, leader: User, director: User) -> None:
    membership = invited(network, leader, director)
    assert answer_to("networks.invitation", leader) == director.email
    Membership.objects.filter(pk=membership.pk).update(asked_by=None)
    assert answer_to("networks.invitation", leader) == HOUSE


def test_not_to_somebody_whose_sign_in_is_closed(
    network: Network, leader: User, director: User
) -> None:
    invited(network, leader, director)
    User.objects.filter(pk=director.pk).update(is_active=False)
    assert answer_to("networks.invitation", leader) == HOUSE


def test_to_whoever_asks_to_join(network: Network, leader: User, director: User) -> None:
    asked(network, leader)
    assert answer_to("networks.request", director) == leader.email


def test_to_the_coordinator_for_who_came_in_and_to_no_member_for_who_did_not(
    network: Network, leader: User, other_leader: User, director: User, coordinator: User
) -> None:
    for person, accept in ((leader, True), (other_leader, False)):
        decide_request(membership=asked(network, person), accept=accept, by=director, now=NOW)
    assert answer_to("networks.decision", leader) == coordinator.email
    assert answer_to("networks.decision", other_leader) == HOUSE


def test_to_the_house_for_who_is_no_member_any_more(
    network: Network, leader: User, director: User
) -> None:
    planned(network, director)
    remove_member(membership=member(network, leader, director), by=director, now=NOW)
    assert answer_to("networks.removal", leader) == HOUSE


def test_to_whoever_assigned(network: Network, consultant: User, klk_admin: User) -> None:
    assigned(network, consultant, klk_admin)
    assert answer_to("networks.assignment", consultant) == klk_admin.email


def test_to_whoever_planned_while_they_are_inside(
    network: Network, leader: User, consultant: User, klk_admin: User, coordinator: User
) -> None:
    member(network, leader, klk_admin)
    assigned(network, consultant, klk_admin)
    planned(network, consultant)
    assert answer_to("networks.meetings", leader) == consultant.email
    end_roles(consultant)
    assert answer_to("networks.meetings", leader) == coordinator.email


def test_not_to_a_director_who_is_outside_but_to_todays_coordinator(
    network: Network, leader: User, director: User, coordinator: User
) -> None:
    member(network, leader, director)
    planned(network, director)
    assert answer_to("networks.meetings", leader) == coordinator.email
    end_duties(membership=Membership.objects.get(user=coordinator), on=TODAY)
    Membership.objects.get(user=coordinator).duties.all().delete()
    assert answer_to("networks.meetings", leader) == HOUSE


def test_to_the_coordinator_for_a_new_member(
    network: Network, leader: User, director: User, coordinator: User
) -> None:
    planned(network, director)
    member(network, leader, director)
    assert answer_to("networks.meetings_ahead", leader) == coordinator.email


def test_nobody_answers_themselves(
    network: Network, leader: User, director: User, coordinator: User
) -> None:
    member(network, leader, director)
    planned(network, coordinator)
    assert answer_to("networks.meetings", leader) == coordinator.email
    assert answer_to("networks.meetings", coordinator) == HOUSE


def test_to_whoever_looks_for_a_date(
    network: Network, leader: User, director: User, coordinator: User
) -> None:
    member(network, leader, director)
    propose_dates(
        network=network,
        theme="Tillid",
        place="",
        times=[(STARTS_AT, STARTS_AT + THREE_HOURS)],
        by=coordinator,
        now=NOW,
    )
    assert answer_to("networks.dates", leader) == coordinator.email


def test_a_name_of_any_letters_is_a_head_that_mail_servers_take(
    network: Network, leader: User, director: User
) -> None:
    director.first_name, director.last_name = 'Søren "Ø"\r\nBcc: all@evil.example', "Å, Æ"
    director.save()
    invited(network, leader, director)
    message = Message.objects.filter(kind="networks.invitation").latest("pk")
    sent = render_mail(message, kind_named(message.kind)).message()
    assert director.email in str(sent["Reply-To"])
    assert sent["Bcc"] is None
    assert str(sent["Reply-To"]).isascii()
