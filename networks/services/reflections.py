"""Writing a reflection: each text is sealed before it reaches the database.

`sensitive_variables` keeps the texts out of error reports, in these functions and in everything
that they call.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts import sealing
from accounts.errors import PortalError
from accounts.models import User
from networks.models import Network, Reflection
from networks.selectors.reflections import own_networks


class ReflectionChangedMeanwhile(PortalError):
    """The writer has saved the same reflection elsewhere after it was shown here.

    `revision` is what to save over it with.
    """

    message = _("You saved this reflection meanwhile in another window. Both texts are shown.")

    def __init__(self, revision: int) -> None:
        super().__init__()
        self.revision = revision


class ReflectionIsGone(PortalError):
    """The writer has deleted it elsewhere."""

    message = _("You have deleted this reflection meanwhile in another window.")


class NotYourNetwork(PortalError):
    """A reflection is tied to a network that its writer is in, or to none."""

    message = _("Choose one of the networks you are in.")


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

    `key` is the id that the page was given, so that a form sent twice writes once; an id that
    somebody else has is not used. Raises NotYourNetwork.
    """
    _check_network(writer, network)
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
    texts = {"happened": happened, "learned": learned, "to_try": to_try}
    _seal(reflection, texts)
    try:
        with transaction.atomic():
            reflection.save(force_insert=True)
    except IntegrityError:  # the same form at the same moment, or an id that is somebody else's
        if present := Reflection.objects.filter(pk=reflection.pk, writer=writer).first():
            return present
        reflection.id = uuid.uuid4()
        _seal(reflection, texts)
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
    """Save a changed reflection, of which `texts` are the sealed fields by name.

    Raises ReflectionChangedMeanwhile if it was saved since it was shown, ReflectionIsGone or
    NotYourNetwork. The same twice is harmless.
    """
    rows = Reflection.objects.select_for_update(of=("self",)).select_related("writer")
    row = rows.filter(pk=reflection.pk).first()
    if row is None:
        raise ReflectionIsGone
    if network is not None and network.pk != row.network_id:
        _check_network(row.writer, network)
    plain = (network.pk if network else None, kind, try_by)
    if row.revision != expected_revision:
        if plain == (row.network_id, row.kind, row.try_by) and _says(row, texts):
            return row
        raise ReflectionChangedMeanwhile(row.revision)
    row.network_id, row.kind, row.try_by = plain
    row.changed_at = now
    row.revision += 1
    _seal(row, texts)
    row.save()
    return row


@transaction.atomic
def delete_reflection(*, reflection: Reflection) -> None:
    """Delete it for good; again is harmless."""
    for row in Reflection.objects.filter(pk=reflection.pk):
        row.delete()


def _check_network(writer: User, network: Network | None) -> None:
    if network is not None and not own_networks(writer).filter(pk=network.pk).exists():
        raise NotYourNetwork


@sensitive_variables()
def _seal(reflection: Reflection, texts: Mapping[str, str]) -> None:
    for field in Reflection.SEALED_FIELDS:
        sealed = sealing.seal(texts.get(field, ""), bound_to=reflection.bound_to(field))
        setattr(reflection, field, sealed)
    reflection.key_id = sealing.current_key_id()


@sensitive_variables()
def _says(row: Reflection, texts: Mapping[str, str]) -> bool:
    """Whether the same words arrived twice: a double click is no conflict."""
    return all(
        sealing.unseal(getattr(row, field), bound_to=row.bound_to(field)) == texts.get(field, "")
        for field in Reflection.SEALED_FIELDS
    )
