"""Writing a reflection: each text is sealed before it reaches the database."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts import sealing
from accounts.errors import PortalError
from accounts.models import User
from networks.models import Network, Reflection


class ReflectionChangedMeanwhile(PortalError):
    """The writer has saved the same reflection elsewhere after it was shown here."""

    message = _("You saved this reflection meanwhile in another window. Both texts are shown.")


@sensitive_variables()
@transaction.atomic
def write_reflection(
    *,
    writer: User,
    network: Network | None = None,
    kind: str,
    happened: str,
    learned: str = "",
    to_try: str = "",
    try_by: dt.date | None = None,
    now: dt.datetime,
    key: uuid.UUID | None = None,
) -> Reflection:
    """Write a log entry that only `writer` can read.

    `key` is the id that the page was given, so that a form sent twice writes once.
    """
    if key and (present := Reflection.objects.filter(pk=key, writer=writer).first()):
        return present
    reflection = Reflection(
        id=key or uuid.uuid4(),
        writer=writer,
        network=network,
        kind=kind,
        try_by=try_by,
        created_at=now,
        changed_at=now,
    )
    _seal(reflection, {"happened": happened, "learned": learned, "to_try": to_try})
    reflection.save(force_insert=True)
    return reflection


@sensitive_variables()
@transaction.atomic
def change_reflection(
    *,
    reflection: Reflection,
    network: Network | None,
    kind: str,
    texts: Mapping[str, str],
    try_by: dt.date | None,
    expected_revision: int,
    now: dt.datetime,
) -> Reflection:
    """Save a changed reflection. Raises ReflectionChangedMeanwhile if it was saved since shown."""
    row = Reflection.objects.select_for_update(of=("self",)).get(pk=reflection.pk)
    if row.revision != expected_revision:
        if _same(row, texts):
            return row
        raise ReflectionChangedMeanwhile
    row.network, row.kind, row.try_by, row.changed_at = network, kind, try_by, now
    row.revision += 1
    _seal(row, texts)
    row.save()
    return row


@transaction.atomic
def delete_reflection(*, reflection: Reflection) -> None:
    """Delete it for good; again is harmless."""
    for row in Reflection.objects.filter(pk=reflection.pk):
        row.delete()


@sensitive_variables()
def _seal(reflection: Reflection, texts: Mapping[str, str]) -> None:
    for field in Reflection.SEALED_FIELDS:
        sealed = sealing.seal(texts.get(field, ""), bound_to=reflection.bound_to(field))
        setattr(reflection, field, sealed)
    reflection.key_id = sealing.current_key_id()


@sensitive_variables()
def _same(row: Reflection, texts: Mapping[str, str]) -> bool:
    """Whether the same words arrived twice: a double click is no conflict."""
    return all(
        sealing.unseal(getattr(row, field), bound_to=row.bound_to(field)) == texts.get(field, "")
        for field in Reflection.SEALED_FIELDS
    )
