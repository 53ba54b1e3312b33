"""The answer link of a mail: no sign-in, one meeting, one member, nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, User
from networks.models import Attendance, Meeting, Membership, Network
from networks.selectors.answer_links import answer_link
from networks.services.meetings import allow_substitutes, cancel_meeting
from networks.services.membership import leave_network
from tests.browser import assert_accessible, follow
from tests.networks.meetings import planned_at
from tests.networks.members import NOW, end_roles, invited, member, running_network

SECRET = "Den svære samtale"


def in_a_month() -> dt.datetime:
    """Pages ask the clock."""
    return timezone.now().replace(microsecond=0) + dt.timedelta(days=30)


@pytest.fixture
def meeting(network: Network, director: User, leader: User) -> Meeting:
    """Sofie and Omar are members."""
    member(network, leader, director)
    return planned_at(
        network, director, in_a_month(), theme=SECRET, place="Ærø", prepare="Læs sagen"
    )


@pytest.fixture
def sofie(meeting: Meeting, leader: User) -> Membership:
    leader.language = "en"
    leader.save()
    return Membership.objects.select_related("network").get(user=leader)


def path(meeting: Meeting, membership: Membership) -> str:
    return answer_link(meeting, membership).removeprefix(settings.BASE_URL)


@pytest.fixture
def link(meeting: Meeting, sofie: Membership) -> str:
    return path(meeting, sofie)


def assert_dead(client: Client, link: str) -> None:
    """A kind page that tells nothing, and a POST that does nothing."""
    for response in (client.get(link), client.post(link, {"answer": "coming"})):
        assert response.status_code == 404
        page = response.content.decode()
        assert "networks/answer_link_dead.html" in [t.name for t in response.templates]
        assert SECRET not in page
        assert "Dagtilbud Nord" not in page
    assert not Attendance.objects.exists()


def test_the_facts_of_the_mail_in_its_readers_language(client: Client, link: str) -> None:
    response = client.get(link)
    page = response.content.decode()
    for words in (SECRET, "Dagtilbud Nord", "Ærø", "Læs sagen", "Are you coming?"):
        assert words in page
    for name in ("Omar", "Haddad", "Sofie"):
        assert name not in page
    assert response.headers["Content-Language"] == "en"
    assert "no-store" in response.headers["Cache-Control"]


def test_opening_it_changes_nothing(client: Client, link: str) -> None:
    """Mail scanners open every link, some with HEAD."""
    for _time in range(3):
        client.get(link, {"answer": "coming"})
        client.head(link)
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("answer", "more", "kept"),
    [
        ("coming", {"reason": "left in the form"}, ("coming", "", "")),
        ("not_coming", {"reason": "Ferie"}, ("not_coming", "Ferie", "")),
    ],
)
def test_answering(
    client: Client,
    link: str,
    sofie: Membership,
    answer: str,
    more: dict[str, str],
    kept: tuple[str, ...],
) -> None:
    response = client.post(link, {"answer": answer, **more}, follow=True)
    assert response.redirect_chain == [(link, 302)]
    assert "Thank you. Your answer is saved." in response.content.decode()
    row = Attendance.objects.get()
    assert (row.answer, row.reason, row.substitute) == kept
    assert row.membership == sofie


def test_why_not_is_not_shown_to_whoever_gets_the_mail_forwarded(client: Client, link: str) -> None:
    page = client.post(link, {"answer": "not_coming", "reason": "Sygemeldt"}, follow=True)
    assert "Sygemeldt" not in page.content.decode()
    assert "I cannot come" in page.content.decode()


def test_a_substitute_only_where_the_network_allows(
    client: Client, link: str, network: Network, director: User
) -> None:
    sent = {"answer": "substitute", "substitute": "Bo Riis"}
    assert client.post(link, sent).status_code == 200  # an unknown choice
    assert not Attendance.objects.exists()
    allow_substitutes(network=network, allowed=True, by=director)
    assert client.post(link, {"answer": "substitute"}).status_code == 200  # who?
    assert client.post(link, sent).status_code == 302
    assert Attendance.objects.get().substitute == "Bo Riis"


@pytest.mark.parametrize(
    "sent", [{}, {"answer": "perhaps"}, {"answer": "coming", "reason": "x" * 301}]
)
def test_bad_input(client: Client, link: str, sent: dict[str, str]) -> None:
    assert client.post(link, sent).status_code == 200
    assert not Attendance.objects.exists()


def test_somebody_else_signed_in_answers_for_the_reader_of_the_mail(
    signed_in: Callable[..., Client], link: str, sofie: Membership, other_leader: User
) -> None:
    signed_in(other_leader).post(link, {"answer": "coming"})
    assert Attendance.objects.get().membership == sofie


def test_a_cancelled_meeting_asks_for_nothing(
    client: Client, link: str, meeting: Meeting, director: User
) -> None:
    cancel_meeting(meeting=meeting, because="Syg oplægsholder", by=director, now=NOW)
    page = client.get(link).content.decode()
    assert "Syg oplægsholder" in page
    assert "Send my answer" not in page
    assert client.post(link, {"answer": "coming"}).status_code == 409
    assert not Attendance.objects.exists()


def test_forged_links(client: Client, link: str, meeting: Meeting, sofie: Membership) -> None:
    head, _dot, seal = link.strip("/").rpartition("/")[2].partition(".")
    other = f"{meeting.pk}-{sofie.pk + 1}"
    signer = signing.Signer(salt="another", sep=".")
    for token in (f"{other}.{seal}", f"{head}.x", head, signer.sign(head), "x", f"{head}.{seal}x"):
        assert_dead(client, f"/netvaerk/moede/svar/{token}/")


def test_it_ends_with_its_meeting(client: Client, link: str, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=timezone.now() - dt.timedelta(hours=3), ends_at=timezone.now()
    )
    assert_dead(client, link)


def test_it_ends_with_the_membership(client: Client, link: str, sofie: Membership) -> None:
    leave_network(membership=sofie, now=NOW)
    assert_dead(client, link)


def test_it_ends_with_the_role(client: Client, link: str, leader: User) -> None:
    end_roles(leader)
    assert_dead(client, link)


def test_it_ends_with_the_sign_in(client: Client, link: str, leader: User) -> None:
    User.objects.filter(pk=leader.pk).update(is_active=False)
    assert_dead(client, link)


def test_a_meeting_that_is_not_the_members(
    client: Client,
    sofie: Membership,
    gentofte: Organisation,
    director: User,
    stranger_leader: User,
    stranger_director: User,
    kolding: Organisation,
) -> None:
    """Even signed by the portal itself."""
    elsewhere = running_network(gentofte, director, name="Et andet")
    abroad = running_network(kolding, stranger_director, name="I Kolding")
    for network, by in ((elsewhere, director), (abroad, stranger_director)):
        foreign = planned_at(network, by, in_a_month(), theme=SECRET)
        assert_dead(client, path(foreign, sofie))


def test_whoever_is_only_invited(
    client: Client, meeting: Meeting, coordinator: User, director: User
) -> None:
    waiting = invited(meeting.network, coordinator, director)
    assert_dead(client, path(meeting, waiting))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["da", "en"])
def test_on_a_phone_without_javascript_in_two_taps(
    link: str, leader: User, sofie: Membership, open_as: Callable[..., Any], language: str
) -> None:
    User.objects.filter(pk=leader.pk).update(language=language)
    page = open_as(None, width=320, javascript=False)
    page.goto(link)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").inner_text() == SECRET
    page.locator("input[name=answer][value=coming]").check()
    follow(page.locator("main form button[type=submit]"))
    assert Attendance.objects.get().answer == "coming"


@pytest.mark.django_db(transaction=True)
def test_accessible_and_quiet(
    link: str, meeting: Meeting, network: Network, director: User, open_as: Callable[..., Any]
) -> None:
    allow_substitutes(network=network, allowed=True, by=director)
    page = open_as(None, width=320)
    page.goto(link)
    assert_accessible(page)
    follow(page.locator("main form button[type=submit]"))  # nothing chosen
    assert_accessible(page)
    cancel_meeting(meeting=meeting, because="Sygdom", by=director, now=NOW)
    page.goto(link)
    assert_accessible(page)
    assert page.problems == []
    page.goto("/netvaerk/moede/svar/x/")
    assert_accessible(page)
