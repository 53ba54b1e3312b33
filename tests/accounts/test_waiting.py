"""What waits for a person among people and organisations."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.choices import Role
from accounts.models import Invitation, Organisation, StaffImport, User
from accounts.models.imports import ImportState
from accounts.selectors.waiting import waiting_for
from accounts.services.invitations import invite_person, resend_invitation
from notifications.models import Message, MessageState
from notifications.troubles import settle
from ui.waiting import AT_MOST

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def invitation(director: User, gentofte: Organisation) -> Invitation:
    return invite_person(
        email="ny@gentofte.example",
        first_name="Ny",
        last_name="Mand",
        role=Role.POLICY_OFFICER,
        organisation=gentofte,
        by=director,
        now=NOW,
    )


def shown(user: User, now: dt.datetime) -> list[tuple[str, str]]:
    return [(item.subject, item.badge_kind) for item in waiting_for(user, now)]


def test_an_invitation_waits_after_a_week_and_more_when_expired(
    director: User, invitation: Invitation
) -> None:
    assert shown(director, NOW + 6 * DAY) == []
    assert shown(director, NOW + 7 * DAY) == [("Ny Mand", "attention")]
    assert shown(director, NOW + 14 * DAY) == [("Ny Mand", "overdue")]


def test_a_resend_gives_another_week(director: User, invitation: Invitation) -> None:
    resend_invitation(invitation=invitation, by=director, now=NOW + 8 * DAY)
    assert shown(director, NOW + 9 * DAY) == []
    assert shown(director, NOW + 15 * DAY) == [("Ny Mand", "attention")]


def test_other_peoples_invitations_do_not_wait_for_me(
    klk_admin: User, stranger_director: User, invitation: Invitation
) -> None:
    assert shown(klk_admin, NOW + 8 * DAY) == shown(stranger_director, NOW + 8 * DAY) == []


def test_a_checked_list_waits_for_whoever_uploaded_it(
    director: User, klk_admin: User, gentofte: Organisation
) -> None:
    row = StaffImport.objects.create(
        municipality=gentofte,
        uploaded_by=director,
        created_at=NOW,
        file_name="ledere.xlsx",
        state=ImportState.CHECKED,
    )
    assert shown(director, NOW) == [("ledere.xlsx", "attention")]
    assert shown(klk_admin, NOW) == []
    row.state = ImportState.DONE
    row.save()
    assert shown(director, NOW) == []


def test_a_role_waits_thirty_days_before_it_ends(leader: User) -> None:
    role = leader.role_holdings.get()
    role.ends_on = (NOW + 30 * DAY).date()
    leader.held_roles = [role]  # as the request has them; the clock plays no part
    [item] = waiting_for(leader, NOW)
    assert item.due == role.ends_on
    assert waiting_for(leader, NOW - DAY) == []
    assert waiting_for(leader, NOW + 31 * DAY) == []


def test_few_queries_however_much_waits(
    director: User,
    leader: User,
    gentofte: Organisation,
    invitation: Invitation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(AT_MOST + 1):
        invite_person(
            email=f"ny{number}@gentofte.example",
            first_name=f"Ny {number}",
            last_name="",
            role=Role.POLICY_OFFICER,
            organisation=gentofte,
            by=director,
            now=NOW,
        )
    for user, queries, waiting in [(director, 2, AT_MOST), (leader, 1, 0)]:
        reader = User.objects.get(pk=user.pk)
        assert reader.held_roles
        with django_assert_num_queries(queries):
            assert len(waiting_for(reader, NOW + 8 * DAY)) == waiting


def test_mails_that_did_not_arrive_wait_for_klk_administration(
    klk_admin: User, director: User, invitation: Invitation
) -> None:
    assert shown(klk_admin, NOW) == []
    message = Message.objects.get(kind="accounts.invitation")
    Message.objects.update(state=MessageState.FAILED, finished_at=NOW, failure="550 unknown")
    assert shown(klk_admin, NOW) == [("1", "attention")]
    assert shown(director, NOW) == []
    settle(messages=[message.pk], now=NOW)
    assert shown(klk_admin, NOW) == []
