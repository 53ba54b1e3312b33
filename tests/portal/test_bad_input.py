"""Whatever is sent to any address that takes a POST: no 500, no lost text, nothing foreign moved.

The addresses come from the resolver and the fields from the pages themselves, so that what is
built later is asked the same. tests/portal/doors.py has the table of who may knock where.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver

from tests.architecture.world import World
from tests.portal import bad_input_world, bad_values
from tests.portal.bad_values import URLENCODED, Values, encoded
from tests.portal.doors import DOORS, NOBODY, READS, Door, address
from tests.portal.html_forms import TEXT, Field, Form, Page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOT_OF_THE_FIELD = ("django_session", "portal_cache", "usersessions_", "account_email")
RAW = ("<script>alert(1)", "<img src=x onerror")


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield bad_input_world.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(_world: World, db: None) -> World:
    return _world


def url_names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from url_names(pattern.url_patterns)
        else:
            yield pattern.name


def test_every_address_is_known_here() -> None:
    """A new address is a door (with who may knock) or only reads: say which in doors.py."""
    known = {door.name for door in DOORS} | {words.split()[0] for words in READS}
    assert set(url_names(get_resolver().url_patterns)) == known


def browser_of(world: World, who: str) -> Client:
    """Somebody who has just signed in with the password, so that nothing asks for it again."""
    client = Client(raise_request_exception=False)
    if who != NOBODY:
        client.force_login(world.people[who], backend=BACKEND)
        record = {"method": "password", "at": time.time(), "reauthenticated": True}
        session = client.session
        session["account_authentication_methods"] = [record]
        session["account_authentication_methods_user"] = str(world.people[who].pk)
        session.save()
    return client


@dataclass
class Answer:
    status: int
    html: str
    writes: bool
    led_to: str


@dataclass
class Knock:
    """One door, the person before it, and the form that the portal shows them."""

    door: Door
    world: World
    foreign: bad_input_world.ForeignIds
    foreign_asked: tuple[str, list[Any]]
    foreign_rows: dict[str, str]
    forms: dict[str, Form]
    watch_kolding: bool = False

    def __post_init__(self) -> None:
        self.path = self.door.address(self.world)
        self.client = browser_of(self.world, self.door.who)
        self.cookies = self.client.cookies.copy()
        self.complaints: list[str] = []
        if str(self.door) not in self.forms:  # in one world it is the same for every test
            self.forms[str(self.door)] = self._form()
        self.form = self.forms[str(self.door)]

    def _form(self) -> Form:
        if self.door.fields:
            return Form(self.path, {name: Field(name, "text") for name in self.door.fields})
        page = self.door.form_page(self.world)
        response = self.client.get(page, follow=True)
        assert response.status_code == 200, f"{page}: {response.status_code}"
        form = Page(response.content.decode()).form_to(self.path, page)
        assert form is not None, f"{page} has no form to {self.path}"
        return form

    def send(self, body: bytes, content_type: str = URLENCODED, *, follow: bool = True) -> Answer:
        """Send it, go where it leads if it is to `follow`, and take back what came of it."""
        self.client.cookies = self.cookies.copy()
        with CaptureQueriesContext(connection) as queries:
            savepoint = transaction.savepoint()
            response = self.client.generic("POST", self.path, body, content_type)
            status, led_to = response.status_code, response.headers.get("Location", "")
            leads = follow and led_to.startswith("/")
            shown = self.client.get(led_to, follow=True) if leads else response
            status = max(status, shown.status_code) if shown.status_code >= 500 else status
            html = shown.content.decode(errors="replace") if not shown.streaming else ""
            writes = any(_changes(query["sql"]) for query in queries.captured_queries)
            if self.watch_kolding and writes and (changed := self._foreign_changes()):
                self.complaints.append(f"changed in Kolding: {changed}")
            transaction.savepoint_rollback(savepoint)
        return Answer(status, html, writes, led_to)

    @property
    def foreign_pks(self) -> list[str]:
        """One id of each kind of thing in Kolding that a form could name."""
        named = [self.foreign[model] for model in bad_input_world.NAMED]
        return [str(min(pks, key=str)) for pks in named]

    def _foreign_changes(self) -> list[str]:
        after = bad_input_world.rows_of(*self.foreign_asked)
        return [model for model, rows in self.foreign_rows.items() if rows != after[model]]

    def try_out(self, name: str, *sent: Any, follow: bool = True) -> Answer:
        known = len(self.complaints)
        answer = self.send(*sent, follow=follow)
        self.complaints[known:] = [f"{name}: {text}" for text in self.complaints[known:]]
        if answer.status >= 500:
            self.complaints.append(f"{name}: {answer.status}")
        if any(raw in answer.html for raw in RAW):
            self.complaints.append(f"{name}: the script is on the page")
        return answer

    def look_again(self, name: str, values: Values, answer: Answer) -> None:
        """The form that comes back holds what was typed and says what is wrong."""
        if answer.led_to or answer.status not in (200, 409):
            return
        page = Page(answer.html)
        form = page.form_to(self.path, self.path)
        if form is None:
            if not self.door.fields:
                self.complaints.append(f"{name}: {answer.status} and the form is gone")
            return
        if not (page.has_summary or page.has_alert):
            self.complaints.append(f"{name}: the form is back and does not say why")
        for link in page.error_links:
            if link.removeprefix("#") not in page.ids:
                self.complaints.append(f"{name}: the summary leads to {link}, which is not there")
        for lost in lost_texts(values, form):
            self.complaints.append(f"{name}: what was typed as {lost} is gone")


def lost_texts(values: Values, form: Form) -> list[str]:
    return [
        field.name
        for field in form
        if field.kind == TEXT
        and field.type not in ("password", "file")
        and field.name in values
        and _plain(field.value) != _plain(values[field.name])
    ]


def _plain(text: str) -> str:
    """Line ends and blanks around are nobody's text; half a character cannot be shown."""
    text = text.encode(errors="surrogatepass").decode(errors="replace")
    return "".join(text.replace("\ufffd", "").split())


def _changes(sql: str) -> bool:
    verb, _, rest = sql.partition(" ")
    if verb not in ("INSERT", "UPDATE", "DELETE"):
        return False
    return not any(table in rest.split("SET")[0][:80] for table in NOT_OF_THE_FIELD)


@pytest.fixture(scope="module")
def _foreign(_world: World, django_db_blocker: Any) -> tuple[Any, Any, Any]:
    with django_db_blocker.unblock():
        ids = bad_input_world.foreign_ids(_world)
        asked = bad_input_world.asking_for(ids)
        return ids, asked, bad_input_world.rows_of(*asked)


@pytest.fixture(scope="module")
def _forms() -> dict[str, Form]:
    return {}


@pytest.fixture
def knock(
    request: pytest.FixtureRequest,
    world: World,
    _foreign: tuple[Any, Any, Any],
    _forms: dict[str, Form],
) -> Knock:
    return Knock(request.param, world, *_foreign, _forms)


A_FEW = [door for door in DOORS if door.name in ("account_login", "network_new", "reflection_new")]
at_every_door = pytest.mark.parametrize("knock", DOORS, ids=str, indirect=True)
#: For what the portal as a whole decides before any page of it.
at_a_few_doors = pytest.mark.parametrize("knock", A_FEW, ids=str, indirect=True)


@at_every_door
def test_texts_numbers_and_dates(knock: Knock) -> None:
    form = knock.form
    for attack in bad_values.ATTACKS:
        for name, values in attack(form):
            answer = knock.try_out(name, encoded(values))
            knock.look_again(name, values, answer)
    assert knock.complaints == []


@at_every_door
def test_ids_that_are_unknown_or_somebody_elses(knock: Knock) -> None:
    knock.watch_kolding = True
    for name, values in bad_values.ids(knock.form, knock.foreign_pks):
        knock.try_out(name, encoded(values), follow=False)
    assert knock.complaints == []


@at_a_few_doors
def test_the_portals_own_fields_sent_by_hand(knock: Knock) -> None:
    for name, values in bad_values.anywhere(knock.form, knock.foreign_pks):
        knock.try_out(name, encoded(values))
    assert knock.complaints == []


@at_every_door
def test_bodies_that_are_no_form(knock: Knock) -> None:
    for name, body, content_type in bad_values.bodies(knock.form):
        knock.try_out(name, body, content_type, follow=False)
    assert knock.complaints == []


@at_a_few_doors
def test_bodies_that_never_reach_a_page(knock: Knock) -> None:
    for name, body, content_type in bad_values.unread_bodies(knock.form):
        knock.try_out(name, body, content_type, follow=False)
    assert knock.complaints == []


@pytest.mark.parametrize("words", READS)
def test_a_post_to_what_only_reads_changes_nothing(words: str, world: World) -> None:
    path, client = address(words, world), browser_of(world, READS[words])
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(path, {"name": "x", "id": "1"})
    assert answer.status_code < 500
    assert [q["sql"] for q in queries.captured_queries if _changes(q["sql"])] == []


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_addresses_with_unknown_ids(door: Door, world: World) -> None:
    """0 and a number too large for any column are a 404."""
    client = browser_of(world, door.who)
    for word in things_of(door, world):
        for bad in ("0", bad_values.HUGE):
            assert_not_found(client, with_id(bad, word, door, world))


def test_addresses_with_ids_too_long_to_read(world: World) -> None:
    """Python reads no number of 5,000 digits. The same for all addresses: one for each thing."""
    doors = {word: door for door in DOORS for word in things_of(door, world)}
    assert len(doors) > 10
    for word, door in doors.items():
        assert_not_found(browser_of(world, door.who), with_id("9" * 5000, word, door, world))


def things_of(door: Door, world: World) -> list[str]:
    """What the address names by its id."""
    return [word for word in door.url.split() if word in world.things and word != "token"]


def with_id(bad: str, word: str, door: Door, world: World) -> str:
    return door.address(world).replace(f"/{world[word].pk}/", f"/{bad}/")


def assert_not_found(client: Client, path: str) -> None:
    for answer in (client.get(path, follow=True), client.post(path, follow=True)):
        assert answer.status_code in (404, 405), f"{path[:200]}: {answer.status_code}"


@pytest.mark.parametrize("knock", DOORS[-1:], ids=str, indirect=True)
def test_the_sweep_would_notice(knock: Knock, world: World) -> None:
    """Somebody of Kolding drawn into Gentofte, lost text, a summary that leads nowhere."""
    assert knock._foreign_changes() == []
    stranger = world.people["foreign_leader"]
    bad_input_world.waiting(world, world["open_network"], stranger, "requested")
    assert knock._foreign_changes() == ["networks.Membership"]
    html = (
        f"<form method=post><input name=a value=1></form><div class='ui-errors'><a href=#b>{RAW[0]}"
    )
    knock.look_again("x", {"a": "2"}, Answer(200, html, False, ""))
    assert [complaint.split(": ")[1][:25] for complaint in knock.complaints] == [
        "the summary leads to #b, ",
        "what was typed as a is go",
    ]
