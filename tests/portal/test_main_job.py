"""The main job in one walk: from an invitation in the post to version 2 of a running network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.choices import Role
from accounts.models import Organisation, User
from networks.models import Network, NetworkDesign, Reflection
from tests.browser import follow
from tests.conftest import PASSWORD
from tests.notifications.post_office import PostOffice
from tests.portal import main_job_steps as steps
from tests.portal.main_job_steps import fill, press, status_of

pytestmark = pytest.mark.django_db(transaction=True)
OpenAs = Callable[..., Page]

NEW_DIRECTOR = "ny.direktor@gentofte.example"
NEW_PASSWORD = "en lang sætning om åer"
SECRET = "Jeg afbrød Åse to gange og skammede mig."


@pytest.fixture
def post_office(settings: Any, live_server: Any) -> Iterator[PostOffice]:
    """A real SMTP server behind the sender; the links in mails lead to the live server."""
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.BASE_URL = live_server.url
    office.start()
    yield office
    office.stop()


@pytest.fixture
def opened(open_as: OpenAs) -> Iterator[OpenAs]:
    """`open_as`, and at the end nothing on any of the pages has complained."""
    pages: list[Page] = []

    def open_page(*args: Any, **options: Any) -> Page:
        pages.append(open_as(*args, **options))
        return pages[-1]

    yield open_page
    complaints = {page.url: page.problems for page in pages if page.problems}  # type: ignore[attr-defined]
    assert complaints == {}


def invite_a_director(admin: Page, where: Organisation) -> None:
    admin.goto("/organisation/")
    press(admin, where.name)
    press(admin, "Invite")
    fill(admin, {"first_name": "Mette", "last_name": "Holm", "email": NEW_DIRECTOR})
    fill(admin, {"role": Role.DIRECTOR, "language": "en"})
    press(admin, "Send the invitation")
    expect(admin.locator("main")).to_contain_text(NEW_DIRECTOR)


def accept_by_mail(page: Page, office: PostOffice) -> None:
    path = steps.link_in_mail(office, NEW_DIRECTOR, r"/konto/invitation/\S+")
    page.goto(path)
    expect(page.get_by_label("First name")).to_have_value("Mette")
    fill(page, {"password": NEW_PASSWORD})
    press(page, "Accept and sign in")
    assert steps.path_of(page) == "/", page.locator("main").inner_text()
    assert status_of(page, path) == 404, "a link lets in once"


def design_half(page: Page) -> int:
    """Purpose and a goal that has no criterion yet, participants; then away."""
    pk = steps.begin_network(page, "Nye ledere i dagtilbud")
    fill(page, steps.PARTS["formaal"])
    steps.add_goal(page)
    steps.save_part(page, "formaal")
    steps.save_part(page, "deltagere")
    return pk


def come_back(page: Page, pk: int) -> None:
    """Signed in anew, the home page leads on to where the design stood."""
    steps.sign_in(page, NEW_DIRECTOR, NEW_PASSWORD)
    follow(page.locator(f"main a[href^='/netvaerk/{pk}/design/']").first)
    for slug in ("formaal", "deltagere"):
        page.goto(f"/netvaerk/{pk}/design/{slug}/")
        assert steps.holds(page, slug) == steps.PARTS[slug]


def be_refused(page: Page, pk: int) -> None:
    """What is missing is listed, each with the way there, and there is nothing to press."""
    page.goto(f"/netvaerk/{pk}/design/godkend/")
    missing = page.locator("main .alert")
    expect(missing).to_contain_text("has no success criterion")
    expect(missing).to_contain_text("There are no themes.")
    assert page.get_by_role("button", name="Approve").count() == 0
    follow(missing.get_by_role("link", name="success criterion"))
    assert steps.path_of(page).endswith("/design/formaal/")


def design_the_rest(page: Page, pk: int) -> None:
    page.goto(f"/netvaerk/{pk}/design/formaal/")
    steps.add_criterion(page)
    steps.add_sub_goal(page)
    page.goto(f"/netvaerk/{pk}/design/temaer/")
    for slug in list(steps.PARTS)[2:]:
        steps.save_part(page, slug)
    assert steps.path_of(page) == f"/netvaerk/{pk}/design/"


def approve(page: Page, version: int) -> None:
    """From the page of the whole draft."""
    press(page, "Read it through and approve")
    press(page, "Approve")
    assert steps.path_of(page).endswith(f"/design/version/{version}/"), page.url
    expect(page.locator("main")).to_contain_text(f"Version {version} is approved.")


def set_running(page: Page, pk: int) -> None:
    for status in ("establishing", "active"):
        page.goto(f"/netvaerk/{pk}/")
        press(page, "Change the status")
        fill(page, {"status": status})
        press(page, "Save")
        assert Network.objects.get(pk=pk).status == status


def invite_leaders(page: Page, pk: int, *leaders: User) -> None:
    page.goto(f"/netvaerk/{pk}/medlemmer/")
    press(page, "Invite leaders")
    for leader in leaders:
        press(page, f"Invite {leader.full_name}")
        expect(page.locator("main")).to_contain_text(f"{leader.full_name} is invited")


def join_and_reflect(page: Page, pk: int, text: str) -> str:
    """Say yes from the home page and write down what happened; returns the reflection's path."""
    page.goto("/")
    steps.fits_a_phone(page)
    follow(page.locator(f"main a[href='/netvaerk/{pk}/']").first)
    press(page, "Yes, I am in")
    steps.fits_a_phone(page)
    press(page, "Write a reflection")
    steps.fits_a_phone(page)
    fill(page, {"happened": text, "to_try": "Tie stille", "when": "week"})
    press(page, "Save")
    expect(page.locator("main")).to_contain_text(text)
    steps.fits_a_phone(page)
    return steps.path_of(page)


def sees_only_own(page: Page, own: str, other: str) -> None:
    page.goto("/refleksioner/")
    assert page.locator(f"main a[href='{own}']").count() == 1
    assert page.locator(f"main a[href='{other}']").count() == 0
    assert status_of(page, other) == 404


def assign_a_consultant(admin: Page, pk: int, consultant: User) -> None:
    admin.goto(f"/netvaerk/{pk}/medlemmer/")
    press(admin, "Assign a consultant")
    fill(admin, {"consultant": str(consultant.pk)})
    press(admin, "Assign")
    expect(admin.locator("main")).to_contain_text(f"{consultant.full_name} is assigned")


def advise(page: Page, pk: int, leader: User) -> None:
    """The consultant finds the network under /raadgivning/, with design, members and dates."""
    page.goto("/raadgivning/")
    expect(page.locator("main")).to_contain_text("Nye ledere i dagtilbud")
    press(page, "Members")
    expect(page.locator("main")).to_contain_text(leader.full_name)
    page.goto("/raadgivning/")
    press(page, "Design")
    expect(page.locator("main")).to_contain_text(steps.GOAL["statement"])


def change_in_version_2(page: Page, pk: int) -> None:
    page.goto(f"/netvaerk/{pk}/design/version/1/")
    press(page, "Start a new version")
    page.goto(f"/netvaerk/{pk}/design/temaer/")
    assert steps.holds(page, "temaer") == steps.PARTS["temaer"]
    fill(page, {"frequency": "Otte gange om året"})
    press(page, "Save and ")
    page.goto(f"/netvaerk/{pk}/design/")
    approve(page, 2)


def read_the_difference(page: Page) -> None:
    follow(page.locator("main a[href$='/design/version/2/forskel/']").first)
    expect(page.locator("main del")).to_contain_text("Seks")
    expect(page.locator("main ins")).to_contain_text("Otte")


def download(page: Page, pk: int) -> str:
    """The text of the printed design."""
    page.goto(f"/netvaerk/{pk}/design/version/2/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download as PDF").click()
    content = Path(waiting.value.path()).read_bytes()
    return " ".join(found.extract_text() for found in PdfReader(BytesIO(content)).pages)


def sees_nothing(stranger: Page, pk: int) -> None:
    """A consultant who is not assigned."""
    stranger.goto("/raadgivning/")
    assert stranger.locator(f"a[href*='/netvaerk/{pk}']").count() == 0
    assert status_of(stranger, f"/netvaerk/{pk}/") == 404


def test_the_main_job(
    opened: OpenAs,
    post_office: PostOffice,
    klk_admin: User,
    gentofte: Organisation,
    leader: User,
    other_leader: User,
    consultant: User,
    other_consultant: User,
) -> None:
    klk_admin.language = "en"
    klk_admin.save()
    admin = opened(None, "en")
    steps.sign_in(admin, klk_admin.email, PASSWORD)
    invite_a_director(admin, gentofte)

    first_day = opened(None, "en")
    accept_by_mail(first_day, post_office)
    pk = design_half(first_day)
    director = opened(None, "en")
    come_back(director, pk)
    be_refused(director, pk)
    design_the_rest(director, pk)
    approve(director, 1)
    set_running(director, pk)
    invite_leaders(director, pk, leader, other_leader)

    invitation = steps.link_in_mail(post_office, leader.email, r"/netvaerk/\S*")
    phone = opened(leader, "en", width=320)
    assert status_of(phone, invitation) == 200
    own = join_and_reflect(phone, pk, SECRET)
    other_phone = opened(other_leader, "en", width=320)
    other = join_and_reflect(other_phone, pk, "Noget helt andet.")
    sees_only_own(phone, own, other)
    sees_only_own(other_phone, other, own)

    assign_a_consultant(admin, pk, consultant)
    adviser, stranger = opened(consultant, "en"), opened(other_consultant, "en")
    advise(adviser, pk, leader)
    sees_nothing(stranger, pk)
    for person in (director, admin, adviser, stranger, other_phone):
        assert status_of(person, own) == 404
    assert Reflection.objects.count() == 2

    change_in_version_2(director, pk)
    read_the_difference(director)
    text = download(director, pk)
    assert "Otte gange om året" in text
    assert steps.GOAL["statement"] in text


def test_the_design_without_javascript(
    opened: OpenAs, director: User, gentofte: Organisation
) -> None:
    page = opened(director, "en", javascript=False)
    pk = steps.begin_network(page, "Uden JavaScript")
    fill(page, steps.PARTS["formaal"])
    steps.add_goal(page)
    be_refused(page, pk)
    design_parts = list(steps.PARTS)
    page.goto(f"/netvaerk/{pk}/design/formaal/")
    steps.add_criterion(page)
    steps.add_sub_goal(page)
    for slug in design_parts:
        steps.save_part(page, slug)
    approve(page, 1)
    design = NetworkDesign.objects.get(network=pk)
    assert (design.budget, design.size_max, design.goals.count()) == (25000, 12, 2)
    assert re.sub(r"\s", "", str(design.goals.get(parent=None).criteria.get().baseline)) == "71.50"
