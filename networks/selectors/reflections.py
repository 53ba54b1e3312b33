"""A reflection opened for its writer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from accounts.sealing import SealBroken, unseal
from networks.models import Membership, Network, Reflection

FIRST_WORDS = 12
FIRST_LETTERS = 80


@dataclass(frozen=True)
class OpenedReflection:
    """A row with its texts by field; `texts` is None when its key is gone."""

    row: Reflection
    texts: dict[str, str] | None

    def __repr__(self) -> str:
        """Never the texts: an error report shows what a variable looks like."""
        return f"<opened reflection {self.row.pk}>"


@dataclass(frozen=True)
class Title:
    """A line of the writer's own list; `first_words` is "" when its key is gone."""

    row: Reflection
    first_words: str

    def __repr__(self) -> str:
        return f"<title of reflection {self.row.pk}>"


@sensitive_variables()
def opened(row: Reflection) -> OpenedReflection:
    """Unseal the texts of `row`. The caller has asked whose it is."""
    try:
        texts = {
            field: unseal(getattr(row, field), bound_to=row.bound_to(field))
            for field in Reflection.SEALED_FIELDS
        }
    except SealBroken:
        return OpenedReflection(row, None)
    return OpenedReflection(row, texts)


@sensitive_variables()
def titles(rows: Iterable[Reflection]) -> list[Title]:
    """The rows with their first words."""
    return [Title(row, _first_words(row)) for row in rows]


@sensitive_variables()
def _first_words(row: Reflection) -> str:
    try:
        text = unseal(bytes(row.happened), bound_to=row.bound_to("happened"))
    except SealBroken:
        return ""
    words = text.split(maxsplit=FIRST_WORDS)
    first = " ".join(words[:FIRST_WORDS]) + ("…" if len(words) > FIRST_WORDS else "")
    return Truncator(first).chars(FIRST_LETTERS, truncate="…")


def own_networks(writer: User) -> QuerySet[Network]:
    """The networks that the writer is an active member of, in Danish order."""
    active = Membership.objects.held_by(writer).active()
    return Network.objects.filter(pk__in=active.values("network")).in_danish_order()
