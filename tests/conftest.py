"""The fixed cast: one fixture a role, at home in Gentofte, and strangers from Kolding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client, TransactionTestCase
from playwright import sync_api
from whitenoise import WhiteNoise

from accounts.choices import LeaderLevel, OrganisationKind, Role
from accounts.models import Organisation, Position, RoleHolding, User
from networks.selectors.goals import kept_branches
from tests import rows
from tests.browser import BrowserStoodStill, Windows, draws
from tests.looking import LANGUAGES, Looker

PASSWORD = "netvaerk-demo-1"
LONG_AGO = dt.date(2025, 1, 1)


def person(email: str, name: str, role: str | None, where: Organisation | None) -> User:
    """A person with a verified address and at most one role, since long ago."""
    first, _, last = name.partition(" ")
    user = User.objects.create_user(email, PASSWORD, first_name=first, last_name=last)
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    if role and where:
        RoleHolding.objects.create(user=user, organisation=where, role=role, starts_on=LONG_AGO)
    if role == Role.LEADER and where:
        Position.objects.create(
            user=user, organisation=where, level=LeaderLevel.INSTITUTION, starts_on=LONG_AGO
        )
    return user


def municipality(name: str, code: str) -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.MUNICIPALITY, name=name, code=code)


def institution(name: str, parent: Organisation) -> Organisation:
    return Organisation.objects.create(
        kind=OrganisationKind.INSTITUTION,
        name=name,
        parent=parent,
        institution_type="day_care",
    )


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What a process keeps of rows that never change: tests take theirs back."""
    kept_branches.cache_clear()


@pytest.fixture(autouse=True)
def _mails_come_at_any_hour(settings: Any) -> None:
    """Tests run at night and on Sundays, too. Those of delivery switch it on."""
    settings.MAILS_REST = False


@pytest.fixture
def klk(db: None) -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.KLK, name="KLK")


@pytest.fixture
def gentofte(db: None) -> Organisation:
    return municipality("Gentofte Kommune", "157")


@pytest.fixture
def kolding(db: None) -> Organisation:
    return municipality("Kolding Kommune", "621")


@pytest.fixture
def area(gentofte: Organisation) -> Organisation:
    return Organisation.objects.create(
        kind=OrganisationKind.AREA, name="Dagtilbud", parent=gentofte
    )


@pytest.fixture
def day_care(area: Organisation) -> Organisation:
    return institution("Børnehuset Åen", area)


@pytest.fixture
def other_day_care(area: Organisation) -> Organisation:
    return institution("Børnehuset Skoven", area)


@pytest.fixture
def stranger_day_care(kolding: Organisation) -> Organisation:
    return institution("Børnehaven Slotssøen", kolding)


@pytest.fixture
def director(gentofte: Organisation) -> User:
    return person("direktor@gentofte.example", "Mette Holm", Role.DIRECTOR, gentofte)


@pytest.fixture
def leader(day_care: Organisation) -> User:
    return person("leder@gentofte.example", "Sofie Krag", Role.LEADER, day_care)


@pytest.fixture
def other_leader(other_day_care: Organisation) -> User:
    return person("leder2@gentofte.example", "Omar Haddad", Role.LEADER, other_day_care)


@pytest.fixture
def coordinator(area: Organisation) -> User:
    return person(
        "tovholder@gentofte.example", "Lise Bech", Role.LEADER, institution("Bakken", area)
    )


@pytest.fixture
def internal_consultant(gentofte: Organisation) -> User:
    return person(
        "internkonsulent@gentofte.example", "Jonas Vig", Role.INTERNAL_CONSULTANT, gentofte
    )


@pytest.fixture
def policy_officer(gentofte: Organisation) -> User:
    return person("forvaltning@gentofte.example", "Ida Lund", Role.POLICY_OFFICER, gentofte)


@pytest.fixture
def consultant(klk: Organisation) -> User:
    return person("konsulent@klk.example", "Anne Friis", Role.CONSULTANT, klk)


@pytest.fixture
def other_consultant(klk: Organisation) -> User:
    return person("konsulent2@klk.example", "Per Dahl", Role.CONSULTANT, klk)


@pytest.fixture
def klk_admin(klk: Organisation) -> User:
    return person("admin@klk.example", "Karen Toft", Role.KLK_ADMIN, klk)


@pytest.fixture
def stranger_director(kolding: Organisation) -> User:
    return person("direktor@kolding.example", "Bo Riis", Role.DIRECTOR, kolding)


@pytest.fixture
def stranger_leader(stranger_day_care: Organisation) -> User:
    return person("leder@kolding.example", "Eva Juhl", Role.LEADER, stranger_day_care)


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A browser in which a person is signed in: `signed_in(director, "en").get(...)`."""

    def sign_in(user: User, language: str = "") -> Client:
        if language:
            choose_language(user, language)
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def choose_language(user: User, language: str) -> None:
    user.language = language
    user.save()


@pytest.fixture(scope="session", autouse=True)
def static_files_as_in_production() -> Iterator[None]:
    """The live server leaves static files to whitenoise: hashed, compressed, kept for ever.

    They are looked for once: every test client has a whitenoise of its own, and reading the folder
    takes as long as five pages.
    """
    look, found = WhiteNoise.update_files_dictionary, {}

    def look_once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            look(self, root, prefix)
            found[root, prefix] = dict(self.files)
        self.files.update(found[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)
        patch.setattr(WhiteNoise, "update_files_dictionary", look_once)
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The server goes with all that is in it: to drop a database waits for whoever is connected."""
    return True


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """After a test that commits, its rows are taken away, not every table made anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: rows.take_away())
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Iterator[None]:
    """Tell a browser that stood still from a test that failed."""
    try:
        return (yield)
    except sync_api.TimeoutError as error:
        pages = item.funcargs["windows"].in_use if "windows" in item.funcargs else []
        if all(draws(page) for page in pages if not page.is_closed()):
            raise
        raise BrowserStoodStill from error


@pytest.fixture(scope="session")
def windows(browser: Any) -> Windows:
    return Windows(browser)


@pytest.fixture
def open_as(
    live_server: Any, windows: Windows, signed_in: Callable[..., Client]
) -> Iterator[Callable[..., Any]]:
    """A browser page in which a person is signed in: `open_as(director).goto("/netvaerk/")`.

    None opens it for nobody; `width` is that of the window, `javascript=False` switches it off.
    `new=True` is one with nothing of an earlier visit, and nobody's after it: for whoever changes
    what the browser itself does.
    Console errors, page errors and reports of the content security policy are in `page.problems`.
    """
    opened = []

    def open_page(
        user: User | None,
        language: str = "da",
        width: int = 1280,
        javascript: bool = True,
        new: bool = False,
    ) -> Any:
        address, cookies = live_server.url, {"language": language}
        page = windows.open(address, width=width, javascript=javascript, new=new)
        opened.append((page, javascript, new))
        if user is not None:
            cookies["sessionid"] = signed_in(user, language).cookies["sessionid"].value
        give_cookies(page, address, cookies)
        return page

    yield open_page
    for page, javascript, new in opened:
        windows.give_back(page, javascript=javascript, new=new)


def give_cookies(page: Any, address: str, cookies: dict[str, str]) -> None:
    page.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )


@pytest.fixture
def look_through(live_server: Any, open_as: Callable[..., Any]) -> Callable[..., None]:
    """Look at pages in both languages: `look_through(director, "/netvaerk/", "/konto/")`."""

    def look(user: User | None, *paths: str, status: int = 200) -> None:
        page = open_as(user)
        for language in LANGUAGES:
            if user is not None:
                choose_language(user, language)
            give_cookies(page, live_server.url, {"language": language})
            looker = Looker(page, language)
            for path in paths:
                looker.look(path, status)

    return look
