"""What the ledger says of a run. It alone is believed; the outbox is only asked what it claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Numbers of messages, by what became of them."""

    asked: int
    arrived: int
    lost: int
    twice_by_hand: int  # a person sent them anew because they were perhaps sent
    twice_unexplained: int
    said_sent_but_not: int
    unknown: int  # in the ledger, and never asked for


def judge(
    *, asked: Mapping[str, str], ledger: Iterable[str], by_hand: Iterable[str], said: Iterable[str]
) -> Verdict:
    """`asked` has the Message-ID of each message by its number, `ledger` a line for each taken one.

    `by_hand` are the numbers of those that a person sent anew, `said` of those that are sent.
    """
    taken = Counter(ledger)
    again = {asked[number] for number in by_hand}
    known = set(asked.values())
    twice = {one for one in known if taken[one] > 1}
    return Verdict(
        asked=len(asked),
        arrived=sum(1 for one in known if taken[one]),
        lost=sum(1 for one in known if not taken[one]),
        twice_by_hand=len(twice & again),
        twice_unexplained=len(twice - again),
        said_sent_but_not=sum(1 for number in said if not taken[asked[number]]),
        unknown=len(set(taken) - known),
    )
