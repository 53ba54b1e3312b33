"""Saying whether one comes to a meeting."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from networks.choices import Answer
from networks.models import Attendance, Meeting, Membership
from networks.services.meetings import MeetingIsCancelled
from networks.services.membership import NotAMemberNow


class MeetingIsOver(PortalError):
    """Who was there is noted by those who were; nobody announces themselves any more."""

    message = _("The meeting is over. Nothing was changed.")


class NoSubstitutesHere(PortalError):
    """Whether somebody else may come is the network's own rule."""

    message = _(
        "This network meets without substitutes. Say that you cannot come, or ask the coordinator."
    )


class SubstituteHasNoName(PortalError):
    """The host prepares for people, not for numbers."""

    message = _("Write who comes for you.")


@transaction.atomic
def answer_meeting(
    *,
    meeting: Meeting,
    membership: Membership,
    answer: str,
    reason: str = "",
    substitute: str = "",
    now: dt.datetime,
) -> Attendance:
    """A member says whether they come; the last answer counts, and the same again is harmless.

    `reason` is kept with NOT_COMING alone and `substitute` with SUBSTITUTE alone: what belonged
    to an earlier answer is gone. Raises NotAMemberNow, MeetingIsCancelled, MeetingIsOver,
    NoSubstitutesHere or SubstituteHasNoName.
    """
    # The member's own row is locked, so that leaving and answering take turns; the meeting's is
    # not: fifty members answer at once.
    members = Membership.objects.select_for_update(of=("self",))
    member = members.select_related("user", "network").get(pk=membership.pk)
    row = Meeting.objects.select_related("network").get(pk=meeting.pk)
    _check_may_answer(member, row, answer, now)
    wanted = {
        "answer": Answer(answer),
        "reason": reason.strip() if answer == Answer.NOT_COMING else "",
        "substitute": substitute.strip() if answer == Answer.SUBSTITUTE else "",
    }
    if answer == Answer.SUBSTITUTE and not wanted["substitute"]:
        raise SubstituteHasNoName
    # Who ticks off at this moment may begin the same row: then theirs is found and written in.
    attendance, is_new = Attendance.objects.get_or_create(
        meeting=row, membership=member, defaults={**wanted, "answered_at": now}
    )
    if is_new or wanted == {name: getattr(attendance, name) for name in wanted}:
        return attendance
    for name, value in {**wanted, "answered_at": now}.items():
        setattr(attendance, name, value)
    attendance.meeting, attendance.membership = row, member
    attendance.save(update_fields=[*wanted, "answered_at"])
    return attendance


def _check_may_answer(member: Membership, meeting: Meeting, answer: str, now: dt.datetime) -> None:
    own = Membership.objects.active().held_by(member.user).filter(pk=member.pk)
    if member.network_id != meeting.network_id or not own.exists():
        raise NotAMemberNow(_("Only members of the network can say whether they come."))
    if meeting.is_cancelled:
        raise MeetingIsCancelled(_("The meeting is cancelled. You need not answer."))
    if meeting.is_over(now):
        raise MeetingIsOver
    if answer == Answer.SUBSTITUTE and not meeting.network.substitutes_welcome:
        raise NoSubstitutesHere
