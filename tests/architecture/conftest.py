"""One world for all tests of a module: building it takes longer than asking it something."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from tests.architecture import gate
from tests.architecture.world import World, build_world


@pytest.fixture(scope="module")
def _one_world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _one_browser_each(_one_world: World) -> dict[str, Client]:
    return gate.clients(_one_world)


@pytest.fixture
def world(_one_world: World, db: None) -> World:
    """The world of the module; what a test changes in it is taken back."""
    return _one_world


@pytest.fixture
def browsers(world: World, _one_browser_each: dict[str, Client]) -> dict[str, Client]:
    return _one_browser_each
