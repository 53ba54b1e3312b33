"""Turns the list of pages into a plan: addresses, cookies of people signed in, expected headings.

    python -m klk_portal.bench.subjects      prints the plan as JSON

Runs beside the server on the same database, with the same settings.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def sign_in(email: str) -> str:
    """Sign somebody in, with the second factor that production asks of some; returns a cookie."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.conf import settings
    from django.test import Client

    from accounts.models import User

    user = User.objects.get(email=email)
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def find_subjects() -> dict[str, Any]:
    """The rows of the demo that pages are about, by name. All are originals, never copies."""
    from django.utils import timezone

    from accounts.models import Organisation, User
    from klk_portal.bench.pages import LEADER
    from networks.models import Network

    leader = User.objects.get(email=LEADER)
    networks = Network.objects.filter(memberships__user=leader, memberships__state="active")
    network = networks.earliest("pk")
    return {
        "municipality": Organisation.objects.get(name__startswith="Gentofte", parent=None),
        "network": network,
        "held": network.meetings.past(timezone.now()).earliest("pk"),
        "meeting": network.meetings.upcoming(timezone.now()).earliest("pk"),
        "draft": Network.objects.filter(status="draft").earliest("pk"),
        "leader": leader,
        "reflection": leader.reflections.earliest("created_at"),
    }


def plan() -> list[dict[str, Any]]:
    from django.urls import reverse
    from django.utils.translation import gettext

    from accounts.models import User
    from klk_portal.bench.floor import HEADING
    from klk_portal.bench.pages import PAGES

    subjects = find_subjects()
    names = {name: str(row) for name, row in subjects.items()}
    cookies = {who: sign_in(who) for who in {page.who for page in PAGES}}
    first_names = dict(User.objects.values_list("email", "first_name"))
    entries = []
    for page in PAGES:
        url, *wanted = page.url.split()
        args = [subjects[name].pk if name in subjects else name for name in wanted]
        heading = gettext(page.heading).format(**names, first_name=first_names[page.who])
        floor = {"name": "floor", "path": reverse("bench_floor"), "heading": HEADING}
        entries.append(
            {
                "name": page.name,
                "path": reverse(url, args=args),
                "heading": heading,
                "cookie": cookies[page.who],
                "floor": {**floor, "cookie": cookies[page.who]},
            }
        )
    return entries


def main() -> None:
    import django
    from django.utils.translation import override

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klk_portal.bench.settings")
    django.setup()
    with override("da"):
        json.dump(plan(), sys.stdout)


if __name__ == "__main__":
    main()
