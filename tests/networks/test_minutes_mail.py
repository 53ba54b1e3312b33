"""The mail to those whose word the minutes need: one for each text, and only while it is needed."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from networks.models import Meeting, Minutes, Network
from networks.services.membership import leave_network
from networks.services.minutes import (
    approve_minutes,
    save_minutes,
    send_minutes,
    take_minutes_back,
)
from notifications.kinds import kind_named
from notifications.models import Message, MessageState
from notifications.rendering import render_mail
from tests.networks.members import NOW, end_roles, member
from tests.networks.outcome import LATER, held, was_there

KIND = kind_named("networks.minutes")


@pytest.fixture
def meeting(network: Network, leader: User, coordinator: User, director: User) -> Meeting:
    """Omar, Sofie and Lise are members; Sofie and Lise were there, and Sofie wrote."""
    for person in (leader, coordinator):
        member(network, person, director)
    meeting = held(network, coordinator)
    was_there(meeting, leader, coordinator)
    write(meeting, leader, "Vi talte om tillid.")
    return meeting


def write(meeting: Meeting, by: User, text: str) -> Minutes:
    base = Minutes.objects.filter(meeting=meeting).values_list("text", flat=True).first() or ""
    return save_minutes(meeting=meeting, text=text, base=base, by=by, now=NOW)


def sent(meeting: Meeting, by: User) -> Minutes:
    return send_minutes(meeting=meeting, by=by, now=NOW)


def mails() -> list[Message]:
    return list(Message.objects.filter(kind=KIND.name).order_by("pk"))


def delivered() -> None:
    Message.objects.filter(kind=KIND.name).update(state=MessageState.SENT)


def test_those_who_have_to_approve_get_the_way_there_and_no_word_of_the_text(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    sent(meeting, leader)
    (row,) = mails()
    assert row.user == coordinator
    assert KIND.still_wanted(row)
    row.language = "en"
    mail = render_mail(row, KIND)
    assert mail.subject == "Approve the minutes: Tillid"
    text = str(mail.body)
    assert "Read and approve the minutes:\n\n" in text
    assert f"\n{settings.BASE_URL}{reverse('meeting_minutes', args=[meeting.pk])}\n" in text
    assert "talte om" not in text


def test_sending_twice_asks_once(meeting: Meeting, leader: User, coordinator: User) -> None:
    for person in (leader, coordinator):
        sent(meeting, person)
    assert len(mails()) == 1


def test_who_was_not_there_and_who_has_approved_is_not_asked(
    meeting: Meeting, other_leader: User, leader: User, coordinator: User
) -> None:
    sent(meeting, other_leader)
    assert {row.user for row in mails()} == {leader, coordinator}


def test_the_same_text_sent_again_is_no_new_mail_a_new_text_is(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    minutes = sent(meeting, leader)
    delivered()
    take_minutes_back(minutes=minutes, reason="Et komma", by=coordinator)
    sent(meeting, leader)
    assert len(mails()) == 1
    take_minutes_back(minutes=minutes, reason="Stadig", by=coordinator)
    write(meeting, leader, "Vi talte om tillid, og om mod.")
    sent(meeting, leader)
    assert [row.user for row in mails()] == [coordinator, coordinator]


def test_a_mail_that_was_withdrawn_has_asked_nobody(
    meeting: Meeting, leader: User, coordinator: User
) -> None:
    """Taken back before the mail is sent, and sent again as it was."""
    minutes = sent(meeting, leader)
    take_minutes_back(minutes=minutes, reason="Vent", by=leader)
    (row,) = mails()
    assert not KIND.still_wanted(row)
    Message.objects.filter(pk=row.pk).update(state=MessageState.SUPPRESSED)
    sent(meeting, leader)
    assert KIND.still_wanted(mails()[1])


@pytest.mark.parametrize("how", ["approved", "changed", "left", "without a role"])
def test_what_needs_no_word_any_more_is_not_sent(
    meeting: Meeting, leader: User, coordinator: User, director: User, how: str
) -> None:
    minutes = sent(meeting, leader)
    row = mails()[0]
    if how == "approved":
        approve_minutes(minutes=minutes, revision=minutes.revision, by=coordinator, now=LATER)
    elif how == "changed":
        take_minutes_back(minutes=minutes, reason="Mere", by=leader)
        write(meeting, leader, "Vi talte om mod.")
        sent(meeting, leader)
        assert KIND.still_wanted(mails()[1])
    elif how == "left":
        leave_network(membership=meeting.network.memberships.get(user=coordinator), now=NOW)
    else:
        row.user = end_roles(coordinator)
    assert not KIND.still_wanted(row)


def test_one_write_however_many_are_asked(
    meeting: Meeting, leader: User, coordinator: User, other_leader: User
) -> None:
    was_there(meeting, other_leader)
    with CaptureQueriesContext(connection) as seen:
        sent(meeting, leader)
    assert len(mails()) == 2
    assert sum('INSERT INTO "notifications_message"' in q["sql"] for q in seen) == 1
