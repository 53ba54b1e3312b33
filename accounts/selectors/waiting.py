"""What waits for a person among people and organisations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Invitation, StaffImport, UnsavedText, User
from accounts.models.imports import ImportState
from accounts.selectors.unsaved import unsaved_text_line
from notifications.models import Message
from notifications.selectors import in_words
from ui.waiting import AT_MOST, Waiting

UNANSWERED_AFTER = dt.timedelta(days=7)
ROLE_ENDS_WITHIN = dt.timedelta(days=30)


def waiting_for(user: User, now: dt.datetime) -> list[Waiting]:
    """Kept texts, unanswered invitations, lists to confirm, roles about to end, lost mails.

    Two queries for those who invite and import, three for KLK administration, one for everybody
    else; the roles are those that the person is known to hold today.
    """
    entitled = user.has_role(Role.DIRECTOR, Role.KLK_ADMIN)
    own = _left_to_finish(user, with_imports=entitled)
    if entitled:
        own += _invitations(user, now)
    if user.is_klk_admin:
        own += _mails_in_trouble(user)
    return [*own, *_roles(user, timezone.localdate(now))]


def _left_to_finish(user: User, *, with_imports: bool) -> list[Waiting]:
    """Texts kept when a session ended, and lists that were read and not confirmed. One query."""
    rows = _as_rows(UnsavedText.objects.visible_to(user), "text", Value(""))
    if with_imports:
        imports = StaffImport.objects.visible_to(user)
        ready = imports.filter(uploaded_by=user, state=ImportState.CHECKED)
        rows = rows.union(_as_rows(ready, "import", F("file_name")), all=True)
    return [
        unsaved_text_line(pk, created_at) if kind == "text" else _import_line(pk, name)
        for kind, pk, created_at, name in rows
    ]


def _as_rows(rows: QuerySet[Any], kind: str, name: Any) -> Any:
    """The newest few in the columns that both have."""
    columns = {"row_kind": Value(kind), "row_name": name}
    newest = rows.order_by("-created_at").annotate(**columns)
    return newest.values_list("row_kind", "pk", "created_at", "row_name")[:AT_MOST]


def _import_line(pk: int, file_name: str) -> Waiting:
    return Waiting(
        title=_("A list is ready to be confirmed"),
        subject=file_name,
        detail=_("Nothing is written before you confirm it."),
        href=reverse("import", args=[pk]),
        badge=_("Your turn"),
        badge_kind="attention",
    )


def _invitations(user: User, now: dt.datetime) -> list[Waiting]:
    lifetime = dt.timedelta(days=settings.INVITATION_DAYS)
    unanswered = (
        Invitation.objects.visible_to(user)
        .filter(invited_by=user, accepted_at=None, withdrawn_at=None)
        .filter(expires_at__lte=now + max(lifetime - UNANSWERED_AFTER, dt.timedelta()))
        .select_related("organisation")
        .order_by("expires_at", "pk")[:AT_MOST]
    )
    return [
        Waiting(
            title=_("An invitation has not been answered"),
            subject=invitation.full_name,
            detail=str(invitation),
            href=reverse("invitations"),
            badge=_("Waiting") if invitation.is_open(now) else _("Expired"),
            badge_kind="attention" if invitation.is_open(now) else "overdue",
            due=timezone.localdate(invitation.expires_at),
        )
        for invitation in unanswered
    ]


def _roles(user: User, today: dt.date) -> list[Waiting]:
    last = today + ROLE_ENDS_WITHIN
    ending = [row for row in user.held_roles if row.ends_on and today <= row.ends_on <= last]
    return [
        Waiting(
            title=_("Your role ends soon"),
            subject=str(holding),
            href=reverse("person", args=[user.pk]),
            badge=_("Ends soon"),
            due=holding.ends_on,
        )
        for holding in sorted(ending, key=lambda row: (row.ends_on, row.pk))[:AT_MOST]
    ]


def _mails_in_trouble(user: User) -> list[Waiting]:
    count = in_words(Message.objects.looked_after_by(user))
    if not count:
        return []
    return [
        Waiting(
            title=_("Mails that did not arrive:"),
            subject=count,
            detail=_("Send them again, or take them off the list."),
            href=reverse("message_troubles"),
            badge=_("Your turn"),
            badge_kind="attention",
        )
    ]
