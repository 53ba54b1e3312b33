"""Reading one's own reflections."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables

from accounts import sealing
from accounts.models import User
from networks.models import Network, Reflection

FIRST_WORDS = 80


@dataclass(frozen=True)
class OpenReflection:
    """A reflection with its texts unsealed, for its writer's page alone."""

    row: Reflection
    happened: str
    learned: str
    to_try: str

    @property
    def first_words(self) -> str:
        """What the list calls it."""
        text = " ".join((self.happened or self.learned or self.to_try).split())
        return text if len(text) <= FIRST_WORDS else text[: FIRST_WORDS - 1].rstrip() + "…"


@sensitive_variables()
def open_reflection(row: Reflection) -> OpenReflection:
    """Unseal the texts. Raises SealBroken when the row was tampered with or a key is gone."""
    texts = {
        field: sealing.unseal(getattr(row, field), bound_to=row.bound_to(field))
        for field in Reflection.SEALED_FIELDS
    }
    return OpenReflection(row, **texts)


def own_reflections(user: User) -> QuerySet[Reflection]:
    """One's own, newest first, with the network they belong to."""
    return Reflection.objects.visible_to(user).select_related("network").order_by("-created_at")


def networks_to_choose(user: User, present: Network | None = None) -> QuerySet[Network]:
    """Networks whose inside is open to the writer, and the one chosen before."""
    inside = Network.objects.inside_visible_to(user)
    chosen = Network.objects.filter(pk=present.pk if present else None)
    return (inside | chosen).distinct().in_danish_order() if present else inside.in_danish_order()
