"""The pages of networks and reflections in a browser: accessible, quiet, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Organisation, User
from networks.models import Membership, Network, Reflection
from networks.services.duties import name_coordinator
from tests.browser import follow
from tests.networks.members import TODAY, asked, assigned, invited, member, running_network

pytestmark = pytest.mark.django_db(transaction=True)
OpenAs = Callable[..., Any]


@pytest.fixture
def network(
    gentofte: Organisation,
    director: User,
    leader: User,
    other_leader: User,
    coordinator: User,
    consultant: User,
    klk_admin: User,
) -> Network:
    """Omar has asked, Sofie is invited, Lise is a member and coordinates, Anne is assigned."""
    network = running_network(gentofte, director, name="Dagtilbud Nord", admission="request")
    duty = member(network, coordinator, director)
    name_coordinator(membership=duty, starts_on=TODAY, by=director)
    asked(network, other_leader)
    invited(network, leader, director)
    assigned(network, consultant, klk_admin)
    return network


def test_the_small_pages(
    network: Network, director: User, look_through: Callable[..., None]
) -> None:
    lise = network.memberships.get(user__first_name="Lise")
    look_through(
        director,
        reverse("membership_remove", args=[lise.pk]),
        reverse("assignment_end", args=[network.assignments.get().pk]),
        reverse("network_members", args=[network.pk]) + "?vis=venter",
    )


def test_from_invitation_to_reflection_without_javascript(
    network: Network, leader: User, open_as: OpenAs
) -> None:
    page = open_as(leader, "en", javascript=False)
    page.goto(reverse("network", args=[network.pk]))
    follow(page.get_by_role("button", name="Yes, I am in"))
    assert Membership.objects.get(user=leader).state == "active"
    follow(page.get_by_role("link", name="Write a reflection"))
    belongs_to = page.get_by_label("Which network does it belong to?")
    expect(belongs_to).to_have_value(str(network.pk))
    page.get_by_label("What happened?").fill("Vi talte om den svære samtale.")
    page.get_by_label("In two weeks").check()
    follow(page.get_by_role("button", name="Save"))
    expect(page.locator("main")).to_contain_text("Only you can read it")
    row = Reflection.objects.get()
    assert (row.writer, row.network) == (leader, network)
    assert row.try_by is not None
