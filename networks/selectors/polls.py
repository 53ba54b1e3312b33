"""Which date suits whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.models import User
from networks.choices import DateChoice, MembershipState
from networks.models import DateAnswer, DateOption, DatePoll, Membership
from networks.models.ties import ties_of
from networks.selectors.sources import Row, source
from ui.addresses import address_of
from ui.waiting import Waiting


@dataclass
class OptionLine:
    """A proposed time with who can, who could, who would miss it, and who has not answered."""

    option: DateOption
    mine: str = ""
    yes: list[User] = field(default_factory=list)
    if_need_be: list[User] = field(default_factory=list)
    no: list[User] = field(default_factory=list)
    silent: list[User] = field(default_factory=list)
    is_best: bool = False


def option_lines(poll: DatePoll, reader: User) -> list[OptionLine]:
    """Every proposed time in order, the best marked. Three queries, however many answer.

    Best is the time that the fewest would miss, among those the one that suits most people well,
    among those the earliest.
    """
    lines = {option.pk: OptionLine(option) for option in poll.options.all()}
    members = Membership.objects.active().filter(network=poll.network_id).select_related("user")
    people = [member.user for member in members.order_by("user__sort_key", "pk")]
    answers = DateAnswer.objects.filter(option__poll=poll).values_list(
        "option", "membership__user", "choice"
    )
    said = {(option, person): choice for option, person, choice in answers}
    for pk, line in lines.items():
        for person in people:
            choice = said.get((pk, person.pk), "")
            _list_for(line, choice).append(person)
            if person.pk == reader.pk:
                line.mine = choice
    shown = list(lines.values())
    if said:
        best = min(shown, key=lambda line: (len(line.no), -len(line.yes), line.option.starts_at))
        best.is_best = True
    return shown


def _unanswered(user: User, _today: dt.date) -> Q | None:
    """Searches for a date in which `user` has not answered."""
    ties = ties_of(user)
    own = ties.in_state(MembershipState.ACTIVE)
    if not own:
        return None
    said = DateAnswer.objects.filter(
        option__poll=OuterRef("pk"), membership__among=ties.active_memberships
    )
    return Q(~Exists(said), network__among=own)


def _line(row: Row, _user: User, _today: dt.date) -> Waiting:
    return Waiting(
        title=_("Say which days suit you for"),
        subject=row.words,
        detail=row.name,
        href=address_of(row.pk, "date_poll"),
        badge=_("Your turn"),
        badge_kind="attention",
        due=row.day,
    )


DATES = source(
    "dates",
    DatePoll.objects.open().order_by("pk"),
    _unanswered,
    _line,
    words="theme",
    day=TruncDate("created_at"),
)


def _list_for(line: OptionLine, choice: str) -> list[User]:
    return {
        DateChoice.YES.value: line.yes,
        DateChoice.IF_NEED_BE.value: line.if_need_be,
        DateChoice.NO.value: line.no,
    }.get(choice, line.silent)
