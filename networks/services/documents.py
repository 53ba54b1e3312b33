"""Documents of a meeting: checked by what is in them, kept in the database."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.errors import PortalError
from accounts.models import User
from networks.documents.errors import DocumentTooLarge
from networks.documents.names import safe_name
from networks.documents.recognising import kind_of
from networks.models import Document, DocumentContent, Meeting

MOST_OF_MEETING = 50


class TooManyDocuments(PortalError):
    """A meeting's page shows them all."""

    message = _("The meeting has 50 documents, and no more fit. Delete one that nobody needs.")


@sensitive_variables("data", "name")
@transaction.atomic
def upload_document(
    *, meeting: Meeting, name: str, data: bytes, by: User, now: dt.datetime
) -> Document:
    """Keep a file with the meeting; the same file of the same name again is the one that is there.

    `name` is what its uploader calls it; what is in it decides what it is. Raises TooManyDocuments
    or one of `documents.errors`.
    """
    if len(data) > settings.DOCUMENT_MAX_BYTES:
        raise DocumentTooLarge
    kind = kind_of(data, name)
    safe = safe_name(name, kind)
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    present = Document.objects.filter(meeting=locked)
    if same := present.filter(name=safe, size=len(data), content__data=data).first():
        return same
    if present.count() >= MOST_OF_MEETING:
        raise TooManyDocuments
    document = Document.objects.create(
        meeting=locked,
        name=safe,
        content_type=kind.content_type,
        size=len(data),
        uploaded_by=by,
        uploaded_at=now,
    )
    DocumentContent.objects.create(document=document, data=data)
    return document


@transaction.atomic
def delete_document(*, document: Document, by: User) -> None:
    """Delete it with what is in it; again is harmless."""
    for row in Document.objects.filter(pk=document.pk):
        row.delete()
