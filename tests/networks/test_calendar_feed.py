"""A calendar of one's own: who can fetch it, what stands in it, and how it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from networks.models import CalendarFeed, Meeting, Network
from networks.selectors.calendar import feed_address
from networks.services.calendar import close_feed, open_feed, revoke_feed
from networks.services.meetings import cancel_meeting
from networks.services.membership import leave_network
from tests.at_once import at_once
from tests.browser import assert_accessible, follow
from tests.networks.calendar_programs import python_ical
from tests.networks.meetings import planned_at
from tests.networks.members import assigned, end_roles, member, running_network

DAY = dt.timedelta(days=1)


def days_from_now(days: int) -> dt.datetime:
    """Pages ask the clock."""
    return timezone.now().replace(microsecond=0) + days * DAY


@pytest.fixture
def meeting(network: Network, director: User, leader: User) -> Meeting:
    """Sofie and Omar are members."""
    member(network, leader, director)
    return planned_at(
        network, director, days_from_now(30), place="Ærø", link="https://video.example/7"
    )


def address(person: User) -> str:
    return feed_address(open_feed(person=person)).removeprefix(settings.BASE_URL)


def themes(client: Client, person: User) -> list[str]:
    response = client.get(address(person))
    assert response.status_code == 200
    (read,) = python_ical([response.content.decode()])
    return [entry.summary.partition(": ")[2] for entry in read.entries]


def test_it_holds_ones_coming_and_recent_meetings(
    client: Client, network: Network, meeting: Meeting, leader: User, director: User
) -> None:
    for theme, days in (("for længe siden", -100), ("sidst", -80), ("om to år", 700)):
        planned_at(network, director, days_from_now(days), theme=theme)
    assert themes(client, leader) == ["sidst", "Den svære samtale", "om to år"]


def test_networks_that_one_is_not_inside_of_are_not_there(
    client: Client,
    meeting: Meeting,
    gentofte: Organisation,
    director: User,
    leader: User,
    stranger_leader: User,
) -> None:
    elsewhere = running_network(gentofte, director, name="Et andet")
    planned_at(elsewhere, director, days_from_now(3), theme="Ikke mit")
    assert themes(client, leader) == ["Den svære samtale"]
    assert themes(client, director) == []  # sees the dates in the portal, and attends none
    assert themes(client, stranger_leader) == []


def test_a_consultants_calendar(
    client: Client, meeting: Meeting, consultant: User, klk_admin: User
) -> None:
    assert themes(client, consultant) == []
    assigned(meeting.network, consultant, klk_admin)
    assert themes(client, consultant) == ["Den svære samtale"]


def test_a_cancelled_one_stays_a_while_as_cancelled(
    client: Client, meeting: Meeting, leader: User, director: User
) -> None:
    cancel_meeting(meeting=meeting, because="Sygdom", by=director, now=timezone.now())
    (read,) = python_ical([client.get(address(leader)).content.decode()])
    assert [(entry.status, entry.sequence) for entry in read.entries] == [("CANCELLED", 1)]
    Meeting.objects.update(cancelled_at=days_from_now(-31))
    assert themes(client, leader) == []


def test_it_names_nobody_and_is_private(client: Client, meeting: Meeting, leader: User) -> None:
    response = client.get(address(leader))
    text = response.content.decode()
    for name in ("Omar", "Haddad", "Sofie", leader.email, "ATTENDEE"):
        assert name not in text
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "sessionid" not in response.cookies


def test_what_has_not_changed_is_not_sent_again(
    client: Client, meeting: Meeting, leader: User, director: User
) -> None:
    url = address(leader)
    tag = client.get(url).headers["ETag"]
    again = client.get(url, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    planned_at(meeting.network, director, days_from_now(40))
    assert client.get(url, headers={"if-none-match": tag}).status_code == 200


def test_few_queries_however_many_meetings(
    client: Client, meeting: Meeting, leader: User, director: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    url = address(leader)
    before = queries()
    for number in range(30):
        planned_at(meeting.network, director, days_from_now(40 + number))
    assert queries() == before <= 12


def test_a_new_address_ends_the_old_one(client: Client, meeting: Meeting, leader: User) -> None:
    old = address(leader)
    revoke_feed(person=leader)
    assert client.get(old).status_code == 404
    assert address(leader) != old
    assert client.get(address(leader)).status_code == 200


def test_a_closed_one_is_gone_and_comes_back_under_a_new_address(
    client: Client, leader: User
) -> None:
    old = address(leader)
    close_feed(person=leader)
    assert client.get(old).status_code == 404
    new = address(leader)
    assert new != old
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_forged_addresses(client: Client, leader: User, other_leader: User) -> None:
    own, other = address(leader), address(other_leader)
    head, _dot, seal = own.rpartition("/")[2].removesuffix(".ics").partition(".")
    foreign = other.rpartition("/")[2].partition(".")[0]
    signer = signing.Signer(salt="another", sep=".")
    for token in (f"{foreign}.{seal}", head, f"{head}.{seal[:-1]}", signer.sign(head), "x"):
        assert client.get(f"/netvaerk/kalender/{token}.ics").status_code == 404
    assert client.post(own).status_code == 405


def test_an_inactive_person_and_one_who_has_left(
    client: Client, meeting: Meeting, leader: User, other_leader: User
) -> None:
    leave_network(membership=meeting.network.memberships.get(user=leader), now=timezone.now())
    assert themes(client, leader) == []
    end_roles(other_leader)
    assert themes(client, other_leader) == []
    User.objects.filter(pk=leader.pk).update(is_active=False)
    assert client.get(address(leader)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_opening_twice_at_once_makes_one(leader: User) -> None:
    assert at_once(*[lambda: open_feed(person=leader)] * 6) == ["done"] * 6
    assert CalendarFeed.objects.get().is_open


def test_the_page_from_opening_to_closing(signed_in: Callable[..., Client], leader: User) -> None:
    browser = signed_in(leader, "en")
    page = browser.get(reverse("calendar"))
    assert "webcal:" not in page.content.decode()
    assert not CalendarFeed.objects.exists()
    page = browser.post(reverse("calendar_open"), follow=True).content.decode()
    first = feed_address(CalendarFeed.objects.get())
    assert first in page
    assert "webcal" + first.removeprefix("http") in page
    page = browser.post(reverse("calendar_renew"), follow=True).content.decode()
    assert first not in page
    assert feed_address(CalendarFeed.objects.get()) in page
    page = browser.post(reverse("calendar_close"), follow=True).content.decode()
    assert "webcal:" not in page
    assert not CalendarFeed.objects.get().is_open


def test_the_page_shows_ones_own_alone(
    signed_in: Callable[..., Client], leader: User, other_leader: User
) -> None:
    open_feed(person=leader)
    page = signed_in(other_leader).get(reverse("calendar")).content.decode()
    assert "webcal:" not in page
    signed_in(other_leader).post(reverse("calendar_close"))
    assert CalendarFeed.objects.get(person=leader).is_open


@pytest.mark.parametrize("name", ["calendar_open", "calendar_renew", "calendar_close"])
def test_nothing_happens_by_a_link(
    signed_in: Callable[..., Client], leader: User, name: str
) -> None:
    assert signed_in(leader).get(reverse(name)).status_code == 405
    assert Client().post(reverse(name)).status_code == 302
    assert not CalendarFeed.objects.exists()


def test_one_entry_to_take_away(
    signed_in: Callable[..., Client],
    meeting: Meeting,
    leader: User,
    director: User,
    stranger_leader: User,
    stranger_director: User,
) -> None:
    url = reverse("meeting_entry", args=[meeting.pk])
    response = signed_in(leader).get(url)
    (read,) = python_ical([response.content.decode()])
    assert read.method == "PUBLISH"
    assert read.entries[0].location == "Ærø, https://video.example/7"
    assert response.headers["Content-Disposition"].startswith("attachment")
    (read,) = python_ical([signed_in(director).get(url).content.decode()])
    assert read.entries[0].location == "Ærø"  # the room is for those inside
    for stranger in (stranger_leader, stranger_director):
        assert signed_in(stranger).get(url).status_code == 404
    assert Client().get(url).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["da", "en"])
def test_accessible_quiet_and_narrow(
    leader: User, open_as: Callable[..., Any], language: str
) -> None:
    page = open_as(leader, language, width=320)
    page.goto(reverse("calendar"))
    assert_accessible(page)
    follow(page.locator("main form button[type=submit]"))
    page.locator("main input[readonly]").wait_for()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    address = page.locator("main input[readonly]").input_value()
    assert address == feed_address(CalendarFeed.objects.get())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy] button").click()
    page.locator("[data-copy] [role=status]:not(:empty)").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.problems == []
