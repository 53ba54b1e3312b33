"""What the home page says: made of what each app knows, one person's roles added up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from accounts.selectors.waiting import waiting_for as accounts_waiting_for
from networks.models import Network
from networks.models.network import NetworkQuerySet
from networks.selectors.coming import answers_waiting_for, coming_meetings
from networks.selectors.upcoming import Upcoming, upcoming_for
from networks.selectors.waiting import waiting_for as networks_waiting_for
from ui.waiting import Waiting

NETWORKS_SHOWN = 5
WAITING_SHOWN = 10


@dataclass(frozen=True)
class Home:
    """Everything on the page: the first few of `waiting` and `networks`, and whether more."""

    greeting: str | Promise
    waiting: list[Waiting]
    more_waiting: bool
    upcoming: list[Upcoming]
    networks_title: str | Promise
    networks: list[Any]
    more_networks: bool
    is_director: bool
    is_leader: bool


def home_for(user: User, now: dt.datetime) -> Home:
    """The home page of `user` at `now`."""
    coming = coming_meetings(user, now)
    waiting = [
        *accounts_waiting_for(user, now),
        *networks_waiting_for(user, now),
        *answers_waiting_for(coming, now),
    ]
    waiting.sort(key=lambda item: item.due or dt.date.max)
    title, networks = _networks_of(user)
    shown = list(networks.in_danish_order().in_short()[: NETWORKS_SHOWN + 1])
    return Home(
        greeting=greeting_at(timezone.localtime(now)),
        waiting=waiting[:WAITING_SHOWN],
        more_waiting=len(waiting) > WAITING_SHOWN,
        upcoming=upcoming_for(user, now, coming),
        networks_title=title,
        networks=shown[:NETWORKS_SHOWN],
        more_networks=len(shown) > NETWORKS_SHOWN,
        is_director=user.has_role(Role.DIRECTOR, Role.KLK_ADMIN),
        is_leader=user.has_role(Role.LEADER),
    )


def greeting_at(local: dt.datetime) -> str | Promise:
    """Good morning until ten, good evening from six."""
    if local.hour < 5 or local.hour >= 18:
        return _("Good evening")
    return _("Good morning") if local.hour < 10 else _("Hello")


def _networks_of(user: User) -> tuple[str | Promise, NetworkQuerySet]:
    """The heading and the networks that belong on this person's home page."""
    if user.is_klk_admin:
        return _("All networks"), Network.objects.visible_to(user)
    if user.has_role(Role.DIRECTOR, Role.POLICY_OFFICER):
        return _("Networks of the municipality"), Network.objects.visible_to(user)
    return _("My networks"), Network.objects.inside_visible_to(user)
