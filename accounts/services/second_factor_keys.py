"""The secrets of second factors: sealed, and sealed anew when the key changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from accounts import sealing

#: allauth seals before the row exists, so the seal cannot name row and person.
SECOND_FACTOR = "second factor"
SECRETS = ("secret", "seed", "migrated_codes")


def sealed_secrets(data: dict[str, Any]) -> Iterator[str]:
    """The sealed values in an authenticator's data."""
    for name in SECRETS:
        value = data.get(name) or []
        yield from [value] if isinstance(value, str) else value


@sensitive_variables()
@transaction.atomic
def rotate_second_factors(batch: int, after: int) -> tuple[int, int] | None:
    """Reseal secrets behind the id `after`; returns (last id, rows resealed) or None at the end."""
    rows = Authenticator.objects.select_for_update().filter(pk__gt=after).order_by("pk")
    some = list(rows[:batch])
    if not some:
        return None
    old = [row for row in some if any(_is_old(value) for value in sealed_secrets(row.data))]
    for row in old:
        row.data = {name: _resealed(name, value) for name, value in row.data.items()}
        row.save(update_fields=["data"])
    return some[-1].pk, len(old)


def _is_old(sealed: str) -> bool:
    return sealing.key_id_of(sealing.sealed_bytes(sealed)) != sealing.current_key_id()


@sensitive_variables()
def _resealed(name: str, value: Any) -> Any:
    if name not in SECRETS or not value:
        return value
    if isinstance(value, list):
        return [_resealed(name, one) for one in value]
    text = sealing.unseal_text(value, bound_to=SECOND_FACTOR)
    return sealing.seal_as_text(text, bound_to=SECOND_FACTOR)
