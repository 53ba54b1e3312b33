"""Who comes, who was there, whose turn it is, and which date suits."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.urls import reverse

from networks.dates.recurrence import period
from networks.models import Attendance, DateAnswer, Meeting, MeetingRole
from networks.selectors.meetings import attendance_rates, comers_of, part_lines
from networks.selectors.polls import option_lines
from networks.selectors.waiting import waiting_for
from networks.services.attendance import answer_meeting
from networks.services.meetings import give_part
from networks.services.polls import PollIsClosed, answer_dates, choose_date, propose_dates
from networks.services.presence import NotYet, WrongCode, note_presence, say_i_am_here
from networks.services.status import set_status
from tests.networks.designs import NOW
from tests.networks.meetings import DAY, coordinating, planned
from tests.networks.members import again, member

ON_THE_DAY = period(DAY, dt.time(13), dt.time(16))[0]
LATER = dt.date(2027, 2, 9)


@pytest.fixture
def members(network, other_leader, coordinator, leader, director):
    """Omar, Lise (coordinates) and Sofie."""
    coordinating(member(network, coordinator, director), director)
    member(network, leader, director)
    return {row.user: row for row in network.memberships.active().select_related("user")}


@pytest.fixture
def meeting(network, members, coordinator):
    return planned(network, coordinator)


# --- presence -----------------------------------------------------------------------------------
def test_all_are_ticked_off_in_one_go(meeting, members, coordinator, leader):
    there = {members[coordinator].pk, members[leader].pk, 999_999}
    assert note_presence(meeting=meeting, there=there, by=coordinator, now=ON_THE_DAY) == 2
    assert attendance_rates(Meeting.objects.all()) == {meeting.pk: (2, 3)}


def test_who_is_ticked_off_without_an_answer_has_come(meeting, members, leader):
    note_presence(meeting=meeting, there={members[leader].pk}, by=leader, now=ON_THE_DAY)
    comers = comers_of(meeting)
    assert [row.user_id for row in comers.coming] == [leader.pk]
    assert len(comers.silent) == 2


def test_nobody_has_been_there_before_the_day(meeting, coordinator):
    with pytest.raises(NotYet):
        note_presence(meeting=meeting, there=set(), by=coordinator, now=NOW)


def test_the_code_on_the_screen_counts_on_the_day_alone(meeting, leader, members):
    code = meeting.presence_code
    day_after = ON_THE_DAY + dt.timedelta(days=1)
    for wrong, now in (("9999" if code != "9999" else "8888", ON_THE_DAY), (code, day_after)):
        with pytest.raises(WrongCode):
            say_i_am_here(meeting=meeting, person=leader, code=wrong, now=now)
    for _click in range(2):
        say_i_am_here(meeting=meeting, person=leader, code=f" {code} ", now=ON_THE_DAY)
    assert Attendance.objects.get().was_there is True


def test_the_code_is_on_no_page_that_a_member_can_open_before_the_day(
    meeting, leader, members, signed_in
):
    browser = signed_in(leader)
    for name in ("meeting", "meeting_here", "meeting_presence", "meeting_answer"):
        page = browser.get(reverse(name, args=[meeting.pk]))
        assert meeting.presence_code not in page.content.decode(), name


# --- answers ------------------------------------------------------------------------------------
def test_one_tap_says_yes(meeting, leader, members, signed_in):
    url = reverse("meeting_answer", args=[meeting.pk])
    assert signed_in(leader).post(url, {"answer": "coming"}).status_code == 302
    assert Attendance.objects.get().answer == "coming"


def test_a_substitute_where_the_network_allows_it(meeting, network, leader, members, signed_in):
    url = reverse("meeting_answer", args=[meeting.pk])
    browser = signed_in(leader, "en")
    sent = {"answer": "substitute", "substitute": "Anna Holm"}
    assert "Select a valid choice" in browser.post(url, sent).content.decode()
    network.substitutes_welcome = True
    network.save()
    assert "who comes instead" in browser.post(url, {"answer": "substitute"}).content.decode()
    assert browser.post(url, sent).status_code == 302
    assert Attendance.objects.get().substitute == "Anna Holm"


# --- fair rotation ------------------------------------------------------------------------------
def test_next_is_who_had_the_part_least_often_and_longest_ago(
    network, members, coordinator, other_leader, leader
):
    days = [dt.date(2027, 1, 12), dt.date(2027, 2, 9), dt.date(2027, 3, 9)]
    first, second, third = (planned(network, coordinator, day) for day in days)
    give_part(meeting=first, part="minute_taker", holder=other_leader, by=coordinator)
    give_part(meeting=second, part="minute_taker", holder=leader, by=coordinator)
    [line] = [line for line in part_lines(third) if line.part == "minute_taker"]
    assert line.proposed == coordinator
    assert dict(line.times) == {other_leader: 1, leader: 1, coordinator: 0}
    give_part(meeting=third, part="minute_taker", holder=coordinator, by=coordinator)
    fourth = planned(network, coordinator, dt.date(2027, 4, 13))
    [line] = [line for line in part_lines(fourth) if line.part == "minute_taker"]
    assert line.proposed == other_leader


def test_who_cannot_come_is_not_proposed(meeting, members, coordinator, other_leader, leader):
    for away in (coordinator, leader):
        answer_meeting(meeting=meeting, membership=members[away], answer="not_coming", now=NOW)
    assert {line.proposed for line in part_lines(meeting)} == {other_leader}


def test_few_share_the_parts_of_a_meeting_evenly(meeting, members, coordinator, leader):
    answer_meeting(meeting=meeting, membership=members[coordinator], answer="not_coming", now=NOW)
    give_part(meeting=meeting, part="host", holder=leader, by=leader)
    shared = Counter(line.proposed or line.role.holder for line in part_lines(meeting))
    assert coordinator not in shared
    assert max(shared.values()) - min(shared.values()) <= 1


def test_anybody_inside_can_swap(meeting, members, leader, other_leader, signed_in):
    give_part(meeting=meeting, part="host", holder=other_leader, by=other_leader)
    url = reverse("meeting_part_give", args=[meeting.pk])
    signed_in(leader).post(url, {"part": "host", "holder": leader.pk})
    assert MeetingRole.objects.get().holder == leader


@pytest.mark.parametrize("wrong", [{"part": "king"}, {"holder": "x"}, {"holder": "9" * 30}])
def test_a_made_up_part_or_person_changes_nothing(meeting, members, leader, signed_in, wrong):
    url = reverse("meeting_part_give", args=[meeting.pk])
    answer = signed_in(leader).post(url, {"part": "host", "holder": leader.pk, **wrong})
    assert answer.status_code == 302
    assert not MeetingRole.objects.exists()


def test_all_parts_are_shared_out_as_proposed_in_one_tap(
    meeting, members, leader, other_leader, signed_in
):
    give_part(meeting=meeting, part="host", holder=other_leader, by=other_leader)
    proposed = {line.part: line.proposed for line in part_lines(meeting) if line.proposed}
    browser = signed_in(leader)
    for _tap in range(2):
        browser.post(reverse("meeting_parts_take", args=[meeting.pk]))
    held = {role.part: role.holder for role in MeetingRole.objects.filter(meeting=meeting)}
    assert held == {**proposed, "host": other_leader}


def test_i_cannot_come_is_chosen_already(meeting, members, leader, signed_in):
    url = reverse("meeting_answer", args=[meeting.pk])
    for said in ("not_coming", "coming", "<b>"):
        form = signed_in(leader).get(f"{url}?svar={said}").context["form"]
        assert form["answer"].value() == said
    answer_meeting(meeting=meeting, membership=members[leader], answer="coming", now=NOW)
    form = signed_in(leader).get(f"{url}?svar=not_coming").context["form"]
    assert form["answer"].value() == "coming"


# --- finding a date -----------------------------------------------------------------------------
@pytest.fixture
def poll(network, members, coordinator):
    times = [period(day, dt.time(13), dt.time(16)) for day in (DAY, LATER)]
    return propose_dates(
        network=network, theme="Hvornår", place="", times=times, by=coordinator, now=NOW
    )


def test_the_best_date_is_the_one_that_the_fewest_would_miss(poll, members, leader, other_leader):
    first, second = poll.options.all()
    answer_dates(poll=poll, person=leader, choices={first.pk: "no", second.pk: "if_need_be"})
    answer_dates(poll=poll, person=other_leader, choices={first.pk: "yes", second.pk: "yes"})
    one, two = option_lines(poll, leader)
    assert (one.is_best, two.is_best) == (False, True)
    assert one.no == [leader]
    assert two.mine == "if_need_be"


def test_the_chosen_date_becomes_a_meeting_once(poll, coordinator, leader):
    option = poll.options.first()
    meeting = choose_date(poll=poll, option=option, by=coordinator, now=NOW)
    assert choose_date(poll=poll, option=option, by=coordinator, now=NOW) == meeting
    assert (Meeting.objects.count(), meeting.starts_at) == (1, option.starts_at)
    with pytest.raises(PollIsClosed):
        answer_dates(poll=poll, person=leader, choices={option.pk: "yes"})


def test_a_search_waits_at_home_until_one_has_answered(poll, members, leader, director):
    [line] = waiting_for(again(leader), NOW)
    assert (line.subject, line.href) == ("Hvornår", reverse("date_poll", args=[poll.pk]))
    assert waiting_for(again(director), NOW) == []
    answer_dates(poll=poll, person=leader, choices={poll.options.first().pk: "no"})
    assert waiting_for(again(leader), NOW) == []


def test_a_closed_network_looks_for_no_date(poll, network, director):
    network.refresh_from_db()
    set_status(network=network, status="closed", by=director, now=NOW)
    poll.refresh_from_db()
    assert poll.closed_at == NOW


def test_answers_to_options_of_another_search_are_left_out(poll, leader):
    answer_dates(poll=poll, person=leader, choices={10**6: "yes"})
    assert not DateAnswer.objects.exists()


def test_a_member_answers_on_the_page(poll, leader, signed_in):
    url = reverse("date_poll", args=[poll.pk])
    data = {f"option_{option.pk}": "yes" for option in poll.options.all()}
    assert signed_in(leader).post(url, data).status_code == 302
    assert DateAnswer.objects.count() == 2
    half = signed_in(leader, "en").post(url, {f"option_{poll.options.first().pk}": "maybe"})
    assert "Select a valid choice" in half.content.decode()
