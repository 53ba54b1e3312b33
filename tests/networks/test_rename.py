"""A network gets another name: who may, once in the municipality, known to the trail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from audit.models import AuditEntry
from networks.models import Network
from tests.networks.designs import approved, empty_network

SignIn = Callable[..., Client]


@pytest.fixture
def network(gentofte: Organisation, director: User) -> Network:
    return empty_network(gentofte, director)


def url(network: Network) -> str:
    return reverse("network_rename", args=[network.pk])


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_director_renames_a_draft_and_an_approved_network(
    gentofte: Organisation, director: User, signed_in: SignIn, is_approved: bool
):
    start = approved if is_approved else None
    network = start(gentofte, director).network if start else empty_network(gentofte, director)
    browser = signed_in(director, "en")
    assert f'value="{network.name}"' in browser.get(url(network)).content.decode()
    answer = browser.post(url(network), {"name": "  Ærlige   ledere "}, follow=True)
    assert "The network is now called “Ærlige ledere”." in answer.content.decode()
    network.refresh_from_db()
    assert (network.name, network.sort_key[:1] != "n") == ("Ærlige ledere", True)
    entry = AuditEntry.objects.filter(object_pk=str(network.pk)).order_by("-pk").first()
    assert entry is not None
    assert (entry.changes, entry.actor) == (
        {"name": ["Nye skoleledere", "Ærlige ledere"]},
        director,
    )


def test_the_way_there_stands_on_the_networks_page(
    network: Network, director: User, signed_in: SignIn
):
    page = signed_in(director).get(reverse("network", args=[network.pk])).content.decode()
    assert url(network) in page


@pytest.mark.parametrize("taken", ["Et andet", "et ANDET", " Et  andet "])
def test_a_name_is_taken_once_in_the_municipality(
    network: Network,
    gentofte: Organisation,
    kolding: Organisation,
    director: User,
    stranger_director: User,
    signed_in: SignIn,
    taken: str,
):
    empty_network(gentofte, director, name="Et andet")
    page = signed_in(director).post(url(network), {"name": taken})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["name"]
    assert "Der er allerede et netværk" in page.content.decode()
    network.refresh_from_db()
    assert network.name == "Nye skoleledere"
    theirs = empty_network(kolding, stranger_director, name="Noget tredje")
    assert signed_in(stranger_director).post(url(theirs), {"name": taken}).status_code == 302


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_no_name_and_too_long_a_name_are_refused(
    network: Network, director: User, signed_in: SignIn, name: str
):
    page = signed_in(director).post(url(network), {"name": name})
    assert list(page.context["form"].errors) == ["name"]
    network.refresh_from_db()
    assert network.name == "Nye skoleledere"


def test_the_same_name_again_and_its_own_in_capitals_are_fine(
    network: Network, director: User, signed_in: SignIn
):
    entries = AuditEntry.objects.count()
    browser = signed_in(director)
    assert browser.post(url(network), {"name": "Nye skoleledere"}).status_code == 302
    assert AuditEntry.objects.count() == entries
    assert browser.post(url(network), {"name": "NYE skoleledere"}).status_code == 302
    network.refresh_from_db()
    assert network.name == "NYE skoleledere"


@pytest.mark.parametrize(
    ("who", "status"),
    [("leader", 404), ("policy_officer", 404), ("other_consultant", 404), ("klk_admin", 302)],
)
def test_who_does_not_steer_it_does_not_rename_it(
    network: Network,
    request: pytest.FixtureRequest,
    signed_in: SignIn,
    who: str,
    status: int,
):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.post(url(network), {"name": "Mit"}).status_code == status
