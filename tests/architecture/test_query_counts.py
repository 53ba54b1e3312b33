"""Every list page runs the same few queries however many rows there are."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from accounts.models import Organisation
from tests.architecture.lists import LISTS, MOST_QUERIES, ListPage, institutions, queries
from tests.architecture.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shown", LISTS, ids=str)
def test_a_list_runs_the_same_queries_for_1_row_and_for_30(
    shown: ListPage, world: World, browsers: dict[str, Client]
) -> None:
    client, url = browsers[shown.who], shown.address(world)
    few = queries(client, url)
    shown.grow(world, 30)
    many = queries(client, url)
    assert (many, many <= MOST_QUERIES) == (few, True)


# --- the rule bites ------------------------------------------------------------------------
def one_query_a_row(_request: HttpRequest) -> HttpResponse:
    names = [row.parent and row.parent.name for row in Organisation.objects.all()]
    return HttpResponse(str(names))


urlpatterns = [
    path("careless/", one_query_a_row, name="careless"),
    path("", include("klk_portal.urls")),
]


@override_settings(ROOT_URLCONF=__name__)
def test_a_query_a_row_is_noticed(world: World, client: Client) -> None:
    few = queries(client, "/careless/")
    institutions(world, 30)
    assert queries(client, "/careless/") == few + 30
