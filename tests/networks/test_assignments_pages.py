"""Assigning a consultant and ending it, on the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from networks.models import Assignment, Network
from tests.networks.members import (
    DAY,
    assigned,
    dates,
    post,
)

SignedIn = Callable[..., Client]
TODAY = timezone.localdate()


# --- consultants -----------------------------------------------------------------------------
def test_a_director_assigns_the_own_consultant_and_ends_it(
    network: Network, internal_consultant: User, director: User, signed_in: SignedIn
) -> None:
    client = signed_in(director)
    data = {"consultant": internal_consultant.pk, **dates("starts_on", TODAY)}
    assert post(client, "network_assign", network.pk, **data).status_code == 302
    again = post(client, "network_assign", network.pk, **data)
    assert list(again.context["form"].errors) == ["starts_on"]
    assignment = Assignment.objects.get()
    url = reverse("assignment_end", args=[assignment.pk])
    assert client.get(url).status_code == 200
    assert Assignment.objects.exists()
    assert client.post(url).status_code == 302
    assert not Assignment.objects.exists()  # it had begun today only


def test_ending_an_assignment_twice(
    network: Network, consultant: User, klk_admin: User, signed_in: SignedIn
) -> None:
    assignment, client = assigned(network, consultant, klk_admin), signed_in(klk_admin)
    for _ in range(2):
        assert post(client, "assignment_end", assignment.pk).status_code == 302
    assert Assignment.objects.get().ends_on == TODAY - DAY


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("consultant", {"consultant": ""}),
        ("consultant", {"consultant": "x"}),
        ("consultant", {"consultant": "999999"}),
        ("starts_on", {"starts_on_month": "13"}),
        ("ends_on", {"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2020"}),
        ("ends_on", {"ends_on_day": "1"}),
    ],
)
def test_an_assignment_with_bad_input(
    field: str,
    wrong: dict[str, str],
    network: Network,
    internal_consultant: User,
    director: User,
    signed_in: SignedIn,
) -> None:
    data = {"consultant": internal_consultant.pk, **dates("starts_on", TODAY), **wrong}
    response = post(signed_in(director), "network_assign", network.pk, **data)
    assert list(response.context["form"].errors) == [field]
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["consultant", "leader", "stranger_leader", "klk_admin"])
def test_a_director_cannot_send_somebody_elses_id(
    who: str, network: Network, director: User, signed_in: SignedIn, request: Any
) -> None:
    data = {"consultant": request.getfixturevalue(who).pk, **dates("starts_on", TODAY)}
    response = post(signed_in(director), "network_assign", network.pk, **data)
    assert list(response.context["form"].errors) == ["consultant"]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger_director", 404),
        ("other_consultant", 404),
        ("policy_officer", 404),
        ("consultant", 403),
        ("other_leader", 403),
    ],
)
def test_who_may_not_end_an_assignment(
    who: str,
    status: int,
    network: Network,
    consultant: User,
    klk_admin: User,
    signed_in: SignedIn,
    request: Any,
) -> None:
    assignment = assigned(network, consultant, klk_admin)
    client = signed_in(request.getfixturevalue(who))
    assert post(client, "assignment_end", assignment.pk).status_code == status
    assert Assignment.objects.get().ends_on is None
