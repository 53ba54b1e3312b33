"""Which date suits whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.models import User
from networks.choices import DateChoice
from networks.models import DateAnswer, DateOption, DatePoll, Membership


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


def _list_for(line: OptionLine, choice: str) -> list[User]:
    return {
        DateChoice.YES.value: line.yes,
        DateChoice.IF_NEED_BE.value: line.if_need_be,
        DateChoice.NO.value: line.no,
    }.get(choice, line.silent)
