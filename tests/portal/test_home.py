"""The home page of each role: what waits, what is next, in few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Organisation, RoleHolding, User
from accounts.services.unsaved import keep_text
from klk_portal.demo import SIGN_INS
from klk_portal.home import greeting_at, home_for
from networks.choices import MinutesState
from networks.models import Attendance, Meeting, Membership, Minutes, Network
from networks.services.actions import add_action
from networks.services.assignments import assign_consultant
from networks.services.duties import name_coordinator
from networks.services.polls import propose_dates
from networks.services.status import set_status
from tests.conftest import LONG_AGO
from tests.networks.members import again, asked, invited, member, running_network

MOST_QUERIES = 12


def home_of(email: str) -> object:
    return home_for(User.objects.get(email=email), timezone.now())


@pytest.mark.usefixtures("demo")
def test_every_role_has_a_home_in_few_queries(
    signed_in: Callable[..., Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    for email, _label in SIGN_INS:
        client = signed_in(User.objects.get(email=email))
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get("/").status_code == 200, email


def person_of_every_role() -> User:
    """A director who also leads an institution and advises networks of the municipality."""
    director = User.objects.get(email="direktor@gentofte.example")
    for role in (Role.LEADER, Role.INTERNAL_CONSULTANT):
        RoleHolding.objects.create(
            user=director,
            organisation=director.held_roles[0].organisation,
            role=role,
            starts_on=LONG_AGO,
            ends_on=timezone.localdate(),
        )
    keep_text(owner_id=director.pk, path="/x/", fields=[("a", ["b"])], files=[], now=timezone.now())
    return again(director)


def everything_waits_in(
    network: Network, coordinator: Membership, now: dt.datetime, today: dt.date
) -> None:
    """A date to be found, minutes to approve, an action; meetings wait in any network."""
    person, begins = coordinator.user, now + dt.timedelta(days=9)
    times = [(begins, begins + dt.timedelta(hours=2))]
    propose_dates(network=network, theme="Hvornår", place="", times=times, by=person, now=now)
    sent = Minutes.objects.filter(state=MinutesState.TO_APPROVE, meeting__network=network)
    meeting = sent[0].meeting
    Attendance.objects.create(meeting=meeting, membership=coordinator, was_there=True)
    add_action(meeting=meeting, text="Ring", owner=person, due_on=today, by=person, now=now)


@pytest.mark.usefixtures("demo")
def test_somebody_of_every_role_for_whom_everything_waits_has_one_too(
    signed_in: Callable[..., Client],
    django_assert_max_num_queries: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, today = timezone.now(), timezone.localdate()
    person = person_of_every_role()
    gentofte, hellerup = (
        model.objects.get(name=name)
        for model, name in ((Organisation, "Gentofte Kommune"), (Network, "Ledernetværk Hellerup"))
    )
    own = member(hellerup, person, person)
    name_coordinator(membership=own, starts_on=today, by=person)
    everything_waits_in(hellerup, own, now, today)
    first, second = (
        running_network(gentofte, person, name=name, admission="request") for name in ("A", "B")
    )
    invited(first, person, person)
    asked(first, User.objects.get(email="leder9@gentofte.example"))
    set_status(network=second, status="establishing", by=person, now=now)
    assign_consultant(network=second, consultant=person, starts_on=today, ends_on=today, by=person)
    monkeypatch.setattr("klk_portal.home.WAITING_SHOWN", 100)
    client = signed_in(again(person))
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get("/")
    kinds = {str(line.title) for line in page.context["home"].waiting}
    assert len(kinds) == 11, kinds


@pytest.mark.usefixtures("demo")
def test_what_waits_is_what_the_person_can_do_something_about() -> None:
    waiting = {email: [line.subject for line in home_of(email).waiting] for email, _l in SIGN_INS}
    assert waiting["direktor@gentofte.example"] == [
        "Ledernetværk Klampenborg",
        "Netværk for nye skoleledere",
    ]
    assert waiting["leder7@gentofte.example"] == ["Ledernetværk Hellerup"]
    assert waiting["leder9@gentofte.example"] == []
    assert waiting["direktor@kolding.example"] == []


@pytest.mark.usefixtures("demo")
def test_dates_come_from_the_networks_one_follows_nearest_first() -> None:
    dates = home_of("leder1@gentofte.example").upcoming
    assert {item.network for item in dates} == {"Ledernetværk Hellerup"}
    assert [item.day for item in dates] == sorted(item.day for item in dates)
    assert all(item.day >= timezone.localdate() for item in dates)
    assert home_of("leder9@gentofte.example").upcoming == []
    assert home_of("konsulent2@klk.example").upcoming == []
    Meeting.objects.update(cancelled_at=timezone.now())  # they are nearer and fill the list
    ends = [item for item in home_of("konsulent@klk.example").upcoming if not item.detail]
    assert ends, "an assignment that ends is a date of the consultant"


@pytest.mark.usefixtures("demo")
def test_networks_shown_are_the_first_few_of_those_one_may_see() -> None:
    director = home_of("direktor@gentofte.example")
    assert (len(director.networks), director.more_networks) == (5, True)
    leader = home_of("leder1@gentofte.example")
    assert [network.name for network in leader.networks] == ["Ledernetværk Hellerup"]
    assert home_of("konsulent2@klk.example").networks == []


@pytest.mark.parametrize(
    ("hour", "words"),
    [(7, "Good morning"), (12, "Hello"), (19, "Good evening"), (3, "Good evening")],
)
def test_the_greeting_knows_the_hour(hour: int, words: str) -> None:
    greeting = greeting_at(dt.datetime(2026, 11, 24, hour, 40))  # noqa: DTZ001 (local on purpose)
    assert getattr(greeting, "_args", (greeting,))[0] == words


def test_signed_out_the_page_says_what_the_portal_is_for(client: Client, db: None) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert b"/konto/log-ind/" in answer.content


@pytest.mark.parametrize("path", ["/tilgaengelighed/", "/dine-data/", "/hjaelp/"])
def test_the_footer_pages_are_for_everybody(path: str, client: Client, db: None) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "words",
    [
        "Hvad du svarer på møder",
        "Din direktør ser, hvor mange der var med, aldrig hvem.",
        "Den, der har den, ser dine netværks møder uden at logge ind",
        "Godkendte referater kan aldrig ændres.",
    ],
)
def test_the_page_about_ones_data_tells_of_meetings(words: str, client: Client, db: None) -> None:
    assert words in client.get("/dine-data/").content.decode()
