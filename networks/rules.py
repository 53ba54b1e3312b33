"""Who may do what in a network."""

from __future__ import annotations

from typing import Any

from django.db import models
from rules.predicates import Predicate, predicate

from accounts.choices import OrganisationKind, Role
from accounts.models import User
from accounts.rules import can_see, entitled, is_klk_admin, register
from networks.choices import MembershipState
from networks.models import (
    Action,
    Assignment,
    Attendance,
    CalendarFeed,
    DateAnswer,
    DateOption,
    DatePoll,
    Decision,
    DesignPartState,
    Document,
    DocumentContent,
    DutyPeriod,
    Goal,
    Meeting,
    MeetingRole,
    Membership,
    Milestone,
    Minutes,
    MinutesApproval,
    Network,
    NetworkDesign,
    Reflection,
    SchoolHoliday,
    SuccessCriterion,
)
from networks.models.ties import ties_of


def _network(row: Any) -> Network:
    """The network that a row of this app belongs to."""
    if isinstance(row, Network):
        return row
    if isinstance(row, SuccessCriterion):
        row = row.goal
    if isinstance(row, Goal | DesignPartState):
        row = row.design
    if isinstance(row, DutyPeriod):
        row = row.membership
    if isinstance(row, DateAnswer):
        row = row.option
    if isinstance(row, DateOption):
        row = row.poll
    if isinstance(row, MinutesApproval):
        row = row.minutes
    if isinstance(row, DocumentContent):
        row = row.document
    if isinstance(row, Attendance | MeetingRole | Minutes | Decision | Action | Document):
        row = row.meeting
    network: Network = row.network
    return network


@predicate
def directs(user: User, row: models.Model | None) -> bool:
    """Whether `user` is director of the municipality that owns the network."""
    return (
        user.is_authenticated
        and row is not None
        and user.has_role_in(_network(row).municipality_id, Role.DIRECTOR)
    )


@predicate
def directs_there(user: User, holiday: SchoolHoliday | None) -> bool:
    """Whether `user` is director of the municipality whose holiday it is."""
    if not user.is_authenticated or holiday is None or holiday.municipality_id is None:
        return False
    return user.has_role_in(holiday.municipality_id, Role.DIRECTOR)


@predicate
def is_inside(user: User, row: models.Model | None) -> bool:
    """Whether the inside of the network is open to `user`."""
    return user.is_authenticated and row is not None and _network(row).pk in ties_of(user).inside


@predicate
def can_find(user: User, network: Network | None) -> bool:
    """Whether `user` is a leader who may join this network or ask to."""
    return network is not None and Network.objects.findable_by(user).filter(pk=network.pk).exists()


@predicate
def is_own(user: User, membership: Membership | None) -> bool:
    return user.is_authenticated and membership is not None and membership.user_id == user.pk


@predicate
def is_writer(user: User, reflection: Reflection | None) -> bool:
    return user.is_authenticated and reflection is not None and reflection.writer_id == user.pk


@predicate
def is_assigned(user: User, row: models.Model | None) -> bool:
    """Whether `user` is a consultant whom the network is open to today."""
    return user.is_authenticated and row is not None and _network(row).pk in ties_of(user).assigned


@predicate
def coordinates(user: User, row: models.Model | None) -> bool:
    """Whether `user` is today's coordinator of the network, as an active member."""
    if not user.is_authenticated or row is None:
        return False
    return _network(row).pk in ties_of(user).coordinated


@predicate
def is_member(user: User, row: models.Model | None) -> bool:
    """Whether `user` is an active member of the network."""
    if not user.is_authenticated or row is None:
        return False
    return _network(row).pk in ties_of(user).in_state(MembershipState.ACTIVE)


@predicate
def is_uploader(user: User, document: Document | None) -> bool:
    return user.is_authenticated and document is not None and document.uploaded_by_id == user.pk


@predicate
def is_across(user: User, row: models.Model | None) -> bool:
    """Whether the network is KLK's own, across municipalities."""
    return row is not None and _network(row).municipality.kind == OrganisationKind.KLK


# Networks of KLK across municipalities have no director: KLK administration stands in.
steers = directs | is_klk_admin
approves = directs | (is_klk_admin & is_across)
designs = steers | is_assigned
plans = is_assigned | coordinates

PERMISSIONS: dict[type[models.Model], dict[str, Predicate]] = {
    Network: {
        "view": can_see,
        "view_inside": is_inside,
        "add": entitled,  # asked of the organisation that the network is to belong to
        "change": steers,
        "redesign": designs,
        "invite_to": steers,
        "assign_to": steers,
        "join": can_find,
        "plan_in": plans,
    },
    NetworkDesign: {
        "view": can_see,
        "change": designs,
        "approve": approves,
    },
    DesignPartState: {"view": can_see},
    Goal: {"view": can_see},
    SuccessCriterion: {"view": can_see},
    Milestone: {"view": can_see},
    Membership: {
        "view": can_see,
        "answer": is_own,
        "leave": is_own,
        "withdraw": is_own | steers,
        "decide": steers,
        "remove": steers,
    },
    DutyPeriod: {"view": can_see},
    Assignment: {"view": can_see, "end": is_klk_admin | directs},
    Meeting: {
        "view": can_see,
        "view_inside": is_inside,
        "change": plans,
        "answer": is_member,
        "take_part_in": is_inside,
    },
    MeetingRole: {"view": can_see},
    Attendance: {"view": can_see},
    DatePoll: {"view": can_see, "answer": is_member, "close": plans},
    DateOption: {"view": can_see},
    DateAnswer: {"view": can_see},
    SchoolHoliday: {"view": can_see, "change": is_klk_admin | directs_there},
    CalendarFeed: {"view": can_see},
    Reflection: {"view": can_see, "change": is_writer, "delete": is_writer},
    # What came of a meeting: everybody inside writes it, so seeing it is the right to.
    Minutes: {"view": can_see},
    MinutesApproval: {"view": can_see},
    Decision: {"view": can_see},
    Action: {"view": can_see},
    Document: {"view": can_see, "delete": is_inside & (is_uploader | plans)},
    DocumentContent: {"view": can_see},
}

register(PERMISSIONS)
