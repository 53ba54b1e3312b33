"""What the previews of the mails of networks tell: made up, believable, and in no database.

No link in them opens anything: where the real one holds a token, the word "eksempel" stands.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from networks import ical
from networks.choices import MeetingPart, MembershipState
from networks.dates.words import time_in_words
from networks.mails.told import ToldMeeting, address_of, file_name
from networks.models import (
    Action,
    Assignment,
    DatePoll,
    Meeting,
    Membership,
    Network,
    SuccessCriterion,
)
from notifications.kinds import CalendarPart, Example

SOME_ID = 12
IN_SIX_WEEKS = dt.timedelta(weeks=6)


def _person(first: str, last: str, where: str = "gentofte") -> User:
    email = f"{first}.{last}@{where}.example".lower()
    return User(first_name=first, last_name=last, email=email)


def _network() -> Network:
    home = Organisation(kind=OrganisationKind.MUNICIPALITY, name="Gentofte Kommune")
    return Network(pk=SOME_ID, name=_("New school leaders"), municipality=home)


def _page(name: str, *args: object) -> str:
    return address_of(name, *(args or [SOME_ID]))


def _membership(state: str, user: User, asked_by: User | None = None) -> Membership:
    return Membership(network=_network(), user=user, asked_by=asked_by, state=state)


def invitation() -> Example:
    mette = _person("Mette", "Holm")
    row = _membership(MembershipState.INVITED, _person("Sofie", "Krag"), mette)
    return Example({"membership": row, "link": _page("network")}, reply_to=mette)


def request() -> Example:
    omar = _person("Omar", "Haddad")
    row = _membership(MembershipState.REQUESTED, omar, omar)
    return Example({"membership": row, "members_link": _page("network_members")}, reply_to=omar)


def decision() -> Example:
    row = _membership(MembershipState.ACTIVE, _person("Sofie", "Krag"))
    return Example({"membership": row, "link": _page("network")}, reply_to=_person("Lise", "Bech"))


def removal() -> Example:
    return Example({"membership": _membership(MembershipState.LEFT, _person("Sofie", "Krag"))})


def assignment() -> Example:
    starts_on = timezone.localdate() + dt.timedelta(days=14)
    row = Assignment(network=_network(), starts_on=starts_on)
    karen = _person("Karen", "Toft", "klk")
    return Example({"assignment": row, "link": _page("network")}, reply_to=karen)


def dates() -> Example:
    poll = DatePoll(network=_network(), theme=_("The difficult conversation"))
    return Example({"poll": poll, "link": _page("date_poll")}, reply_to=_person("Lise", "Bech"))


def _meeting() -> Meeting:
    day = timezone.localtime() + IN_SIX_WEEKS
    begins = day.replace(hour=13, minute=0, second=0, microsecond=0)
    return Meeting(
        pk=SOME_ID,
        network=_network(),
        theme=_("The difficult conversation"),
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=3),
        place=_("The town hall, room 2"),
        link="https://video.example/7",
        prepare=_("Bring a conversation that you are not done with."),
    )


def _told(meeting: Meeting) -> dict[str, object]:
    answer = _page("meeting_answer_by_link", "eksempel")
    when = time_in_words(meeting.starts_at, meeting.ends_at)
    told = ToldMeeting(meeting, when=when, page=ical.page_address(meeting), answer_link=answer)
    return {
        "told": [told],
        "meeting": meeting,
        "network": meeting.network,
        "is_member": True,
        "link": _page("network"),
    }


def _entry(meeting: Meeting) -> list[CalendarPart]:
    text = ical.invitation(meeting, _person("Sofie", "Krag"), now=timezone.now())
    return [CalendarPart(ical.REQUEST, text, file_name(meeting, alone=True))]


def meetings() -> Example:
    meeting, lise = _meeting(), _person("Lise", "Bech")
    return Example({**_told(meeting), "changes": ""}, reply_to=lise, calendar=_entry(meeting))


def meetings_ahead() -> Example:
    meeting = _meeting()
    return Example(_told(meeting), reply_to=_person("Lise", "Bech"), calendar=_entry(meeting))


def meetings_parting() -> Example:
    meeting = _meeting()
    text = ical.withdrawal(meeting, _person("Sofie", "Krag"), times_left=1, now=timezone.now())
    part = CalendarPart(ical.CANCEL, text, file_name(meeting, alone=True))
    return Example({"network": meeting.network, "meetings": 1}, calendar=[part])


def minutes() -> Example:
    context = {"meeting": _meeting(), "link": _page("meeting_minutes")}
    return Example(context, reply_to=_person("Lise", "Bech"))


# --- reminders ----------------------------------------------------------------------------------
def meeting_ahead_of_one() -> Example:
    return Example({**_told(_meeting()), **_REMINDED}, reply_to=_person("Lise", "Bech"))


def parts_of_a_meeting() -> Example:
    parts = [str(MeetingPart.FACILITATOR.label)]
    context = {**_told(_meeting()), **_REMINDED, "parts": parts}
    return Example(context, reply_to=_person("Lise", "Bech"))


_REMINDED: dict[str, object] = {"answered": False, "parts": []}


def action() -> Example:
    meeting = _meeting()
    due_on = timezone.localdate() + dt.timedelta(days=2)
    row = Action(meeting=meeting, text=_("Ask three colleagues what they need"), due_on=due_on)
    context = {"action": row, "meeting": meeting, "link": _page("network_actions")}
    return Example(context, reply_to=_person("Lise", "Bech"))


def criterion() -> Example:
    row = SuccessCriterion(
        indicator=_("Share of new leaders who are still with us after two years"),
        measured_how=_("Counted by HR"),
        unit="%",
        baseline=71,
        target=85,
    )
    return Example({**_date_of_a_design(14), "criterion": row}, reply_to=_person("Lise", "Bech"))


def renewal() -> Example:
    return Example({**_date_of_a_design(30), "criterion": None}, reply_to=_person("Lise", "Bech"))


def _date_of_a_design(days: int) -> dict[str, object]:
    day = timezone.localdate() + dt.timedelta(days=days)
    return {"network": _network(), "day": day, "link": _page("network")}
