"""Who is leader of what, and reports to whom."""

import datetime as dt

import pytest

from accounts.choices import LeaderLevel
from accounts.models import Organisation, Position, User
from accounts.services.positions import (
    PositionTaken,
    ReportsInACircle,
    ReportsOutside,
    ReportsToOneself,
    set_position,
)
from audit.models import AuditEntry
from tests.conftest import LONG_AGO

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)
LEVEL = LeaderLevel.INSTITUTION


def place(user: User, organisation: Organisation, above: User | None) -> Position:
    return set_position(
        user=user,
        organisation=organisation,
        level=LEVEL,
        title="Leder",
        reports_to=above,
        starts_on=TODAY,
    )


def test_a_new_position_ends_the_former(
    leader: User, day_care: Organisation, director: User
) -> None:
    former = leader.positions.get()
    new = place(leader, day_care, director)
    former.refresh_from_db()
    assert (former.starts_on, former.ends_on) == (LONG_AGO, TODAY - DAY)
    assert (new.starts_on, new.ends_on, new.reports_to, new.title) == (
        TODAY,
        None,
        director,
        "Leder",
    )


def test_saying_the_same_again_changes_nothing(
    leader: User, day_care: Organisation, director: User
) -> None:
    place(leader, day_care, director)
    written = AuditEntry.objects.count()
    set_position(
        user=leader,
        organisation=day_care,
        level=LEVEL,
        title="Leder ",
        reports_to=director,
        starts_on=TODAY + 30 * DAY,
    )
    assert (leader.positions.count(), AuditEntry.objects.count()) == (2, written)


def test_on_the_same_day_it_is_changed_in_place(leader: User, day_care: Organisation) -> None:
    place(leader, day_care, None)
    set_position(
        user=leader, organisation=day_care, level=LeaderLevel.TEAM, title="Ny", starts_on=TODAY
    )
    assert [p.title for p in leader.positions.order_by("starts_on")] == ["", "Ny"]


def test_a_later_position_stands_in_the_way(leader: User, day_care: Organisation) -> None:
    place(leader, day_care, None)
    with pytest.raises(PositionTaken):
        set_position(
            user=leader,
            organisation=day_care,
            level=LEVEL,
            title="Før",
            starts_on=LONG_AGO - 10 * DAY,
        )


def test_nobody_reports_to_themselves(leader: User, day_care: Organisation) -> None:
    with pytest.raises(ReportsToOneself):
        place(leader, day_care, leader)


def test_nobody_reports_in_a_circle(
    leader: User,
    other_leader: User,
    coordinator: User,
    day_care: Organisation,
    other_day_care: Organisation,
) -> None:
    place(leader, day_care, other_leader)
    place(other_leader, other_day_care, coordinator)
    home = coordinator.positions.get().organisation
    with pytest.raises(ReportsInACircle):
        place(coordinator, home, leader)
    assert coordinator.positions.get().reports_to is None


def test_one_reports_within_the_municipality(
    leader: User, day_care: Organisation, stranger_director: User, consultant: User
) -> None:
    for outsider in (stranger_director, consultant):
        with pytest.raises(ReportsOutside):
            place(leader, day_care, outsider)
