"""Planning, moving and cancelling meetings: who may, what is written, who is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from networks.dates.recurrence import period
from networks.models import Meeting, MeetingRole
from networks.services.meetings import (
    MeetingChangedMeanwhile,
    MeetingIsCancelled,
    MeetsAlready,
    NoMeetingsNow,
    NotInTheNetwork,
    cancel_meeting,
    change_meeting,
    give_part,
    plan_meetings,
)
from notifications.models import Message
from tests.at_once import at_once
from tests.networks.designs import NOW, complete_draft
from tests.networks.meetings import ABOUT, DAY, coordinating, planned
from tests.networks.members import assigned, member, running_network

LATER = dt.date(2027, 2, 9)
FORM = {
    "theme": "Den svære samtale",
    "first_day": "12",
    "first_month": "1",
    "first_year": "2027",
    "begins_hour": "13",
    "begins_minute": "00",
    "ends_hour": "16",
    "ends_minute": "00",
    "repeats": "once",
}


@pytest.fixture(autouse=True)
def before_the_meetings(monkeypatch):
    """The forms ask for days to come: the clock stands at NOW."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def coordinator_there(network, coordinator, director):
    """Lise is a member and coordinates."""
    return coordinating(member(network, coordinator, director), director)


def plan_url(network):
    return reverse("meetings_plan", args=[network.pk])


# --- services -----------------------------------------------------------------------------------
def test_everybody_inside_is_told_once_of_all_meetings(network, coordinator_there, other_leader):
    times = [period(day, dt.time(13), dt.time(16)) for day in (DAY, LATER)]
    Message.objects.all().delete()
    plan_meetings(network=network, times=times, values=ABOUT, by=coordinator_there, now=NOW)
    told = Message.objects.filter(kind="networks.meetings")
    assert {message.user for message in told} == {coordinator_there, other_leader}
    assert told.count() == 2
    assert len(told.first().params["meetings"]) == 2


def test_the_same_plan_twice_plans_nothing_twice(network, coordinator_there):
    planned(network, coordinator_there)
    with pytest.raises(MeetsAlready):
        planned(network, coordinator_there)
    times = [period(day, dt.time(13), dt.time(16)) for day in (DAY, LATER)]
    made = plan_meetings(network=network, times=times, values=ABOUT, by=coordinator_there, now=NOW)
    assert [meeting.starts_at for meeting in made] == [times[1][0]]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_plan_one_meeting(network, coordinator_there):
    answers = at_once(*[lambda: planned(network, coordinator_there)] * 2)
    assert answers == ["MeetsAlready", "done"]
    assert Meeting.objects.count() == 1


def test_a_draft_has_no_meetings(gentofte, director):
    draft = complete_draft(gentofte, director).network
    with pytest.raises(NoMeetingsNow):
        planned(draft, director)


def test_a_change_has_a_higher_sequence_and_is_told(network, coordinator_there):
    meeting = planned(network, coordinator_there)
    starts, ends = period(LATER, dt.time(9), dt.time(12))
    changed = change_meeting(
        meeting=meeting,
        values={"starts_at": starts, "ends_at": ends},
        expected_revision=0,
        by=coordinator_there,
        now=NOW,
    )
    assert (changed.sequence, changed.revision, changed.uid) == (1, 1, meeting.uid)
    assert Message.objects.filter(kind="networks.meetings").count() == 4


def test_saving_what_stands_there_tells_nobody(network, coordinator_there):
    meeting = planned(network, coordinator_there)
    before = Message.objects.count()
    change_meeting(
        meeting=meeting,
        values={"theme": meeting.theme},
        expected_revision=0,
        by=coordinator_there,
        now=NOW,
    )
    assert Message.objects.count() == before


def test_what_is_put_right_after_the_meeting_is_nobodys_news(network, coordinator_there):
    meeting = planned(network, coordinator_there)
    before = Message.objects.count()
    change = {"meeting": meeting, "expected_revision": 0, "by": coordinator_there}
    late = meeting.ends_at + dt.timedelta(hours=1)
    assert change_meeting(values={"theme": "Det blev tillid"}, now=late, **change).revision == 1
    assert Message.objects.count() == before


def test_who_saved_later_is_told_what_stands_there(network, coordinator_there):
    meeting = planned(network, coordinator_there)
    change = {"expected_revision": 0, "by": coordinator_there, "now": NOW, "meeting": meeting}
    change_meeting(values={"theme": "Første"}, **change)
    with pytest.raises(MeetingChangedMeanwhile) as refusal:
        change_meeting(values={"theme": "Anden"}, **change)
    assert refusal.value.current["theme"] == "Første"


def test_a_cancelled_meeting_stays_cancelled(network, coordinator_there):
    meeting = planned(network, coordinator_there)
    cancelled = cancel_meeting(meeting=meeting, because="Sygdom", by=coordinator_there, now=NOW)
    again = cancel_meeting(meeting=meeting, because="Andet", by=coordinator_there, now=NOW)
    assert (cancelled.sequence, again.sequence, again.cancelled_because) == (1, 1, "Sygdom")
    with pytest.raises(MeetingIsCancelled):
        give_part(meeting=meeting, part="host", holder=coordinator_there, by=coordinator_there)
    planned(network, coordinator_there)  # the time is free again


def test_a_part_goes_to_somebody_inside(
    network, coordinator_there, consultant, klk_admin, stranger_leader
):
    meeting = planned(network, coordinator_there)
    assigned(network, consultant, klk_admin)
    for holder in (coordinator_there, consultant):
        give_part(meeting=meeting, part="facilitator", holder=holder, by=coordinator_there)
    assert MeetingRole.objects.get().holder == consultant
    with pytest.raises(NotInTheNetwork):
        give_part(meeting=meeting, part="facilitator", holder=stranger_leader, by=coordinator_there)
    give_part(meeting=meeting, part="facilitator", holder=None, by=coordinator_there)
    assert not MeetingRole.objects.exists()


# --- pages --------------------------------------------------------------------------------------
def test_the_coordinator_sees_the_days_before_anybody_is_invited(
    network, coordinator_there, signed_in
):
    browser = signed_in(coordinator_there, "en")
    rule = {**FORM, "repeats": "months", "every": "1", "count": "3", "never_in": ["3"]}
    shown = browser.post(plan_url(network), rule).content.decode()
    for day in ("2027-01-12", "2027-02-09", "2027-04-13"):
        assert f'value="{day}"' in shown
    assert "Less than six months ahead" in shown
    assert not Meeting.objects.exists()
    answer = browser.post(
        plan_url(network), {**rule, "step": "plan", "day": ["2027-01-12", "2027-04-13"]}
    )
    assert answer["Location"] == reverse("network_year", args=[network.pk, 2027])
    assert Meeting.objects.count() == 2


def test_what_a_rule_needs_is_asked_when_it_is_chosen(network, coordinator_there, signed_in):
    browser = signed_in(coordinator_there, "en")
    once = browser.get(plan_url(network)).content.decode()
    assert "How many meetings?" not in once
    assert "Day 2" not in once
    weekly = browser.get(plan_url(network), {"repeats": "weeks"}).content.decode()
    assert "How many weeks lie between?" in weekly
    assert "Which one in the month?" not in weekly
    own = browser.get(plan_url(network), {"repeats": "days"}).content.decode()
    assert "Day 8" in own
    assert "How many meetings?" not in own


@pytest.mark.parametrize("repeats", ["weeks", "months", "days"])
def test_without_scripts_the_first_sending_asks_it_and_blames_nobody(
    network, coordinator_there, signed_in, repeats
):
    browser = signed_in(coordinator_there, "en")
    sent = {**FORM, "repeats": repeats, "place": "Åen 😀"}
    page = browser.post(plan_url(network), sent)
    asked = page.context["form"]
    assert not asked.errors
    assert asked.has_more_to_ask
    assert "days" not in page.context
    assert 'value="Åen 😀"' in page.content.decode()
    if repeats != "days":
        assert asked["every"].value() == "1"
        again = browser.post(plan_url(network), {**sent, "every": "1", "count": ""})
        assert list(again.context["form"].errors) == ["count"]


def test_holidays_are_pointed_out(network, coordinator_there, signed_in, gentofte, director):
    from networks.services.holidays import add_school_holiday

    add_school_holiday(
        name="Påskeferie",
        starts_on=dt.date(2027, 3, 22),
        ends_on=dt.date(2027, 3, 29),
        municipality=gentofte,
        by=director,
    )
    good_friday = {**FORM, "first_day": "26", "first_month": "3"}
    shown = signed_in(coordinator_there, "en").post(plan_url(network), good_friday)
    text = shown.content.decode()
    assert "Good Friday" in text
    assert "Påskeferie" in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"theme": ""}, "This field is required"),
        ({"theme": "x" * 201}, "at most 200 characters"),
        ({"first_day": "32"}, "There is no such date"),
        ({"first_year": "2020"}, "Choose today or a day to come"),
        ({"ends_hour": "12"}, "has to end after it begins"),
        ({"repeats": "weeks", "every": "1", "count": ""}, "Write how many meetings"),
        ({"repeats": "weeks", "every": "1", "count": "61"}, "less than or equal to 60"),
        ({"repeats": "nonsense"}, "Select a valid choice"),
        ({"goal": "999999"}, "Select a valid choice"),
        ({"host": "x"}, "Select a valid choice"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        (
            {
                "repeats": "months",
                "every": "1",
                "count": "2",
                "never_in": [str(number) for number in range(1, 13)],
            },
            "No month is left",
        ),
        ({"step": "plan"}, "Keep at least one day"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(network, coordinator_there, signed_in, wrong, words):
    page = signed_in(coordinator_there, "en").post(
        plan_url(network), {**FORM, "place": "Åen 😀 <b>", **wrong}
    )
    text = page.content.decode()
    assert words in text
    assert "Åen 😀 &lt;b&gt;" in text
    assert not Meeting.objects.exists()


def test_another_networks_goal_cannot_be_served(
    network, coordinator_there, signed_in, gentofte, director
):
    other = running_network(gentofte, director, name="En anden").design_in_force.goals.first()
    page = signed_in(coordinator_there, "en").post(plan_url(network), {**FORM, "goal": other.pk})
    assert "Select a valid choice" in page.content.decode()


def test_a_member_who_does_not_plan_is_refused(network, coordinator_there, other_leader, signed_in):
    meeting = planned(network, coordinator_there)
    browser = signed_in(other_leader)
    for name, pk in (
        ("meetings_plan", network.pk),
        ("poll_new", network.pk),
        ("meeting_edit", meeting.pk),
        ("meeting_cancel", meeting.pk),
        ("meeting_work", meeting.pk),
    ):
        assert browser.post(reverse(name, args=[pk]), FORM).status_code == 403, name


def test_a_director_sees_the_date_and_never_a_name(
    network, coordinator_there, director, signed_in, other_leader
):
    meeting = planned(network, coordinator_there, link="https://video.example/secret")
    give_part(meeting=meeting, part="host", holder=other_leader, by=coordinator_there)
    page = signed_in(director).get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Den svære samtale" in page
    assert other_leader.full_name not in page
    assert "video.example" not in page


def test_moving_a_meeting_in_the_browser_form(network, coordinator_there, signed_in):
    meeting = planned(network, coordinator_there)
    url = reverse("meeting_edit", args=[meeting.pk])
    moved = {**FORM, "day_day": "9", "day_month": "2", "day_year": "2027", "revision": "0"}
    assert signed_in(coordinator_there).post(url, moved).status_code == 302
    meeting.refresh_from_db()
    assert meeting.starts_at == period(LATER, dt.time(13), dt.time(16))[0]
    stale = signed_in(coordinator_there, "en").post(url, {**moved, "theme": "Mit ord"})
    assert stale.status_code == 409
    assert "Mit ord" in stale.content.decode()


def test_a_stranger_finds_no_meeting(network, coordinator_there, stranger_leader, signed_in):
    meeting = planned(network, coordinator_there)
    browser = signed_in(stranger_leader)
    for name in ("meeting", "meeting_edit", "meeting_answer", "meeting_parts", "meeting_presence"):
        assert browser.get(reverse(name, args=[meeting.pk])).status_code == 404, name


# --- a year of days that follow no rule ---------------------------------------------------------
def written_days(*days: str) -> dict[str, str]:
    """A plan of the days "d.m.yyyy", as they are typed; the first one is the form's own."""
    names = ["first", *(f"day_{number}" for number in range(2, len(days) + 1))]
    parts = ("day", "month", "year")
    return {**FORM, "repeats": "days"} | {
        f"{name}_{part}": typed
        for name, day in zip(names, days, strict=True)
        for part, typed in zip(parts, day.split("."), strict=True)
    }


def test_days_of_ones_own_each_with_its_theme(network, coordinator_there, signed_in):
    browser = signed_in(coordinator_there, "en")
    plan = written_days("17.9.2035", "2.6.2036", "14.1.2036")
    shown = browser.post(plan_url(network), plan).content.decode()
    assert shown.index("17 September 2035") < shown.index("14 January 2036")
    assert shown.index("14 January 2036") < shown.index("2 June 2036")
    kept = {"step": "plan", "day": ["2035-09-17", "2036-06-02"], "place": "Odense"}
    own = {"theme_2036-06-02": "Evaluering", "place_2036-06-02": "Middelfart"}
    assert browser.post(plan_url(network), {**plan, **kept, **own}).status_code == 302
    told = Meeting.objects.order_by("starts_at").values_list("theme", "place")
    assert list(told) == [("Den svære samtale", "Odense"), ("Evaluering", "Middelfart")]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"days": ("17.9.2035", "17.9.2035")}, "This day is proposed already"),
        ({"days": ("17.9.2035", "1.1.2020")}, "Choose today or a day to come"),
        ({"days": ("17.9.2035", "1.2.2036"), "theme_2036-02-01": "x" * 201}, "at most 200"),
    ],
)
def test_a_day_of_ones_own_that_is_wrong_plans_nothing(
    network, coordinator_there, signed_in, more, words
):
    sent = written_days(*more.pop("days")) | more | {"step": "plan", "day": "2035-09-17"}
    page = signed_in(coordinator_there, "en").post(plan_url(network), sent)
    assert words in page.content.decode()
    assert not Meeting.objects.exists()


def test_a_members_way_from_the_network_to_its_year(network, coordinator_there, signed_in):
    meeting = planned(network, coordinator_there, dt.date(2036, 1, 8))
    page = signed_in(coordinator_there).get(reverse("network", args=[network.pk]))
    for name, args in (
        ("network_year", [network.pk, 2036]),
        ("network_actions", [network.pk]),
        ("meetings_plan", [network.pk]),
        ("meeting", [meeting.pk]),
    ):
        assert f'href="{reverse(name, args=args)}"' in page.content.decode(), name


def test_what_has_been_is_not_called_off(network, coordinator_there, signed_in):
    cancel = reverse("meeting_cancel", args=[(soon := planned(network, coordinator_there)).pk])
    browser = signed_in(coordinator_there)
    page = reverse("meeting", args=[soon.pk])
    Meeting.objects.update(starts_at=NOW + dt.timedelta(days=9000), ends_at=NOW.replace(year=2070))
    assert cancel in browser.get(page).content.decode()
    Meeting.objects.update(starts_at=NOW.replace(year=2020), ends_at=NOW.replace(year=2021))
    assert cancel not in browser.get(page).content.decode()
