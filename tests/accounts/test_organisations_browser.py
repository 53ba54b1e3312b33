"""Organisations, people and invitations in a browser: looked at, and one followed by clicks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Organisation, User
from accounts.selectors.invitations import link_to
from accounts.services.invitations import invite_person
from accounts.services.roles import give_role
from tests.browser import follow

pytestmark = pytest.mark.django_db(transaction=True)


def path_to_invitation(where: Organisation, by: User) -> str:
    invitation = invite_person(
        email="ny@gentofte.example",
        first_name="Ny",
        last_name="Leder",
        role=Role.LEADER,
        organisation=where,
        by=by,
        now=timezone.now(),
    )
    return "/konto/" + link_to(invitation).partition("/konto/")[2]


def test_what_the_crawl_does_not_reach(
    look_through: Callable[..., None],
    director: User,
    leader: User,
    gentofte: Organisation,
    day_care: Organisation,
) -> None:
    path = path_to_invitation(day_care, director)
    give_role(
        user=leader,
        organisation=gentofte,
        role=Role.DIRECTOR,
        starts_on=leader.today(),
        ends_on=leader.today(),
        deputy_for=director,
    )
    look_through(
        director,
        reverse("organisation", args=[gentofte.pk]) + "?vis=omraader",
        reverse("organisation", args=[gentofte.pk]) + "?q=findes-ikke",
        reverse("person", args=[leader.pk]),
        reverse("role_new", args=[leader.pk]) + f"?organisation={gentofte.pk}",
        reverse("role_deputy", args=[director.role_holdings.get().pk]),
        path,
    )
    look_through(None, path)
    look_through(None, "/konto/invitation/dead/", status=404)


def test_an_invitation_is_followed_by_clicks_without_javascript(
    open_as: Callable[..., Any], director: User, day_care: Organisation
) -> None:
    page = open_as(None, "da", 1280, javascript=False)
    page.goto(path_to_invitation(day_care, director))
    page.get_by_label("Vælg en adgangskode").fill("kort")
    follow(page.get_by_role("button", name="Sig ja, og log ind"))
    page.get_by_label("Vælg en adgangskode").fill("en lang sætning om åer")
    follow(page.get_by_role("button", name="Sig ja, og log ind"))
    assert page.url.rstrip("/").count("/") == 2  # home
    assert User.objects.get(email="ny@gentofte.example").has_role(Role.LEADER)
