"""The demo world is multiplied where it is, and nothing else ever is."""

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.models import Organisation, User
from klk_portal.demo import SIGN_INS
from klk_portal.scale import NotTheDemo, multiply_demo
from networks.models import (
    Assignment,
    Goal,
    Membership,
    Network,
    NetworkDesign,
    Reflection,
    SuccessCriterion,
)
from notifications.models import Message
from tests.architecture.world import MARK, World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """The smallest world that passes for the demo."""
    world = build_world()
    for email, _label in SIGN_INS:
        User.objects.create_user(email, first_name="Demo")
    return world


@override_settings(DEMO=True)
def test_everything_grows_by_the_factor(world: World) -> None:
    before = {model: model.objects.count() for model in (Network, NetworkDesign, Goal)}
    counts = multiply_demo(factor=5)
    for model, count in before.items():
        assert model.objects.count() == 5 * count
    assert Message.objects.count() == 5
    assert Message.objects.filter(state="waiting").count() == 1
    assert counts[str(Network._meta.verbose_name_plural)] == Network.objects.count()


@override_settings(DEMO=True)
def test_copies_live_in_their_own_municipality(world: World) -> None:
    multiply_demo(factor=3)
    home = Organisation.objects.filter(municipality=world["municipality"])
    assert home.institutions().count() == 3 * 2
    for institution in home.institutions():
        assert institution.parent.municipality == world["municipality"]
        assert (
            institution.role_holdings.exclude(user__email__endswith="@gentofte.example").count()
            == 0
        )
    assert Organisation.objects.filter(municipality=world["kolding"]).institutions().count() == 3


@override_settings(DEMO=True)
def test_designs_are_approved_with_their_goals_in_them(world: World) -> None:
    multiply_demo(factor=3)
    for network in Network.objects.all():
        first, second = network.designs.order_by("version")
        assert (first.status, second.status) == ("approved", "draft")
        for design in (first, second):
            goals = design.goals.all()
            assert [goal.parent.design for goal in goals if goal.parent] == [design]
            assert SuccessCriterion.objects.filter(goal__in=goals).count() == 1


@override_settings(DEMO=True)
def test_the_measured_people_see_more(world: World) -> None:
    multiply_demo(factor=4)
    leader, consultant = world.people["leader"], world.people["consultant"]
    assert Assignment.objects.filter(consultant=consultant).count() == 4
    own = Reflection.objects.visible_to(leader)
    assert own.count() == 4
    assert Network.objects.visible_to(world.people["director"]).count() == 4
    assert Membership.objects.filter(network=world["network"], state="left").count() == 3


@override_settings(DEMO=True)
def test_copied_reflections_open_for_their_own_writer(world: World) -> None:
    from accounts.sealing import unseal

    multiply_demo(factor=3)
    assert Reflection.objects.count() == 1 + 2 * 2
    for row in Reflection.objects.all():
        assert unseal(row.learned, bound_to=row.bound_to("learned")) == MARK


@pytest.mark.usefixtures("world")
def test_it_refuses_outside_of_the_demo() -> None:
    with pytest.raises(NotTheDemo):
        multiply_demo(factor=2)
    assert Network.objects.count() == 1


@override_settings(DEMO=True)
def test_it_refuses_a_database_with_somebody_real(world: World) -> None:
    User.objects.create_user("mette@gentofte.dk", first_name="Mette")
    with pytest.raises(NotTheDemo):
        multiply_demo(factor=2)


@override_settings(DEMO=True)
def test_it_refuses_a_second_time(world: World) -> None:
    multiply_demo(factor=2)
    with pytest.raises(NotTheDemo):
        multiply_demo(factor=2)


@override_settings(DEMO=True)
@pytest.mark.usefixtures("db")
def test_it_refuses_without_the_demo() -> None:
    with pytest.raises(CommandError):
        call_command("seed_scale", factor=2)


@pytest.mark.parametrize("factor", [-1, 0, 1, 1001])
def test_a_factor_that_is_none_is_refused(factor: int) -> None:
    with pytest.raises(CommandError):
        call_command("seed_scale", factor=factor)
