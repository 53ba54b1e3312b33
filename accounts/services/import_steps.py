"""The single steps of writing a list. Each leaves the portal in order; each may be refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind, Role
from accounts.errors import PortalError
from accounts.models import Organisation, Position, RoleHolding, User
from accounts.selectors.import_known import Known, Place
from accounts.selectors.import_plan import PlacePlan, Plan
from accounts.selectors.import_seats import SeatPlan
from accounts.services.invitations import InvitedAlready, RoleIsTheirs, invite_person
from accounts.services.organisations import change_organisation, create_organisation
from accounts.services.people import AddressTaken, create_person
from accounts.services.positions import end_position, set_position
from accounts.services.roles import end_role, give_role
from accounts.staff_files.fields import StaffField
from accounts.staff_files.lines import same_name


class PlaceMissing(PortalError):
    message = _("The institution could not be added, so nobody can lead it.")


@dataclass(frozen=True)
class Step:
    """One thing to write, for the row `row` of the list."""

    row: int
    run: Callable[[], None]


@dataclass
class StepWriter:
    """Writes what a plan says, and remembers what it has founded on the way."""

    known: Known
    by: User | None
    now: dt.datetime
    taken: set[str] = field(default_factory=set)
    arrived: set[int] = field(default_factory=set)

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    def steps_of(self, plan: Plan) -> list[Step]:
        """Places, then people with their roles, then positions from the top down.

        Superiors must have a role before anybody can report to them.
        """
        self.taken = _taken({seat.line.email for seat in plan.seats if seat.is_new})
        places = [
            (each.line.number, partial(self.place, each))
            for each in plan.places
            if each.does_something
        ]
        seats = [each for each in plan.seats if each.does_something]
        people = [(each.line.number, partial(self.leader, each)) for each in seats]
        top_down = [each for each in plan.seats_from_the_top() if each.position]
        positions = [(each.line.number, partial(self.position, each)) for each in top_down]
        return [Step(row, run) for row, run in (*places, *people, *positions)]

    # --- places ----------------------------------------------------------------------------

    def place(self, plan: PlacePlan) -> None:
        stands = self.known.places.get(plan.place)
        if stands is None:
            self.known.places[plan.place] = self._found(plan)
        else:
            self._change(stands, plan)

    def _found(self, plan: PlacePlan) -> Organisation:
        line = plan.line
        if plan.place[0] == "area":
            return create_organisation(
                kind=OrganisationKind.AREA, name=line.area, parent=self.known.municipality
            )
        return create_organisation(
            kind=OrganisationKind.INSTITUTION,
            name=line.institution,
            parent=self._area(line.area) or self.known.municipality,
            institution_type=line.institution_type,
            street=line.street,
            postal_code=line.postal_code,
            city=line.city,
        )

    def _change(self, stands: Organisation, plan: PlacePlan) -> None:
        after = {name: new for name, (_old, new) in plan.changes.items()}
        change_organisation(
            organisation=stands,
            name=stands.name,
            parent=self._area(after.get(StaffField.AREA, "")) or stands.parent,
            institution_type=after.get(StaffField.TYPE, stands.institution_type),
            address={
                "street": after.get(StaffField.STREET, stands.street),
                "postal_code": after.get(StaffField.POSTAL_CODE, stands.postal_code),
                "city": after.get(StaffField.CITY, stands.city),
            },
        )

    def _area(self, name: str) -> Organisation | None:
        return self._standing(("area", same_name(name))) if name else None

    def _standing(self, place: Place) -> Organisation:
        if place not in self.known.places:
            raise PlaceMissing
        return self.known.places[place]

    # --- people ----------------------------------------------------------------------------

    def leader(self, seat: SeatPlan) -> None:
        """The person, the end of what they leave, and the role."""
        place = self._standing(seat.line.place)
        person = seat.person or self.known.people.get(seat.line.email) or self._create(seat)
        if person is None:
            self._invite(seat, place)
            return
        self._change_person(person, seat)
        for left in seat.leaves:
            if isinstance(left, RoleHolding):
                end_role(holding=left, on=self.today, by=self.by, today=self.today)
            else:
                end_position(position=left, last_day=self.today - dt.timedelta(days=1))
        if seat.role:
            give_role(
                user=person, organisation=place, role=Role.LEADER, starts_on=self.today, by=self.by
            )
        self.known.people[seat.line.email] = person

    def _create(self, seat: SeatPlan) -> User | None:
        """A person without a password; nobody when the address is somebody's from elsewhere."""
        line = seat.line
        if line.email in self.taken:
            return None
        try:
            person = create_person(
                email=line.email,
                first_name=line.first_name,
                last_name=line.last_name,
                phone=line.phone,
            )
        except AddressTaken:
            return None
        self.arrived.add(person.pk)
        return person

    def _invite(self, seat: SeatPlan, place: Organisation) -> None:
        """Somebody from elsewhere decides for themselves; until then nothing of theirs shows."""
        line = seat.line
        try:
            invite_person(
                email=line.email,
                first_name=line.first_name,
                last_name=line.last_name,
                role=Role.LEADER,
                organisation=place,
                by=self.by,
                now=self.now,
            )
        except (InvitedAlready, RoleIsTheirs):
            return

    def _change_person(self, person: User, seat: SeatPlan) -> None:
        if not seat.person_changes:
            return
        for name, (_old, new) in seat.person_changes.items():
            setattr(person, name, new)
        person.save(update_fields=list(seat.person_changes))

    # --- positions -------------------------------------------------------------------------

    def position(self, seat: SeatPlan) -> None:
        person = seat.person or self.known.people.get(seat.line.email)
        if person is None:  # invited
            return
        place = self._standing(seat.line.place)
        standing = seat.changes.get(StaffField.REPORTS_TO, ("", ""))[0]
        superior = self.known.people.get(seat.reports_to) or self.known.people.get(standing)
        if person.pk in self.arrived:
            self._first_position(person, place, seat, superior)
            return
        set_position(
            user=person,
            organisation=place,
            level=seat.level,
            title=seat.title,
            reports_to=superior,
            starts_on=self.today,
        )

    def _first_position(
        self, person: User, place: Organisation, seat: SeatPlan, superior: User | None
    ) -> None:
        """What `set_position` does, without its questions: they halve the speed of a long list.

        Somebody who came with this list has no earlier position, and the plan has seen that
        nobody stands on a circle.
        """
        Position.objects.create(
            user=person,
            organisation=place,
            level=seat.level,
            title=seat.title,
            reports_to=superior,
            starts_on=self.today,
        )


def _taken(emails: set[str]) -> set[str]:
    """Which of these addresses, unknown here, are somebody's elsewhere: one query for all."""
    verified = EmailAddress.objects.filter(email__in=emails, verified=True)
    users = User.objects.filter(email__in=emails)
    return {
        *verified.values_list("email", flat=True),
        *users.values_list("email", flat=True),
    }
