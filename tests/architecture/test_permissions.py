"""Every address × everybody: who gets in, who is refused, who finds nothing. No page leaks."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from networks.models import Network
from tests.architecture import gate
from tests.architecture.gate import Door
from tests.architecture.permissions import DOORS
from tests.architecture.world import FOREIGN_ROLES, World

pytestmark = pytest.mark.django_db


def test_every_address_is_in_the_table() -> None:
    assert gate.all_names() - DOORS.keys() == set()


def test_the_table_has_no_address_that_is_gone() -> None:
    assert DOORS.keys() - gate.all_names() == set()


@pytest.mark.parametrize("name", DOORS)
def test_each_role_gets_what_the_table_says(
    name: str, world: World, browsers: dict[str, Client]
) -> None:
    assert list(gate.wrong_answers(name, DOORS[name], world, browsers)) == []
    assert list(gate.open_back_doors(name, DOORS[name], world, browsers)) == []


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.args])
def test_an_unknown_id_is_found_by_nobody(
    name: str, world: World, browsers: dict[str, Client]
) -> None:
    door = DOORS[name]
    for thing in set(door.args.split()) & world.things.keys():
        url = gate.address(name, door, world.without(thing))
        method = "POST" if door.post else "GET"
        assert gate.knock(browsers["klk_admin"], method, url).status_code == 404, url


# --- the gate bites ------------------------------------------------------------------------
@login_required
def careless(_request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(Network.objects.get(pk=pk).name)


def wide_open(_request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("careless/<int:pk>/", careless, name="careless"),
    path("wide-open/<int:pk>/", wide_open, name="wide_open"),
    path("", include("klk_portal.urls")),
]


@pytest.fixture
def with_careless_pages() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.usefixtures("with_careless_pages")
def test_an_address_without_a_line_is_noticed() -> None:
    assert gate.all_names() - DOORS.keys() == {"careless", "wide_open"}


@pytest.mark.usefixtures("with_careless_pages")
def test_a_page_that_shows_strangers_too_much_is_noticed(
    world: World, browsers: dict[str, Client]
) -> None:
    door = Door(DOORS["network"].ok, "network")
    found = list(gate.wrong_answers("careless", door, world, browsers))
    for role in FOREIGN_ROLES:
        assert f"GET careless as {role}: 200, expected 404" in found
        assert f"GET careless shows {role} what is not theirs" in found
    assert not [line for line in found if "as director" in line]


@pytest.mark.usefixtures("with_careless_pages")
def test_a_page_without_sign_in_is_noticed(world: World, browsers: dict[str, Client]) -> None:
    door = Door(DOORS["network"].ok, "network")
    found = list(gate.wrong_answers("wide_open", door, world, browsers))
    assert "GET wide_open as anonymous: 200, expected 302" in found


@pytest.mark.usefixtures("with_careless_pages")
def test_an_open_back_door_is_noticed(world: World, browsers: dict[str, Client]) -> None:
    action = Door(DOORS["network"].ok, "network", answer=302, post=True)
    found = list(gate.open_back_doors("careless", action, world, browsers))
    assert "GET careless as director: 200, it is an action" in found
    page = Door(DOORS["network"].ok, "network")
    found = list(gate.open_back_doors("careless", page, world, browsers))
    assert "POST careless as foreign_director: 200, they may not even look" in found
