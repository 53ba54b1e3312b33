"""What pages say of a network in one word or figure."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from networks.choices import Answer, MembershipState, MinutesState, NetworkStatus
from networks.dates.words import time_in_words
from networks.models import Minutes, Network
from ui.elements.plain import ui_badge

register = template.Library()

STATUS_BADGES = {
    NetworkStatus.DRAFT: "neutral",
    NetworkStatus.ACTIVE: "good",
    NetworkStatus.SELF_RUNNING: "good",
    NetworkStatus.NEEDS_RENEWAL: "attention",
    NetworkStatus.CLOSED: "neutral",
}
MINUTES_BADGES = {
    MinutesState.DRAFT: "neutral",
    MinutesState.TO_APPROVE: "attention",
    MinutesState.APPROVED: "good",
}
#: What a list says to whom it concerns.
OWN_STATES = {
    MembershipState.ACTIVE: gettext_lazy("You are a member"),
    MembershipState.INVITED: gettext_lazy("You are invited"),
    MembershipState.REQUESTED: gettext_lazy("You have asked to join"),
}


@register.simple_tag
def membership_line(state: str) -> str:
    """What an open membership means for the reader whose own it is."""
    return str(OWN_STATES[MembershipState(state)])


@register.simple_tag
def network_status(network: Network) -> SafeString:
    """Where the network is in its life, as a badge."""
    status = NetworkStatus(network.status)
    return ui_badge(str(status.label), kind=STATUS_BADGES.get(status, "info"))


@register.simple_tag
def meeting_time(meeting: Any) -> str:
    """When a meeting (or a proposed date) is: weekday, day, from and to."""
    return time_in_words(meeting.starts_at, meeting.ends_at)


@register.simple_tag
def minutes_state(minutes: Minutes) -> SafeString:
    """How far the minutes are, as a badge."""
    state = MinutesState(minutes.state)
    return ui_badge(str(state.label), kind=MINUTES_BADGES[state])


@register.simple_tag
def answer_in_words(answer: str) -> str:
    """What a member has said to a meeting."""
    return str(Answer(answer).label)


@register.simple_tag
def network_size(network: Any) -> str:
    """How many members there are, beside the most there can be; `network` has `member_count`."""
    if not network.size_max:
        return str(network.member_count)
    numbers = {"count": network.member_count, "most": network.size_max}
    return _("%(count)s of at most %(most)s") % numbers


@register.simple_tag
def holder_options(people: list[User], holder: int | None) -> SafeString:
    """The people to choose from, as options; written here since a page has six such lists."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (person.pk, SafeString(" selected") if person.pk == holder else "", person.full_name)
            for person in people
        ),
    )
