"""Multiplies the demo world, to see whether pages stay quick when there is a hundred times as much.

Everything is written in bulk and slips past the audit trail on purpose: the trail's own entries are
multiplied like the rest. Copies live where their originals live: each municipality grows by the
same factor, and the people who are measured see more (own reflections, messages, assignments,
waiting requests). Municipalities, regions and directors stay as many as they are in Denmark.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.danish import sort_key
from accounts.errors import PortalError
from accounts.models import Invitation, Organisation, Position, RoleHolding, User
from accounts.sealing import current_key_id, seal, unseal
from audit.models import AuditEntry
from networks.choices import DesignStatus, MembershipState
from networks.models import (
    Assignment,
    Attendance,
    DesignPartState,
    DutyPeriod,
    Goal,
    Meeting,
    MeetingRole,
    Membership,
    Milestone,
    Network,
    NetworkDesign,
    Reflection,
    SuccessCriterion,
)
from notifications.models import Message, MessageState

BATCH = 2000
MULTIPLIED_PEOPLE = (Role.LEADER, Role.CONSULTANT)
COUNTED: tuple[type[models.Model], ...] = (
    Organisation,
    User,
    RoleHolding,
    Network,
    NetworkDesign,
    Goal,
    SuccessCriterion,
    Membership,
    Assignment,
    Reflection,
    Message,
    AuditEntry,
)
M = TypeVar("M", bound=models.Model)
Change = Callable[[dict[str, Any], int], None]


class NotTheDemo(PortalError):
    message = _(
        "Only the demo world can be made larger, and only once: this database is something else."
    )


def multiply_demo(*, factor: int) -> dict[str, int]:
    """Make the demo world `factor` times as large; returns the number of rows of each kind.

    Raises NotTheDemo for a database that holds anybody real or is multiplied already.
    """
    _require_demo()
    with transaction.atomic():
        Multiplication(copies=factor - 1).run()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return count_rows()


def count_rows() -> dict[str, int]:
    return {
        str(model._meta.verbose_name_plural): model._default_manager.count() for model in COUNTED
    }


def _require_demo() -> None:
    """A demo's addresses all end in `.example`, which can be nobody's."""
    from klk_portal.demo import SIGN_INS

    people = User.objects.all()
    known = people.filter(email__in=[email for email, _label in SIGN_INS]).count()
    real = people.exclude(email__endswith=".example").exists()
    again = people.filter(email__regex=r"\+\d+@").exists()
    if not settings.DEMO or known != len(SIGN_INS) or real or again:
        raise NotTheDemo


class Multiplication:
    """One run. `new[Model][source id, copy]` is the id of a copy."""

    def __init__(self, *, copies: int) -> None:
        self.copies = range(1, copies + 1)
        self.new: dict[type[models.Model], dict[tuple[Any, int], Any]] = defaultdict(dict)

    def run(self) -> None:
        self._organisations()
        self._people()
        self._networks()
        self._designs()
        self._memberships()
        self._meetings()
        self._reflections()
        self._rows_nobody_points_at()

    # --- who and where ----------------------------------------------------------------------
    def _organisations(self) -> None:
        """Areas before the institutions in them."""
        below = Organisation.objects.exclude(municipality=None)
        left = list(below)
        kept = set(Organisation.objects.filter(municipality=None).values_list("pk", flat=True))
        while left:
            ready = [row for row in left if row.parent_id in kept]
            self._copy(Organisation, ready, self._rename_organisation)
            kept |= {row.pk for row in ready}
            left = [row for row in left if row.pk not in kept]

    def _rename_organisation(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, parent_id=Organisation)
        row["name"] = f"{row['name'][:190]} {copy + 1}"
        row["sort_key"] = sort_key(row["name"])

    def _people(self) -> None:
        holders = RoleHolding.objects.filter(role__in=MULTIPLIED_PEOPLE).values("user")
        people = User.objects.filter(pk__in=holders)
        self._copy(User, people, self._rename_person)
        self._copy(EmailAddress, EmailAddress.objects.filter(user__in=people), self._mail)
        roles = RoleHolding.objects.filter(user__in=people)
        self._copy(RoleHolding, roles, self._in_organisation)
        self._copy(Position, Position.objects.filter(user__in=people), self._in_position)
        invitations = Invitation.objects.filter(role__in=MULTIPLIED_PEOPLE)
        self._copy(Invitation, invitations, self._invite)

    def _rename_person(self, row: dict[str, Any], copy: int) -> None:
        row["email"] = _address(row["email"], copy)
        row["last_name"] = f"{row['last_name'][:90]} {copy + 1}"
        row["password"] = "!"  # nobody signs in as a copy
        row["sort_key"] = sort_key(f"{row['first_name']} {row['last_name']}")

    def _mail(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, user_id=User)
        row["email"] = _address(row["email"], copy)

    def _in_organisation(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, user_id=User, organisation_id=Organisation, deputy_for_id=User)

    def _in_position(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, user_id=User, organisation_id=Organisation, reports_to_id=User)

    def _invite(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, organisation_id=Organisation, accepted_by_id=User)
        row["email"] = _address(row["email"], copy)

    # --- networks and their designs ---------------------------------------------------------
    def _networks(self) -> None:
        self._copy(Network, Network.objects.all(), self._rename_network)
        assignments = Assignment.objects.all()
        self._copy(Assignment, assignments, lambda row, n: self._move(row, n, network_id=Network))

    @staticmethod
    def _rename_network(row: dict[str, Any], copy: int) -> None:
        row["name"] = f"{row['name'][:110]} {copy + 1}"
        row["sort_key"] = sort_key(row["name"])
        row["design_in_force_id"] = None  # until the copy of its design is there

    def _designs(self) -> None:
        """Version by version: goals come in while it is a draft, then it is approved for good."""
        for version in sorted(set(NetworkDesign.objects.values_list("version", flat=True))):
            sources = list(NetworkDesign.objects.filter(version=version))
            self._copy(NetworkDesign, sources, self._as_draft)
            ids = [row.pk for row in sources]
            self._goals(ids)
            states = DesignPartState.objects.filter(design__in=ids)
            self._copy(DesignPartState, states, self._in_design)
            for row in sources:
                self._approve_copies(row)
        self._copy(Milestone, Milestone.objects.all(), self._in_network)

    def _as_draft(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, network_id=Network)
        row.update(
            status=DesignStatus.DRAFT, approved_at=None, approved_by_id=None, approved_by_name=""
        )

    def _in_network(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, network_id=Network, criterion_id=SuccessCriterion)

    def _in_design(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, design_id=NetworkDesign)

    def _goals(self, designs: list[int]) -> None:
        goals = Goal.objects.filter(design__in=designs)
        for only in (goals.filter(parent=None), goals.exclude(parent=None)):
            self._copy(Goal, only, self._below_goal)
        criteria = SuccessCriterion.objects.filter(goal__design__in=designs)
        self._copy(SuccessCriterion, criteria, lambda row, n: self._move(row, n, goal_id=Goal))

    def _below_goal(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, design_id=NetworkDesign, parent_id=Goal)

    def _approve_copies(self, source: NetworkDesign) -> None:
        if source.is_draft:
            return
        ids = [self.new[NetworkDesign][source.pk, copy] for copy in self.copies]
        NetworkDesign.objects.filter(pk__in=ids).update(
            status=source.status,
            approved_at=source.approved_at,
            approved_by=source.approved_by_id,
            approved_by_name=source.approved_by_name,
        )
        Network.objects.filter(designs__in=ids).update(
            design_in_force=models.Subquery(
                NetworkDesign.objects.filter(pk__in=ids, network=models.OuterRef("pk")).values("pk")
            )
        )

    # --- who is in them ---------------------------------------------------------------------
    def _memberships(self) -> None:
        memberships = list(Membership.objects.all())
        self._copy(Membership, memberships, self._join)
        duties = DutyPeriod.objects.all()
        self._copy(DutyPeriod, duties, lambda row, n: self._move(row, n, membership_id=Membership))
        self._past_members(memberships)

    def _join(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, network_id=Network, user_id=User, asked_by_id=User)

    def _past_members(self, memberships: list[Membership]) -> None:
        """A network has a limit, so its own list grows by those who have left it."""
        one_of_each = {row.network_id: row for row in memberships}.values()
        self._copy(Membership, one_of_each, self._leave, note=False)

    def _leave(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, user_id=User)
        day = row["joined_on"] or row["asked_at"].date()
        row.update(state=MembershipState.LEFT, joined_on=day, ended_on=day)

    # --- when they meet ---------------------------------------------------------------------
    def _meetings(self) -> None:
        """Those of a copied network, and in the network itself years of past ones."""
        meetings = list(Meeting.objects.all())
        self._copy(Meeting, meetings, self._meet)
        self._copy(MeetingRole, MeetingRole.objects.all(), self._in_meeting)
        self._copy(Attendance, Attendance.objects.all(), self._attend)
        self._copy(Meeting, meetings, self._meet_long_ago, note=False)

    def _meet(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, network_id=Network, goal_id=Goal)
        row["uid"] = uuid.uuid4()

    def _meet_long_ago(self, row: dict[str, Any], copy: int) -> None:
        row["uid"] = uuid.uuid4()
        for name in ("starts_at", "ends_at"):
            row[name] -= dt.timedelta(days=365 * copy)

    def _in_meeting(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, meeting_id=Meeting, holder_id=User)

    def _attend(self, row: dict[str, Any], copy: int) -> None:
        self._move(row, copy, meeting_id=Meeting, membership_id=Membership)

    # --- what they write and are sent -------------------------------------------------------
    def _reflections(self) -> None:
        """Each once for the copied writer, and once more for the writer, whose own list grows."""
        sources = list(Reflection.objects.all())
        for once_more in (False, True):
            rows = (self._sealed_anew(row, n, once_more) for n in self.copies for row in sources)
            Reflection.objects.bulk_create(rows, batch_size=BATCH)

    def _sealed_anew(self, source: Reflection, copy: int, same_writer: bool) -> Reflection:
        row = _values(source)
        if not same_writer:
            self._move(row, copy, writer_id=User, network_id=Network)
        anew = Reflection(**{**row, "id": uuid.uuid4(), "key_id": current_key_id()})
        anew.created_at = anew.changed_at = source.created_at - dt.timedelta(hours=copy)
        for name in Reflection.SEALED_FIELDS:
            text = unseal(getattr(source, name), bound_to=source.bound_to(name))
            setattr(anew, name, seal(text, bound_to=anew.bound_to(name)))
        return anew

    def _rows_nobody_points_at(self) -> None:
        copies = len(self.copies)
        back = " - copy * interval '1 hour'"
        _multiply_in_place(
            Message,
            copies,
            occasion="left(occasion, 50) || '+' || copy",
            state=f"'{MessageState.SENT}'",
            claim="NULL",
            lease_until="NULL",
            created_at=f"created_at{back}",
            due_at=f"due_at{back}",
            finished_at=f"due_at{back}",
        )
        _multiply_in_place(AuditEntry, copies, timestamp=f"timestamp{back}")

    # --- how --------------------------------------------------------------------------------
    def _copy(
        self, model: type[M], sources: Iterable[M], change: Change, *, note: bool = True
    ) -> None:
        """Write every copy of every source row and remember its id."""
        sources = list(sources)
        rows = self._changed(model, sources, change)
        made = model._default_manager.bulk_create(rows, batch_size=BATCH)
        if note:
            of = [(source.pk, copy) for copy in self.copies for source in sources]
            self.new[model].update(zip(of, (row.pk for row in made), strict=True))

    def _changed(self, model: type[M], sources: list[M], change: Change) -> Iterator[M]:
        key = model._meta.pk.attname
        for copy in self.copies:
            for source in sources:
                row = _values(source)
                del row[key]
                change(row, copy)
                yield model(**row)

    def _move(self, row: dict[str, Any], copy: int, **columns: type[models.Model]) -> None:
        """Let columns point at the copy of what they point at; what has no copy stays."""
        for column, model in columns.items():
            row[column] = self.new[model].get((row[column], copy), row[column])


def _address(email: str, copy: int) -> str:
    name, _at, host = email.partition("@")
    return f"{re.sub(r'[+].*', '', name)}+{copy + 1}@{host}"


def _values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _multiply_in_place(model: type[models.Model], copies: int, **expressions: str) -> None:
    """Copy a table's rows inside the database; `expressions` (SQL) say what differs by `copy`."""
    columns = [field.column or "" for field in model._meta.concrete_fields if not field.primary_key]
    quoted = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(expressions.get(name, f'"{name}"') for name in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({quoted}) '
            f'SELECT {values} FROM "{table}", generate_series(1, %s) AS copy',
            [copies],
        )
