"""Giving and ending roles, and standing in for a director."""

import datetime as dt

import pytest

from accounts.choices import LeaderLevel, Role
from accounts.models import Organisation, Position, RoleHolding, User
from accounts.services.roles import (
    DeputyForATime,
    DeputyForOneself,
    DeputyMakesNoDirector,
    EndsBeforeStart,
    EndsOnlyEarlier,
    LastAdministrator,
    OnlyDirectorsHaveDeputies,
    RoleHasEnded,
    RoleHeldAlready,
    RoleIsLast,
    RoleNotHere,
    appoint,
    end_role,
    give_role,
    name_deputy,
)
from tests.conftest import LONG_AGO

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


def own(user: User) -> RoleHolding:
    return RoleHolding.objects.get(user=user)


# --- giving ----------------------------------------------------------------------------------
def test_a_role_counts_from_the_first_day_to_the_last(leader: User, gentofte: Organisation) -> None:
    holding = give_role(
        user=leader,
        organisation=gentofte,
        role=Role.INTERNAL_CONSULTANT,
        starts_on=TODAY,
        ends_on=TODAY + 2 * DAY,
    )
    held = [RoleHolding.objects.held_on(TODAY + n * DAY).contains(holding) for n in range(-1, 4)]
    assert held == [False, True, True, True, False]


def test_a_role_belongs_to_its_kind_of_organisation(
    leader: User,
    klk: Organisation,
    gentofte: Organisation,
    area: Organisation,
    day_care: Organisation,
) -> None:
    for organisation, role in [
        (klk, Role.DIRECTOR),
        (klk, Role.LEADER),
        (gentofte, Role.LEADER),
        (gentofte, Role.KLK_ADMIN),
        (gentofte, Role.CONSULTANT),
        (area, Role.DIRECTOR),
        (day_care, Role.POLICY_OFFICER),
        (day_care, "emperor"),
    ]:
        with pytest.raises(RoleNotHere):
            give_role(user=leader, organisation=organisation, role=role, starts_on=TODAY)


def test_the_same_role_twice_in_overlapping_periods_is_refused(
    leader: User, day_care: Organisation
) -> None:
    with pytest.raises(RoleHeldAlready):
        give_role(user=leader, organisation=day_care, role=Role.LEADER, starts_on=TODAY)
    assert RoleHolding.objects.filter(user=leader).count() == 1  # the transaction is still usable


def test_the_same_role_again_after_it_ended(leader: User, day_care: Organisation) -> None:
    end_role(holding=own(leader), on=TODAY, by=None, today=TODAY)
    again = give_role(user=leader, organisation=day_care, role=Role.LEADER, starts_on=TODAY)
    assert again.ends_on is None


def test_a_period_that_ends_before_it_starts(leader: User, gentofte: Organisation) -> None:
    with pytest.raises(EndsBeforeStart):
        give_role(
            user=leader,
            organisation=gentofte,
            role=Role.POLICY_OFFICER,
            starts_on=TODAY,
            ends_on=TODAY - DAY,
        )


def test_an_appointed_leader_has_a_position_and_only_one(
    policy_officer: User, day_care: Organisation, area: Organisation
) -> None:
    appoint(user=policy_officer, organisation=day_care, role=Role.LEADER, starts_on=TODAY)
    appoint(user=policy_officer, organisation=area, role=Role.LEADER, starts_on=TODAY)
    levels = {p.organisation: p.level for p in Position.objects.filter(user=policy_officer)}
    assert levels == {day_care: LeaderLevel.INSTITUTION, area: LeaderLevel.HEAD}


# --- ending ----------------------------------------------------------------------------------
def test_ended_today_means_now(leader: User) -> None:
    ended = end_role(holding=own(leader), on=TODAY, by=None, today=TODAY)
    assert ended is not None
    assert ended.ends_on == TODAY - DAY
    assert not RoleHolding.objects.filter(user=leader).held_on(TODAY).exists()


def test_a_role_that_ends_later_still_counts_on_its_last_day(leader: User) -> None:
    end_role(holding=own(leader), on=TODAY + 3 * DAY, by=None, today=TODAY)
    roles = RoleHolding.objects.filter(user=leader)
    assert roles.held_on(TODAY + 3 * DAY).exists()
    assert not roles.held_on(TODAY + 4 * DAY).exists()


def test_a_role_that_began_today_and_ends_today_goes_away(
    leader: User, gentofte: Organisation
) -> None:
    given = give_role(user=leader, organisation=gentofte, role=Role.POLICY_OFFICER, starts_on=TODAY)
    assert end_role(holding=given, on=TODAY, by=None, today=TODAY) is None
    assert not RoleHolding.objects.filter(pk=given.pk).exists()
    with pytest.raises(RoleHasEnded):
        end_role(holding=given, on=TODAY, by=None, today=TODAY)


def test_what_has_ended_cannot_end_again_or_be_made_longer(leader: User) -> None:
    end_role(holding=own(leader), on=TODAY + 3 * DAY, by=None, today=TODAY)
    with pytest.raises(EndsOnlyEarlier):
        end_role(holding=own(leader), on=TODAY + 4 * DAY, by=None, today=TODAY)
    end_role(holding=own(leader), on=TODAY, by=None, today=TODAY)
    with pytest.raises(RoleHasEnded):
        end_role(holding=own(leader), on=TODAY, by=None, today=TODAY)


def test_the_position_ends_with_the_role(leader: User) -> None:
    end_role(holding=own(leader), on=TODAY + 3 * DAY, by=None, today=TODAY)
    assert leader.positions.get().ends_on == TODAY + 3 * DAY


def test_held_roles_are_asked_for_anew_after_a_change(leader: User) -> None:
    holding = own(leader)
    holding.user = leader
    assert leader.has_role(Role.LEADER)
    today = leader.today()
    end_role(holding=holding, on=today, by=None)
    assert not User.objects.get(pk=leader.pk).has_role(Role.LEADER)


def test_the_last_director_does_not_leave_by_mistake(director: User, klk_admin: User) -> None:
    with pytest.raises(RoleIsLast):
        end_role(holding=own(director), on=TODAY, by=director, today=TODAY)
    assert own(director).ends_on is None
    end_role(holding=own(director), on=TODAY, by=klk_admin, today=TODAY)
    assert own(director).ends_on == TODAY - DAY


def test_a_deputy_is_not_another_director(
    director: User, leader: User, gentofte: Organisation
) -> None:
    name_deputy(holding=own(director), deputy=leader, starts_on=TODAY, ends_on=TODAY + 9 * DAY)
    with pytest.raises(RoleIsLast):
        end_role(holding=own(director), on=TODAY, by=director, today=TODAY)


def test_one_of_two_directors_may_leave(
    director: User, policy_officer: User, gentofte: Organisation
) -> None:
    mine = own(director)
    give_role(user=policy_officer, organisation=gentofte, role=Role.DIRECTOR, starts_on=LONG_AGO)
    assert end_role(holding=mine, on=TODAY, by=director, today=TODAY) is not None


def test_klk_keeps_an_administrator(klk_admin: User, consultant: User, klk: Organisation) -> None:
    with pytest.raises(LastAdministrator):
        end_role(holding=own(klk_admin), on=TODAY, by=klk_admin, today=TODAY)
    mine = own(klk_admin)
    give_role(user=consultant, organisation=klk, role=Role.KLK_ADMIN, starts_on=TODAY)
    assert end_role(holding=mine, on=TODAY, by=klk_admin, today=TODAY) is not None


# --- deputies --------------------------------------------------------------------------------
def test_a_deputy_directs_for_a_time(director: User, leader: User, gentofte: Organisation) -> None:
    given = name_deputy(
        holding=own(director),
        deputy=leader,
        starts_on=TODAY,
        ends_on=TODAY + 9 * DAY,
        by=director,
    )
    assert (given.role, given.organisation, given.deputy_for) == (Role.DIRECTOR, gentofte, director)
    assert given.ends_on == TODAY + 9 * DAY


def test_only_a_directors_own_role_has_a_deputy(
    director: User, leader: User, other_leader: User
) -> None:
    period = {"starts_on": TODAY, "ends_on": TODAY + DAY}
    with pytest.raises(OnlyDirectorsHaveDeputies):
        name_deputy(holding=own(leader), deputy=director, **period)
    given = name_deputy(holding=own(director), deputy=leader, **period)
    with pytest.raises(OnlyDirectorsHaveDeputies):
        name_deputy(holding=given, deputy=other_leader, **period)


def test_nobody_stands_in_for_themselves_or_for_longer(director: User, leader: User) -> None:
    with pytest.raises(DeputyForOneself):
        name_deputy(holding=own(director), deputy=director, starts_on=TODAY, ends_on=TODAY + DAY)
    holding = own(director)
    holding.ends_on = TODAY + 5 * DAY
    holding.save()
    with pytest.raises(DeputyForATime):
        name_deputy(holding=holding, deputy=leader, starts_on=TODAY, ends_on=TODAY + 6 * DAY)
    with pytest.raises(DeputyForATime):
        name_deputy(holding=holding, deputy=leader, starts_on=LONG_AGO - DAY, ends_on=TODAY)


def test_deputies_end_with_the_director(director: User, leader: User, klk_admin: User) -> None:
    given = name_deputy(
        holding=own(director), deputy=leader, starts_on=TODAY - DAY, ends_on=TODAY + 9 * DAY
    )
    end_role(holding=own(director), on=TODAY, by=klk_admin, today=TODAY)
    given.refresh_from_db()
    assert given.ends_on == TODAY - DAY


@pytest.fixture
def deputy(director: User, leader: User) -> User:
    """Directs today, for another: from so long ago to so far ahead that the clock is no matter."""
    name_deputy(
        holding=own(director), deputy=leader, starts_on=LONG_AGO, ends_on=LONG_AGO + 99_999 * DAY
    )
    return User.objects.get(pk=leader.pk)


def test_a_deputy_does_not_make_the_lent_role_last(
    deputy: User, director: User, other_leader: User, gentofte: Organisation
) -> None:
    role = {"organisation": gentofte, "role": Role.DIRECTOR, "by": deputy}
    for person in (deputy, other_leader):
        with pytest.raises(DeputyMakesNoDirector):
            give_role(user=person, starts_on=LONG_AGO + 199_999 * DAY, **role)
    with pytest.raises(DeputyMakesNoDirector):
        name_deputy(
            holding=own(director),
            deputy=other_leader,
            starts_on=TODAY,
            ends_on=TODAY + DAY,
            by=deputy,
        )
    assert RoleHolding.objects.filter(role=Role.DIRECTOR).count() == 2
    give_role(**{**role, "role": Role.POLICY_OFFICER}, user=other_leader, starts_on=TODAY)


def test_a_deputy_ends_no_directors_role_but_their_own(deputy: User, director: User) -> None:
    with pytest.raises(DeputyMakesNoDirector):
        end_role(holding=own(director), on=TODAY, by=deputy, today=TODAY)
    assert own(director).ends_on is None
    lent = deputy.role_holdings.get(role=Role.DIRECTOR)
    given_back = end_role(holding=lent, on=TODAY, by=deputy, today=TODAY)
    assert given_back is not None
    assert given_back.ends_on == TODAY - DAY


def test_a_deputy_who_is_director_too_is_a_director(
    deputy: User, director: User, other_leader: User, gentofte: Organisation, kolding: Organisation
) -> None:
    give_role(user=deputy, organisation=kolding, role=Role.DIRECTOR, starts_on=LONG_AGO)
    again = User.objects.get(pk=deputy.pk)
    there = {"organisation": kolding, "role": Role.DIRECTOR, "starts_on": TODAY}
    assert give_role(user=other_leader, by=again, **there)
    with pytest.raises(DeputyMakesNoDirector):
        give_role(user=other_leader, by=again, **{**there, "organisation": gentofte})
