"""Minutes: written together, sent to those who were there, approved by all of them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import User
from networks.choices import MinutesState
from networks.models import Decision, Meeting, Minutes, MinutesApproval
from networks.selectors.merging import Merged, merge_texts
from networks.selectors.minutes import (
    MINUTES,
    approvers_of,
    mails_about,
    still_to_approve,
    to_be_asked,
)
from networks.services.meetings import MeetingIsCancelled
from notifications.services import queue_for_each

LONGEST = 20_000


class MinutesAreSent(PortalError):
    """Between sending and approval the text stands still."""

    message = _("The minutes are sent for approval. Ask for a change to write in them again.")


class MinutesAreApproved(PortalError):
    """Approved minutes never change."""

    message = _("The minutes are approved and cannot be changed any more.")


class SameLinesChanged(PortalError):
    """Somebody saved the same lines after they were shown. Nothing of either text is lost.

    `merged` has the lines of both; `minutes` are what stands there now.
    """

    message = _("Somebody else has changed the same lines meanwhile. Both are shown below.")

    def __init__(self, *, merged: Merged, minutes: Minutes) -> None:
        super().__init__()
        self.merged = merged
        self.minutes = minutes


class NothingWritten(PortalError):
    """Minutes without a word or a decision tell nobody anything."""

    message = _("Nothing is written yet. Write a few lines or a decision first.")


class NotHeldYet(PortalError):
    """Nobody can approve what has not happened."""

    message = _("The meeting has not begun. The minutes can be sent afterwards.")


class NobodyWasThere(PortalError):
    """Somebody has to approve."""

    message = _(
        "Nobody is noted as having been there, so nobody could approve. "
        "Tick off on the meeting's page who was there, then send again."
    )


class NotSentYet(PortalError):
    """What is still being written is not approved."""

    message = _("The minutes are being written again. You are told when they are ready.")


class OthersApprove(PortalError):
    """Only those who were there can say whether it is right."""

    message = _("Only those who were at the meeting approve the minutes.")


class NotWhatWasRead(PortalError):
    """They were taken back, changed and sent again after the page was shown."""

    message = _("The minutes have changed since you opened the page. Read them once more.")


@transaction.atomic
def save_minutes(*, meeting: Meeting, text: str, base: str, by: User, now: dt.datetime) -> Minutes:
    """Write what was changed from `base`, the text that the writer was shown, to `text`.

    What others saved meanwhile stays: the minutes that come back may hold more than `text`. Raises
    SameLinesChanged where both changed the same lines, and what `lock_draft` raises. The same
    twice is harmless, also after it was sent.
    """
    row = _lock(meeting)
    if row.text == text and not row.can_be_written:
        return row
    _check_is_draft(row)
    merged = merge_texts(base=base, theirs=row.text, mine=text)
    if merged.clashes or len(merged.text) > LONGEST:
        raise SameLinesChanged(merged=merged, minutes=row)
    if merged.text != row.text:
        row.text = merged.text
        row.revision += 1
    row.saved_at, row.saved_by = now, by
    row.save()
    return row


@transaction.atomic
def add_decision(*, meeting: Meeting, text: str, by: User, now: dt.datetime) -> Decision:
    """Note what was decided; the same sentence again is the one that stands there.

    Raises what `lock_draft` raises.
    """
    row = _lock(meeting)
    same = Decision.objects.filter(meeting=meeting, text=text).first()
    if same is not None:
        return same
    _check_is_draft(row)
    _count_change(row)
    return Decision.objects.create(meeting=meeting, text=text, created_at=now)


@transaction.atomic
def remove_decision(*, decision: Decision, by: User) -> None:
    """Take out a decision; again is harmless. Raises what `lock_draft` raises."""
    row = lock_draft(decision.meeting)
    for found in Decision.objects.filter(pk=decision.pk):
        found.delete()
        _count_change(row)


@transaction.atomic
def send_minutes(*, meeting: Meeting, by: User, now: dt.datetime) -> Minutes:
    """Ask those who were there to approve, by mail; who sends and was there has approved.

    Taken back and sent again with the same text, it is no new mail to those who have had one.
    Again is harmless. Raises MeetingIsCancelled, NotHeldYet, NothingWritten or NobodyWasThere.
    """
    row = _lock(meeting)
    if not row.can_be_written:
        return row
    if meeting.starts_at > now:
        raise NotHeldYet
    if not row.text and not Decision.objects.filter(meeting=meeting).exists():
        raise NothingWritten
    approvers = set(approvers_of(meeting))
    if not approvers:
        raise NobodyWasThere
    row.state, row.sent_at = MinutesState.TO_APPROVE, now
    row.change_wanted, row.change_wanted_by = "", None
    row.save()
    if by in approvers:
        MinutesApproval.objects.create(minutes=row, person=by, approved_at=now)
    _ask_to_approve(row, now=now)
    return _approved_when_all_have(row, now=now)


@transaction.atomic
def take_minutes_back(*, minutes: Minutes, reason: str, by: User) -> Minutes:
    """Ask for a change: the minutes are a draft again, and everybody approves anew.

    Of minutes that are a draft already it is harmless. Raises MinutesAreApproved.
    """
    row = _lock(minutes.meeting)
    if row.state == MinutesState.APPROVED:
        raise MinutesAreApproved
    if row.state == MinutesState.DRAFT:
        return row
    MinutesApproval.objects.filter(minutes=row).delete()
    row.state, row.sent_at = MinutesState.DRAFT, None
    row.change_wanted, row.change_wanted_by = reason, by
    row.save()
    return row


@transaction.atomic
def approve_minutes(*, minutes: Minutes, revision: int, by: User, now: dt.datetime) -> Minutes:
    """Say that the minutes, as `by` has read them at `revision`, are right; again is harmless.

    With the last approval they are approved and never change. Where everybody who was still to
    approve has left the network, anybody inside closes them so. Raises NotSentYet, NotWhatWasRead
    or OthersApprove.
    """
    row = _lock(minutes.meeting)
    if row.state == MinutesState.APPROVED:
        return row
    if row.state == MinutesState.DRAFT:
        raise NotSentYet
    if row.revision != revision:
        raise NotWhatWasRead
    waiting = set(still_to_approve(row))
    if by in waiting:
        MinutesApproval.objects.create(minutes=row, person=by, approved_at=now)
    elif waiting and by not in set(approvers_of(row.meeting)):
        raise OthersApprove
    return row if waiting - {by} else _approved(row, now=now)


def lock_draft(meeting: Meeting) -> Minutes:
    """The minutes of `meeting`, begun if need be, locked until the transaction ends.

    Raises MeetingIsCancelled, MinutesAreSent or MinutesAreApproved.
    """
    row = _lock(meeting)
    _check_is_draft(row)
    return row


def _check_is_draft(row: Minutes) -> None:
    if row.state == MinutesState.APPROVED:
        raise MinutesAreApproved
    if not row.can_be_written:
        raise MinutesAreSent


def _lock(meeting: Meeting) -> Minutes:
    if Meeting.objects.filter(pk=meeting.pk).exclude(cancelled_at=None).exists():
        raise MeetingIsCancelled
    rows = (
        Minutes.objects.select_for_update(of=("self",))
        .select_related("meeting__network", "saved_by")
        .filter(meeting=meeting.pk)
    )
    if (row := rows.first()) is None:
        Minutes.objects.get_or_create(meeting_id=meeting.pk)
        row = rows.get()
    return row


def _count_change(row: Minutes) -> None:
    row.revision += 1
    row.save(update_fields=["revision"])


def _ask_to_approve(row: Minutes, *, now: dt.datetime) -> None:
    queue_for_each(
        kind=MINUTES,
        people=to_be_asked(row),
        subject=row,
        occasion=f"{row.revision}.{mails_about(row).count()}",
        params={"revision": row.revision},
        now=now,
    )


def _approved_when_all_have(row: Minutes, *, now: dt.datetime) -> Minutes:
    return row if still_to_approve(row).exists() else _approved(row, now=now)


def _approved(row: Minutes, *, now: dt.datetime) -> Minutes:
    row.state, row.approved_at = MinutesState.APPROVED, now
    row.save()
    return row
