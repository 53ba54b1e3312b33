"""Four networks as they meet in real life, each lived from the invitation to approved minutes.

Their rhythms are public: facilitators of a region four times a year 14 to 17; a self-led network
of care leaders in six modules of three hours, in turn at each other's; advisers of the
municipalities on three whole days of no rule; heads of tenth forms of a region when there is
something to talk about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Organisation, User
from networks.choices import MinutesState
from networks.dates.recurrence import at
from networks.models import Action, Attendance, Meeting, MeetingRole, Minutes, Network
from tests.networks import year_steps as steps
from tests.networks.meetings import coordinating
from tests.networks.members import member, running_network
from tests.networks.year_steps import Somebody, Year
from tests.notifications.conftest import post_office  # noqa: F401 - a real mail server
from tests.notifications.post_office import PostOffice

pytestmark = pytest.mark.django_db(transaction=True)
OpenAs = Callable[..., Any]
BEGIN = at(dt.date(2035, 2, 1), dt.time(9))
WEEK = dt.timedelta(weeks=1)


def days(*texts: str) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]


YEARS = [
    Year(
        name="Fire eftermiddage",
        language="en",
        days=days("2035-09-06", "2035-12-06", "2036-03-06", "2036-06-05"),
        hours=(14, 17),
        plan={"repeats": "months", "every": "3", "count": "4"},
    ),
    Year(
        name="Seks moduler",
        language="da",
        days=[dt.date(2035, 8, 15) + number * 3 * WEEK for number in range(6)],
        hours=(9, 12),
        plan={"repeats": "weeks", "every": "3", "count": "6"},
        own_themes={"theme_2035-09-05": "Modul 2: Den svære samtale"},
        substitutes=True,
    ),
    Year(
        name="Tre hele dage",
        language="da",
        days=days("2035-09-18", "2036-01-16", "2036-06-03"),
        hours=(9, 15),
        plan={"repeats": "days"},
        across=True,
    ),
    Year(
        name="Når der er noget",
        language="en",
        days=days("2035-09-20"),
        hours=(12, 15),
        proposed=days("2035-09-11", "2035-09-13", "2035-09-20"),
        across=True,
    ),
]


class Clock:
    """What time it is in the portal."""

    now = BEGIN

    def goes_to(self, day: dt.date, hour: int) -> None:
        self.now = at(day, dt.time(hour, 30))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Clock:
    """A year goes by while everybody stays signed in."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    settings.SESSION_COOKIE_AGE = 3 * 366 * 24 * 60 * 60
    return clock


@pytest.fixture
def somebody(open_as: OpenAs, live_server: Any, settings: Any) -> Iterator[Callable[..., Somebody]]:
    """Opens a browser for somebody; at the end nothing on any page has complained."""
    settings.BASE_URL = live_server.url
    pages: list[Any] = []

    def opened(user: User | None, language: str, width: int = 1280) -> Somebody:
        pages.append(open_as(user, language, width))
        return Somebody(pages[-1], language)

    yield opened
    assert {page.url: page.problems for page in pages if page.problems} == {}


@pytest.mark.parametrize("year", YEARS, ids=lambda year: year.name)
def test_a_year_from_the_invitation_to_approved_minutes(
    year: Year,
    clock: Clock,
    somebody: Callable[..., Somebody],
    post_office: PostOffice,  # noqa: F811
    request: pytest.FixtureRequest,
) -> None:
    people: dict[str, Any] = {
        name: request.getfixturevalue(name) for name in ("director", "klk_admin", "leader")
    }
    owner = people["klk_admin" if year.across else "director"]
    where = request.getfixturevalue("klk" if year.across else "gentofte")
    other = request.getfixturevalue("stranger_leader" if year.across else "other_leader")
    lise, sofie = request.getfixturevalue("coordinator"), people["leader"]
    network = begun(year, where, owner, lise, other)
    steers = somebody(owner, year.language)
    coordinator = somebody(lise, year.language)
    phone, other_phone = (somebody(who, year.language, 320) for who in (sofie, other))

    joins_by_mail(network, steers, phone, sofie, post_office)
    if year.substitutes:
        coordinator.goes_to(f"/netvaerk/{network.pk}/aarshjul/").presses("Let substitutes in")
    if year.proposed:
        steps.finds_the_date(coordinator, [phone, other_phone], network.pk, year)
    else:
        steps.plans_the_year(coordinator, network.pk, year)
    planned = list(Meeting.objects.order_by("starts_at"))
    assert [timezone.localdate(row.starts_at) for row in planned] == year.days
    assert timezone.localtime(planned[-1].starts_at).hour == year.hours[0]

    invitation = steps.newest_mail(post_office, sofie.email)
    assert steps.calendar_of(invitation).count("METHOD:REQUEST") == len(year.days)
    answers(year, planned[0], invitation, somebody(None, year.language, 320), other_phone)
    # What the others have in common with it is lived in one network alone: pages take their time.
    if year.plan.get("repeats") == "months":
        moves_and_cancels(year, planned, coordinator, post_office, sofie)
    if year.own_themes:
        shares_out_the_parts(planned[0], phone)

    clock.goes_to(year.days[0], year.hours[0])
    is_there(planned[0], coordinator, phone, lise)
    writes_together(planned[0], coordinator, phone, sofie, clock)
    approves(planned[0], coordinator)
    if year.across:
        the_action_stays_until_it_is_done(network, planned, phone, clock)
    clock.now += dt.timedelta(days=1)
    assert_the_year(network, year, phone)


def begun(year: Year, where: Organisation, owner: User, lise: User, other: User) -> Network:
    """An approved design; Lise coordinates, one is a member, and one is still to be invited."""
    network = running_network(where, owner, name=year.name, admission="invitation")
    coordinating(member(network, lise, owner), owner)
    member(network, other, owner)
    for user in (lise, other):
        user.language = year.language
        user.save()
    return network


def joins_by_mail(
    network: Network, steers: Somebody, phone: Somebody, person: User, office: PostOffice
) -> None:
    steers.goes_to(f"/netvaerk/{network.pk}/medlemmer/").presses("Invite leaders")
    steers.presses("Invite %(who)s", who=person.full_name)
    assert f"/netvaerk/{network.pk}/" in steps.text_of(steps.newest_mail(office, person.email))
    phone.goes_to(f"/netvaerk/{network.pk}/").presses("Yes, I am in").reads("You are a member")


def answers(
    year: Year, meeting: Meeting, mail: Any, by_mail: Somebody, other_phone: Somebody
) -> None:
    """One from the mail without a sign-in, one signed in on a phone."""
    by_mail.goes_to(steps.link_in(mail)).fills(answer="coming").presses("Send my answer")
    other_phone.goes_to(f"/netvaerk/{meeting.network_id}/")
    if year.substitutes:
        other_phone.presses("I cannot come").fills(answer="substitute", substitute="Tina Lund")
        other_phone.presses("Send my answer").reads_name("Tina Lund")
    else:
        other_phone.presses("I am coming")
    said = Attendance.objects.filter(meeting=meeting).values_list("answer", flat=True)
    assert sorted(said) == ["coming", "substitute" if year.substitutes else "coming"]


def moves_and_cancels(
    year: Year, planned: list[Meeting], coordinator: Somebody, office: PostOffice, reader: User
) -> None:
    """The second meeting is a day later, and the last of many is off: calendars are told."""
    second, last = planned[1], planned[-1]
    later = timezone.localdate(second.starts_at) + dt.timedelta(days=1)
    coordinator.goes_to(f"/netvaerk/moede/{second.pk}/").presses("Change the meeting")
    coordinator.fills(**steps.date_parts("day", later)).presses("Save")
    told = steps.calendar_of(steps.newest_mail(office, reader.email))
    assert "SEQUENCE:1" in told
    assert f"{later:%Y%m%d}T{year.hours[0]:02d}0000" in told
    coordinator.goes_to(f"/netvaerk/moede/{last.pk}/").presses("Cancel the meeting")
    coordinator.fills(because="Dobbeltbooket").presses("Cancel the meeting")
    assert "METHOD:CANCEL" in steps.calendar_of(steps.newest_mail(office, reader.email))


def shares_out_the_parts(meeting: Meeting, phone: Somebody) -> None:
    phone.goes_to(f"/netvaerk/moede/{meeting.pk}/roller/").presses("Share out as proposed")
    assert MeetingRole.objects.filter(meeting=meeting).count() == 6
    assert not MeetingRole.objects.exclude(meeting=meeting).exists()


def is_there(meeting: Meeting, coordinator: Somebody, phone: Somebody, lise: User) -> None:
    """The code stands on the screen, a member types it, the coordinator ticks the rest."""
    path = f"/netvaerk/moede/{meeting.pk}/"
    code = coordinator.goes_to(path + "fremmoede/").page.locator(".ui-code").inner_text()
    phone.goes_to(path).presses("I am here").fills(code=code.strip()).presses("I am here")
    phone.reads("You are here")
    coordinator.goes_to(path + "fremmoede/")
    own = Attendance.objects.filter(meeting=meeting, was_there=True).get().membership_id
    boxes = coordinator.page.locator("main input[name='there']:checked")
    assert boxes.evaluate_all("boxes => boxes.map(box => box.value)") == [str(own)]
    mine = meeting.network.memberships.get(user=lise)
    coordinator.ticks("there", str(mine.pk)).presses("Save")
    there = Attendance.objects.filter(meeting=meeting, was_there=True)
    assert set(there.values_list("membership", flat=True)) == {own, mine.pk}


def writes_together(
    meeting: Meeting, coordinator: Somebody, phone: Somebody, owner: User, clock: Clock
) -> None:
    """Both have the empty page open; whoever saves later takes no word from the other."""
    path = f"/netvaerk/moede/{meeting.pk}/referat/"
    coordinator.goes_to(path)
    phone.goes_to(path).fills(text="Runde\n\nSofie bød velkommen.").presses("Add the decision")
    coordinator.fills(text="Vi taler om tillid på Ærø.", decision="Vi ses igen")
    coordinator.presses("Add the decision").reads_name("Vi ses igen")
    written = Minutes.objects.get(meeting=meeting).text
    assert "Sofie bød velkommen." in written
    assert "Vi taler om tillid på Ærø." in written
    due = steps.date_parts("due_on", (clock.now + WEEK).date())
    phone.goes_to(path).presses("Note an action")
    phone.fills(text="Ring til Bo", owner=str(owner.pk), **due).presses("Note an action")
    phone.reads_name("Ring til Bo").presses("Save and send for approval")
    assert Minutes.objects.get(meeting=meeting).state == MinutesState.TO_APPROVE


def approves(meeting: Meeting, coordinator: Somebody) -> None:
    """The one who did not send them finds them on the home page."""
    coordinator.goes_to("/")
    waiting = f"main a[href='/netvaerk/moede/{meeting.pk}/referat/']"
    steps.follow(coordinator.page.locator(waiting).first)
    coordinator.presses("Approve the minutes").reads_name("Vi ses igen").reads_name("Ring til Bo")
    assert Minutes.objects.get(meeting=meeting).state == MinutesState.APPROVED


def the_action_stays_until_it_is_done(
    network: Network, planned: list[Meeting], phone: Somebody, clock: Clock
) -> None:
    """It stands at the next meeting beside the last minutes; without a next one, in the list."""
    first, second = planned[0], planned[1] if len(planned) > 1 else None
    clock.now += 2 * WEEK
    there = f"/netvaerk/moede/{second.pk}/" if second else f"/netvaerk/{network.pk}/aftaler/"
    phone.goes_to(there).reads_name("Ring til Bo").reads("Overdue")
    assert phone.page.locator(f"main a[href='/netvaerk/moede/{first.pk}/referat/']").count() > 0
    steps.follow(phone.page.locator("main form[action$='/udfoert/'] button"))
    assert Action.objects.get().done_at == clock.now
    phone.goes_to(there)
    open_ones = phone.page.locator("main form[action$='/udfoert/']")
    assert open_ones.count() == 0


def assert_the_year(network: Network, year: Year, phone: Somebody) -> None:
    """Who was there is known of the first meeting; the others are as they were planned."""
    phone.goes_to(f"/netvaerk/{network.pk}/aarshjul/{year.days[0].year}/")
    here = [day for day in year.days if day.year == year.days[0].year]
    spots = phone.page.locator(".ui-wheel__meeting")
    states = [str(spot.get_attribute("class")).rpartition("--")[2] for spot in spots.all()]
    assert len(states) == len(here)
    assert states[0] == "done"
    assert states[1:2] == ["next"][: len(here) - 1]
    for theme in year.own_themes.values():
        phone.reads_name(theme)
