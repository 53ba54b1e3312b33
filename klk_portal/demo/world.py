"""Builds the demo world by calling the services, as people would have done in the portal.

What people did in the demo's past is told by `now`: the networks began a year ago.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import LeaderLevel, OrganisationKind, Role
from accounts.errors import PortalError
from accounts.models import Organisation, User
from accounts.services.invitations import accept_invitation, invite_person
from accounts.services.organisations import create_organisation
from accounts.services.people import create_person
from accounts.services.positions import set_position
from accounts.services.roles import give_role
from audit.together import entries_together
from klk_portal.demo import people
from klk_portal.demo.institutions import places
from klk_portal.demo.networks import NetworkBuilder
from klk_portal.demo.people import Person
from notifications.services import begin_sending_today

YEAR = dt.timedelta(days=365)
#: Mails about what happened before are told by nobody: the mail catcher would drown in them.
RECENT = dt.timedelta(days=7)


class NotEmpty(PortalError):
    message = _("The database holds something else: the demo loads only into an empty one.")


def load_demo(*, now: dt.datetime) -> bool:
    """Build the demo world; returns False when it is there already.

    Raises NotEmpty when the database holds anybody or anything else. All or nothing.
    """
    emails = {email for email, _label in people.SIGN_INS}
    known = set(User.objects.values_list("email", flat=True))
    if emails <= known:
        return False
    if known or Organisation.objects.exists():
        raise NotEmpty
    with entries_together():
        World(now).build()
    return True


class World:
    """One building of the demo; `began` is when the past of the demo begins."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self.began = now - YEAR
        self.since = timezone.localdate(self.began)
        self.admin: User

    def build(self) -> None:
        call_command("load_municipalities", verbosity=0)
        self._klk()
        gentofte = self._municipality("Gentofte", people.DIRECTOR)
        kolding = self._municipality("Kolding", people.STRANGER_DIRECTOR)
        self._gentofte(gentofte)
        self._kolding(kolding)
        begin_sending_today(since=self.now - RECENT, now=self.now)

    def _municipality(self, name: str, director: Person) -> Organisation:
        """The municipality with its director in it."""
        municipality = Organisation.objects.municipalities().get(name__startswith=name)
        self._invited(director, municipality)
        return municipality

    def _klk(self) -> None:
        klk = create_organisation(kind=OrganisationKind.KLK, name="KLK")
        invitation = invite_person(
            **_names(people.ADMIN), role=Role.KLK_ADMIN, organisation=klk, by=None, now=self.began
        )
        self.admin = accept_invitation(
            invitation=invitation, password=people.PASSWORD, now=self.began
        )
        self.consultant = self._invited(people.CONSULTANT, klk)
        self._invited(people.OTHER_CONSULTANT, klk)

    def _invited(self, person: Person, where: Organisation) -> User:
        """Invite somebody, who accepts and gets the demo's password."""
        invitation = invite_person(
            **_names(person), role=person.role, organisation=where, by=self.admin, now=self.began
        )
        return accept_invitation(invitation=invitation, password=people.PASSWORD, now=self.began)

    def _gentofte(self, gentofte: Organisation) -> None:
        self.internal_consultant = self._invited(people.INTERNAL_CONSULTANT, gentofte)
        self._invited(people.POLICY_OFFICER, gentofte)
        area = create_organisation(kind=OrganisationKind.AREA, name="Dagtilbud", parent=gentofte)
        head = self._known(people.AREA_HEAD, area, reports_to=None)
        leaders = self._institutions(area, head)
        builder = NetworkBuilder(
            municipality=gentofte,
            director=User.objects.get(email=people.DIRECTOR.email),
            now=self.now,
        )
        builder.build_gentofte(leaders, self.admin, self.consultant, self.internal_consultant)

    def _institutions(self, area: Organisation, head: User) -> dict[str, list[User]]:
        """Institutions with their leaders: district → leaders, those with a sign-in first."""
        leaders: dict[str, list[User]] = {}
        cast = people.cast_by_district()
        for number, place in enumerate(places()):
            institution = create_organisation(
                kind=OrganisationKind.INSTITUTION,
                name=place.name,
                parent=area,
                institution_type=place.kind,
                street=place.street,
                postal_code=place.postal_code,
                city=place.district,
            )
            waiting = cast.get(place.district, [])
            person = waiting.pop(0) if waiting else people.extra(number)
            signs_in = person.label != ""
            leader = (
                self._invited(person, institution)
                if signs_in
                else self._known(person, institution, reports_to=head)
            )
            self._in_position(leader, person, institution, head)
            leaders.setdefault(place.district, []).append(leader)
        return leaders

    def _known(self, person: Person, where: Organisation, reports_to: User | None) -> User:
        """Somebody the municipality has entered who has not signed in yet."""
        user = create_person(**_names(person))
        give_role(user=user, organisation=where, role=person.role, starts_on=self.since)
        if reports_to is None:
            self._in_position(user, person, where, None)
        return user

    def _in_position(
        self, user: User, person: Person, where: Organisation, reports_to: User | None
    ) -> None:
        set_position(
            user=user,
            organisation=where,
            level=person.level or LeaderLevel.INSTITUTION,
            title=person.title,
            reports_to=reports_to,
            starts_on=self.since,
        )

    def _kolding(self, kolding: Organisation) -> None:
        schools = create_organisation(kind=OrganisationKind.AREA, name="Skoler", parent=kolding)
        school = create_organisation(
            kind=OrganisationKind.INSTITUTION,
            name="Slotssøskolen",
            parent=schools,
            institution_type="school",
            street="Søgade 12",
            postal_code="6000",
            city="Kolding",
        )
        leader = self._invited(people.STRANGER_LEADER, school)
        self._in_position(leader, people.STRANGER_LEADER, school, None)
        builder = NetworkBuilder(
            municipality=kolding,
            director=User.objects.get(email=people.STRANGER_DIRECTOR.email),
            now=self.now,
        )
        builder.build_kolding(leader)


def _names(person: Person) -> dict[str, Any]:
    return {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
    }
