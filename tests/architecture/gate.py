"""Goes to every door as everybody and compares what happens with what the table says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    record_authentication,
)
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from tests.architecture.world import ANONYMOUS, FOREIGN_ROLES, MARK, ROLES, World

SIGN_IN = 302


@dataclass(frozen=True)
class Door:
    """One address and who gets in.

    `ok` get `answer`, `elsewhere` are led on by a 302. Of the rest, those `among` who know the
    thing are refused (403), strangers find nothing (404), and who is not signed in is sent to sign
    in unless the door is `public`. `args` names things of the world, or says a word as it is.
    `post` is for an action that nobody can GET (405).
    """

    ok: frozenset[str]
    args: str = ""
    among: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    answer: int = 200
    post: bool = False

    def expected(self, role: str) -> int:
        if role in self.ok:
            return self.answer
        if role in self.elsewhere or role == ANONYMOUS:
            return SIGN_IN
        return 403 if role in self.among else 404

    def lets_in(self, role: str) -> bool:
        return role in self.ok or role in self.elsewhere


def all_names(resolver: URLResolver | None = None) -> set[str]:
    """The names of every address of the portal; an address without one is named by its route."""
    found: set[str] = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            found.add(entry.name or f"without a name: {entry.pattern}")
        else:
            found |= all_names(entry)
    return found


def address(name: str, door: Door, world: World) -> str:
    args = [world[word].pk if word in world.things else word for word in door.args.split()]
    return reverse(name, args=args)


def clients(world: World) -> dict[str, Client]:
    """A browser for each role, signed in."""
    browsers = {role: Client() for role in ROLES}
    for role, person in world.people.items():
        sign_in(browsers[role], person)
    return browsers


def sign_in(client: Client, person: User) -> None:
    """Sign in with the password, which is not asked for again before tomorrow."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, method="password", reauthenticated=True)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] += 24 * 60 * 60
    request.session.save()


def knock(client: Client, method: str, url: str) -> Any:
    """Send one request with nothing in it; whatever it changes is taken back, cookies too."""
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(kept)
    return response


def wrong_answers(
    name: str, door: Door, world: World, browsers: dict[str, Client]
) -> Iterator[str]:
    """What differs from the table, and every page that shows a stranger what is Gentofte's."""
    url = address(name, door, world)
    method = "POST" if door.post else "GET"
    for role, client in browsers.items():
        response = knock(client, method, url)
        expected = door.expected(role)
        if response.status_code != expected:
            yield f"{method} {name} as {role}: {response.status_code}, expected {expected}"
        if role == ANONYMOUS and not door.lets_in(role) and not leads_to_sign_in(response):
            yield f"{method} {name} as {role}: does not lead to the sign-in page"
        if role in (ANONYMOUS, *FOREIGN_ROLES) and leaks(response):
            yield f"{method} {name} shows {role} what is not theirs"


def open_back_doors(
    name: str, door: Door, world: World, browsers: dict[str, Client]
) -> Iterator[str]:
    """Who may not GET a page may not POST to it either, and nobody GETs an action."""
    url = address(name, door, world)
    for role, client in browsers.items():
        if door.post:
            status = knock(client, "GET", url).status_code
            if status not in (405, door.expected(role), SIGN_IN):
                yield f"GET {name} as {role}: {status}, it is an action"
            continue
        if door.lets_in(role):
            continue
        response = knock(client, "POST", url)
        if not is_refusal(response):
            yield f"POST {name} as {role}: {response.status_code}, they may not even look"


def is_refusal(response: HttpResponse) -> bool:
    return response.status_code in (403, 404, 405) or leads_to_sign_in(response)


def leads_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(
        reverse("account_login")
    )


def leaks(response: HttpResponse) -> bool:
    body = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
    return response.status_code == 200 and MARK.encode() in body
