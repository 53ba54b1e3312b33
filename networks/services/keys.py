"""Sealing everything anew under the current key, in batches, while people go on writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Count
from django.views.decorators.debug import sensitive_variables

from accounts import sealing
from accounts.models import UnsavedText
from accounts.selectors.unsaved import bound_to
from accounts.services.second_factor_keys import rotate_second_factors, sealed_secrets
from networks.models import Reflection

BATCH = 200


def rotate_keys(*, batch: int = BATCH) -> Iterator[int]:
    """Seal every text under the current key; yields the number of rows of each batch.

    A batch is a transaction with its rows locked, so whoever saves at the same moment waits for an
    instant and then seals under the current key anyway. What is done is done: interrupted, it goes
    on where it stopped. Raises SealBroken when an old key is no longer among SEALING_KEYS.
    """
    while done := _rotate_reflections(batch):
        yield done
    for rotate in (_rotate_unsaved_texts, rotate_second_factors):
        after = 0
        while last := rotate(batch, after):
            after, done = last
            yield done


def count_by_key() -> Counter[str]:
    """How many texts are sealed under which key id."""
    by_key = Reflection.objects.order_by().values_list("key_id").annotate(Count("pk"))
    counts: Counter[str] = Counter(dict(by_key))
    for sealed in UnsavedText.objects.values_list("sealed", flat=True).iterator():
        counts[sealing.key_id_of(bytes(sealed))] += 1
    for data in Authenticator.objects.values_list("data", flat=True).iterator():
        for text in sealed_secrets(data):
            counts[sealing.key_id_of(sealing.sealed_bytes(text))] += 1
    return counts


@sensitive_variables()
@transaction.atomic
def _rotate_reflections(batch: int) -> int:
    """Reseal the next rows under another key than the current one; returns how many."""
    current = sealing.current_key_id()
    rows = Reflection.objects.select_for_update().exclude(key_id=current)
    todo = list(rows.order_by("pk")[:batch])
    for row in todo:
        for field in Reflection.SEALED_FIELDS:
            place = row.bound_to(field)
            text = sealing.unseal(getattr(row, field), bound_to=place)
            setattr(row, field, sealing.seal(text, bound_to=place))
        row.key_id = current
        row.save(update_fields=[*Reflection.SEALED_FIELDS, "key_id"])
    return len(todo)


@sensitive_variables()
@transaction.atomic
def _rotate_unsaved_texts(batch: int, after: int) -> tuple[int, int] | None:
    """Reseal the texts behind the id `after`; returns (last id, rows resealed) or None at the end.

    They live for a week, so they are few; their key stands in front of the sealed text alone.
    """
    rows = list(UnsavedText.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:batch])
    if not rows:
        return None
    old = [row for row in rows if sealing.key_id_of(bytes(row.sealed)) != sealing.current_key_id()]
    for row in old:
        place = bound_to(row.user_id, row.path)
        text = sealing.unseal(bytes(row.sealed), bound_to=place)
        row.sealed = sealing.seal(text, bound_to=place)
        row.save(update_fields=["sealed"])
    return rows[-1].pk, len(old)
