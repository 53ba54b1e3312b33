"""The link of a mail with which a member answers one meeting, without signing in."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.urls import reverse

from networks.models import Meeting, Membership

_SALT = "networks.meeting_answer"


def answer_link(meeting: Meeting, membership: Membership) -> str:
    """The address for this member and this meeting. Made for the mail alone and kept nowhere."""
    token = _signer().sign(f"{meeting.pk}-{membership.pk}")
    return f"{settings.BASE_URL}{reverse('meeting_answer_by_link', args=[token])}"


def answer_behind(token: str, now: dt.datetime) -> tuple[Meeting, Membership] | None:
    """The meeting and the member that `token` speaks for; nothing for any link that is dead.

    Forged, over, and of somebody who is no longer a member today all look the same.
    """
    try:
        meeting_pk, _dash, membership_pk = _signer().unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return _still_good(int(meeting_pk), int(membership_pk), now)


def _signer() -> signing.Signer:
    """No time stands in it: the link ends with its meeting. Its dot needs no escaping."""
    return signing.Signer(salt=_SALT, sep=".")


def _still_good(
    meeting_pk: int, membership_pk: int, now: dt.datetime
) -> tuple[Meeting, Membership] | None:
    member = Membership.objects.active().select_related("user").filter(pk=membership_pk).first()
    if member is None or not member.user.is_active:
        return None
    if not Membership.objects.held_by(member.user).filter(pk=member.pk).exists():
        return None
    meetings = Meeting.objects.filter(network=member.network_id, ends_at__gt=now)
    meeting = meetings.select_related("network").filter(pk=meeting_pk).first()
    return (meeting, member) if meeting else None
