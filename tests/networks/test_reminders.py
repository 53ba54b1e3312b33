"""What people in networks are reminded of, whom, when, and when no longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Organisation, User
from accounts.selectors.audit import changes_of, described
from networks.mails.reminders import TABLE, NetworkReminder
from networks.models import Meeting, Membership, Milestone, Network
from networks.services.actions import add_action, finish_action
from networks.services.attendance import answer_meeting
from networks.services.duties import name_coordinator
from networks.services.meetings import cancel_meeting, give_part
from networks.services.membership import accept_invitation, leave_network
from networks.services.minutes import approve_minutes, save_minutes, send_minutes
from networks.services.reminder_times import choose_reminder_days
from networks.services.status import set_status
from notifications.kinds import kind_named
from notifications.models import Message
from notifications.reminders import plan_reminders
from notifications.rendering import render_mail
from tests.networks.designs import complete_draft
from tests.networks.meetings import changed, coordinating, planned
from tests.networks.members import DAY, NOW, assigned, invited, member, running_network
from tests.networks.outcome import held, was_there

#: A Tuesday with working days around it. 12 January 2027 is one, too.
MEETING_DAY = dt.date(2027, 1, 12)
WEEK, TOMORROW, PARTS = "meeting_week", "meeting_tomorrow", "parts"
Set = Callable[[dt.date], list[str]]


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Let it be the morning of a day, and look for reminders: `morning(day)` gives the new ones."""

    def it_is(day: dt.date) -> list[str]:
        now = timezone.make_aware(dt.datetime.combine(day, dt.time(8, 5)))
        monkeypatch.setattr(timezone, "now", lambda: now)
        known = set(reminders().values_list("pk", flat=True))
        plan_reminders(now=now)
        return told(*reminders().exclude(pk__in=known))

    return it_is


def reminders():
    return Message.objects.filter(kind__startswith="networks.remind_").order_by("pk")


def told(*rows: Message) -> list[str]:
    """Who is reminded of what: 'meeting_week Omar'."""
    return sorted(
        f"{row.kind.removeprefix('networks.remind_')} {row.user.first_name}"  # type: ignore[union-attr]
        for row in rows
    )


def wanted() -> list[str]:
    return told(*(row for row in reminders() if kind_named(row.kind).still_wanted(row)))


def text_of(kind: str, person: User) -> str:
    row = reminders().get(kind=f"networks.remind_{kind}", user=person)
    return " ".join(str(render_mail(row, kind_named(row.kind)).body).split())


@pytest.fixture
def network(gentofte: Organisation, director: User, other_leader: User, leader: User) -> Network:
    """Omar and Sofie are members from the 23rd of November on."""
    network = running_network(gentofte, director, name="Dagtilbud Nord")
    for person in (other_leader, leader):
        member(network, person, director)
    return network


@pytest.fixture
def meeting(network: Network, director: User) -> Meeting:
    return planned(network, director, MEETING_DAY, prepare="Tag en samtale med.")


# --- meetings -----------------------------------------------------------------------------------
def test_a_week_before_and_the_day_before(meeting: Meeting, morning: Set) -> None:
    assert morning(MEETING_DAY - 8 * DAY) == []
    assert morning(MEETING_DAY - 7 * DAY) == [f"{WEEK} Omar", f"{WEEK} Sofie"]
    assert morning(MEETING_DAY - 6 * DAY) == []
    assert morning(MEETING_DAY - DAY) == [f"{TOMORROW} Omar", f"{TOMORROW} Sofie"]
    assert morning(MEETING_DAY) == []


def test_before_a_weekend_and_holidays(network: Network, director: User, morning: Set) -> None:
    """Monday's meeting is told on Friday; the one after Easter before Easter."""
    planned(network, director, dt.date(2027, 1, 18))
    assert morning(dt.date(2027, 1, 15)) == [f"{TOMORROW} Omar", f"{TOMORROW} Sofie"]
    assert morning(dt.date(2027, 1, 16)) == morning(dt.date(2027, 1, 17)) == []
    planned(network, director, dt.date(2027, 3, 30))
    morning(dt.date(2027, 3, 23))
    assert morning(dt.date(2027, 3, 24)) == [f"{TOMORROW} Omar", f"{TOMORROW} Sofie"]


def test_after_days_without_a_worker_it_is_still_told(meeting: Meeting, morning: Set) -> None:
    assert morning(MEETING_DAY - 4 * DAY) == [f"{WEEK} Omar", f"{WEEK} Sofie"]


def test_too_late_for_a_week_ahead_only_the_last_one_comes(meeting: Meeting, morning: Set) -> None:
    assert morning(MEETING_DAY - DAY) == [f"{TOMORROW} Omar", f"{TOMORROW} Sofie"]


def test_the_mail_tells_what_to_prepare_and_asks_who_has_not_answered(
    meeting: Meeting, other_leader: User, leader: User, morning: Set
) -> None:
    own = Membership.objects.get(user=leader)
    answer_meeting(meeting=meeting, membership=own, answer="coming", now=NOW)
    give_part(meeting=meeting, part="host", holder=leader, by=leader)
    morning(MEETING_DAY - 7 * DAY)
    asked, answered = text_of(WEEK, other_leader), text_of(WEEK, leader)
    assert "Tag en samtale med." in asked
    assert "/netvaerk/moede/svar/" in asked
    assert "Din rolle" not in asked
    assert "Din rolle: Vært" in answered
    assert f"/netvaerk/moede/{meeting.pk}/" in answered
    assert "/netvaerk/moede/svar/" not in answered


def test_who_has_said_no_is_left_alone(meeting: Meeting, leader: User, morning: Set) -> None:
    own = Membership.objects.get(user=leader)
    answer_meeting(meeting=meeting, membership=own, answer="not_coming", reason="Syg", now=NOW)
    assert morning(MEETING_DAY - 7 * DAY) == [f"{WEEK} Omar"]


def test_who_says_no_after_it_was_planned_gets_none(
    meeting: Meeting, leader: User, morning: Set
) -> None:
    morning(MEETING_DAY - 7 * DAY)
    own = Membership.objects.get(user=leader)
    answer_meeting(meeting=meeting, membership=own, answer="not_coming", reason="", now=NOW)
    assert wanted() == [f"{WEEK} Omar"]


def test_who_came_in_or_was_told_of_it_just_now_is_not_reminded(
    network: Network, director: User, coordinator: User, morning: Set
) -> None:
    """Both have just had the invitation; the day before they are reminded like everybody."""
    planned(network, director, MEETING_DAY)
    late = MEETING_DAY - 7 * DAY
    Membership.objects.filter(user__first_name="Omar").update(joined_on=late)
    assert morning(late) == [f"{WEEK} Sofie"]
    assert morning(MEETING_DAY - DAY) == [f"{TOMORROW} Omar", f"{TOMORROW} Sofie"]
    second = planned(network, director, MEETING_DAY + 7 * DAY)
    Meeting.objects.filter(pk=second.pk).update(created_at=timezone.now() + DAY)
    assert morning(MEETING_DAY) == []
    assert morning(MEETING_DAY + 6 * DAY) == [f"{TOMORROW} Omar", f"{TOMORROW} Sofie"]


def test_a_meeting_that_moves_is_told_anew(meeting: Meeting, director: User, morning: Set) -> None:
    morning(MEETING_DAY - 7 * DAY)
    later = 14 * DAY
    changed(meeting, director, starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later)
    assert wanted() == []
    assert morning(MEETING_DAY + later - 7 * DAY) == [f"{WEEK} Omar", f"{WEEK} Sofie"]
    assert wanted() == [f"{WEEK} Omar", f"{WEEK} Sofie"]


def test_cancelled_left_or_over_is_nothing_to_be_reminded_of(
    meeting: Meeting, director: User, leader: User, morning: Set
) -> None:
    morning(MEETING_DAY - 7 * DAY)
    leave_network(membership=Membership.objects.get(user=leader), now=NOW)
    assert wanted() == [f"{WEEK} Omar"]
    cancel_meeting(meeting=meeting, because="Sne", by=director, now=NOW)
    assert wanted() == []
    assert morning(MEETING_DAY - DAY) == []


def test_a_closed_network_reminds_nobody(
    network: Network, meeting: Meeting, director: User, leader: User, morning: Set
) -> None:
    give_part(meeting=meeting, part="host", holder=leader, by=leader)
    set_status(network=network, status="closed", by=director, now=NOW)
    for days in (14, 7, 1):
        assert morning(MEETING_DAY - days * DAY) == []


def test_a_consultant_is_reminded_too(
    meeting: Meeting, consultant: User, klk_admin: User, morning: Set
) -> None:
    assigned(meeting.network, consultant, klk_admin)
    assert f"{WEEK} Anne" in morning(MEETING_DAY - 7 * DAY)
    assert "/netvaerk/moede/svar/" not in text_of(WEEK, consultant)


def test_a_role_is_told_two_weeks_before_to_who_has_it(
    meeting: Meeting, leader: User, other_leader: User, morning: Set
) -> None:
    for part in ("host", "convener"):
        give_part(meeting=meeting, part=part, holder=leader, by=leader)
    assert morning(MEETING_DAY - 14 * DAY) == [f"{PARTS} Sofie"]
    assert "Mødeindkalder, Vært" in text_of(PARTS, leader)
    for part in ("host", "convener"):
        give_part(meeting=meeting, part=part, holder=other_leader, by=leader)
    assert wanted() == []


# --- invitations, actions, minutes ----------------------------------------------------------------
def test_an_invitation_waits(
    network: Network, director: User, coordinator: User, morning: Set
) -> None:
    waiting = invited(network, coordinator, director)
    asked_on = NOW.date()
    assert morning(asked_on + 3 * DAY) == []
    assert morning(asked_on + 4 * DAY) == ["invitation Lise"]
    assert morning(asked_on + 7 * DAY) == []
    assert wanted() == ["invitation Lise"]
    accept_invitation(membership=waiting, now=NOW)
    assert wanted() == []


def test_an_action_is_due(network: Network, leader: User, morning: Set) -> None:
    action = add_action(
        meeting=held(network, leader),
        text="Skriv til Lise",
        owner=leader,
        due_on=dt.date(2026, 12, 10),
        by=leader,
        now=NOW,
    )
    assert morning(dt.date(2026, 12, 7)) == []
    assert morning(dt.date(2026, 12, 8)) == ["action Sofie"]
    assert "Skriv til Lise" in text_of("action", leader)
    finish_action(action=action, by=leader, now=NOW)
    assert wanted() == []
    assert morning(dt.date(2026, 12, 9)) == []


def test_minutes_wait_for_those_who_were_there(
    network: Network, leader: User, other_leader: User, morning: Set
) -> None:
    meeting = held(network, leader)
    was_there(meeting, leader, other_leader)
    save_minutes(meeting=meeting, text="Hemmeligt", base="", by=leader, now=NOW)
    minutes = send_minutes(meeting=meeting, by=leader, now=NOW)
    approve_minutes(minutes=minutes, revision=minutes.revision, by=leader, now=NOW)
    assert morning(NOW.date() + 3 * DAY) == []
    assert morning(NOW.date() + 4 * DAY) == ["minutes Omar"]
    assert "Hemmeligt" not in text_of("minutes", other_leader)
    approve_minutes(minutes=minutes, revision=minutes.revision, by=other_leader, now=NOW)
    assert wanted() == []


# --- the dates of a design ------------------------------------------------------------------------
def test_a_criterion_is_to_be_measured_by_who_carries_the_network(
    network: Network, director: User, other_leader: User, consultant: User, klk_admin: User,
    morning: Set,
) -> None:  # fmt: skip
    target = dt.date(2035, 8, 1)  # a Wednesday
    assert morning(target - 15 * DAY) == []
    assert morning(target - 14 * DAY) == ["criterion Mette"]  # nobody coordinates
    assert "opgøres af HR" in text_of("criterion", director)
    own = Membership.objects.get(user=other_leader)
    name_coordinator(membership=own, starts_on=dt.date(2026, 1, 1), by=director)
    assigned(network, consultant, klk_admin)
    assert morning(target - 13 * DAY) == ["criterion Anne", "criterion Omar"]
    assert wanted() == ["criterion Anne", "criterion Omar"]  # no longer the director's


def test_a_design_is_to_be_evaluated(gentofte: Organisation, director: User, morning: Set) -> None:
    from networks.services.approval import approve_design

    day = dt.date(2027, 6, 30)
    design = complete_draft(gentofte, director, name="Fornyes", renewed_on=day)
    approve_design(design=design, by=director, now=NOW)
    assert morning(day - 34 * DAY) == []
    assert morning(day - 31 * DAY) == []  # a Sunday
    assert morning(day - 30 * DAY) == ["renewal Mette"]
    assert "Fornyes" in text_of("renewal", director)


# --- as a network wants them ----------------------------------------------------------------------
def test_a_network_chooses_when_they_come(
    network: Network, meeting: Meeting, director: User, gentofte: Organisation, morning: Set
) -> None:
    other = running_network(gentofte, director, name="Et andet")
    member(other, Membership.objects.get(user__first_name="Omar").user, director)
    planned(other, director, MEETING_DAY)
    choose_reminder_days(
        network=network, days={"meeting_week": 14, "meeting_tomorrow": None}, by=director
    )
    assert morning(MEETING_DAY - 14 * DAY) == [f"{WEEK} Omar", f"{WEEK} Sofie"]
    assert morning(MEETING_DAY - 7 * DAY) == [f"{WEEK} Omar"]  # of the other network
    assert morning(MEETING_DAY - DAY) == [f"{TOMORROW} Omar"]


@pytest.mark.parametrize("line", TABLE, ids=lambda line: line.name)
def test_what_a_network_does_not_want_does_not_come(
    line: NetworkReminder, network: Network, director: User, coordinator: User, leader: User,
    other_leader: User,
    morning: Set,
) -> None:  # fmt: skip
    """Of everything that there is to remind of."""
    Milestone.objects.create(network=network, day=MEETING_DAY)
    Milestone.objects.filter(network=network).update(day=MEETING_DAY)
    ahead = planned(network, director, MEETING_DAY)
    give_part(meeting=ahead, part="host", holder=leader, by=leader)
    meeting = held(network, leader)
    was_there(meeting, leader, other_leader)
    add_action(meeting=meeting, text="Ring", owner=leader, due_on=MEETING_DAY, by=leader, now=NOW)
    save_minutes(meeting=meeting, text="Tema", base="", by=leader, now=NOW)
    send_minutes(meeting=meeting, by=leader, now=NOW)
    invited(network, coordinator, director)

    def all_of(unwanted: dict[str, None]) -> set[str]:
        choose_reminder_days(network=network, days=unwanted, by=director)
        reminders().delete()
        return {
            told.split()[0]
            for days in (30, 14, 7, 4, 1)
            for told in morning(MEETING_DAY - days * DAY)
        }

    everything = {each.name for each in TABLE}
    assert all_of({}) == everything
    assert all_of({line.name: None}) == everything - {line.name}


def test_the_coordinator_chooses_them_on_a_page(
    network: Network, coordinator: User, director: User, signed_in: Callable[..., Client]
) -> None:
    coordinating(member(network, coordinator, director), director)
    client, url = signed_in(coordinator), reverse("network_reminders", args=[network.pk])
    page = client.get(url).content.decode()
    assert "7 dage før" in page
    assert "4 dage efter" in page
    usual = {line.name: str(line.days) for line in TABLE}
    answer = client.post(url, {**usual, "meeting_week": "10", "action": "never"}, follow=True)
    assert "Gemt" in answer.content.decode()
    network.refresh_from_db()
    assert network.reminder_days == {"meeting_week": 10, "action": None}
    assert '<option value="10" selected' in client.get(url).content.decode()
    refused = client.post(url, {**usual, "meeting_week": "8"})
    assert "id_meeting_week" in refused.content.decode()
    client.post(url, usual)
    network.refresh_from_db()
    assert network.reminder_days == {}


def test_the_trail_tells_a_choice_as_the_page_does(network: Network, director: User) -> None:
    choose_reminder_days(
        network=network, days={"minutes": 1, "meeting_week": 10, "action": None}, by=director
    )
    choose_reminder_days(network=network, days={}, by=director)
    with override("da"):
        back, chosen = described(changes_of(user=director, kind="networks.network")[:2])
    said = (
        "Påmindelse: et møde, i god tid: 10 dage før; "
        "Påmindelse: noget, du sagde, du ville gøre: Aldrig; "
        "Påmindelse: et referat venter på din godkendelse: 1 dag efter"
    )
    assert [(value.old, value.new) for value in chosen.values] == [("–", said)]
    assert [(value.old, value.new) for value in back.values] == [(said, "–")]


# --- many ---------------------------------------------------------------------------------------
def test_as_many_queries_for_many_meetings_of_one_day(
    network: Network, director: User, morning: Set
) -> None:
    counted = []
    for hour in range(3):
        planned(network, director, MEETING_DAY + hour * 7 * DAY)
        with CaptureQueriesContext(connection) as queries:
            morning(MEETING_DAY + (hour - 1) * 7 * DAY)
        counted.append(len([q for q in queries.captured_queries if q["sql"].startswith("SELECT")]))
    assert counted[1] == counted[2]
