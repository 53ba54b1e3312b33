"""The steps of the main job, as people take them in a browser: read as sentences by the walks."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from notifications.sending import send_due
from tests.browser import follow
from tests.notifications.post_office import PostOffice, text_of

#: The parts of the design in the order of the step guide; "" is a choice that is left open.
PARTS: dict[str, dict[str, str]] = {
    "formaal": {"purpose": "Nye ledere får et fortroligt rum på Ærø & omegn."},
    "deltagere": {
        "kind": "professional",
        "target_group": "Nye ledere i dagtilbud",
        "leader_level": "institution",
        "size_min": "2",
        "size_max": "12",
        "attendance": "voluntary",
        "admission": "invitation",
        "composition": "Et hus, en leder",
    },
    "temaer": {
        "themes": "Den svære samtale",
        "frequency": "Seks gange om året",
        "meeting_length": "Tre timer",
        "methods": "Reflekterende team",
    },
    "ledelse": {"sponsor": "Mette Holm", "coordinator_role": "Kalder ind og holder årshjulet"},
    "ressourcer": {"consultant_hours": "40", "budget": "25.000", "venues": "På skift"},
    "spilleregler": {"confidentiality": "Det, der siges her, bliver her"},
    "evaluering": {"evaluated_when": "Efter hvert halve år", "closing": "Vi skriver det ned"},
}
CRITERION = {
    "indicator": "Andel, der stadig er ledere hos os efter to år",
    "measured_how": "HR opgør det hver august",
    "unit": "%",
    "baseline": "71,5",
    "target": "85",
    "target_date_day": "1",
    "target_date_month": "8",
    "target_date_year": "2035",
}
GOAL = {"statement": "Nye ledere bliver i stillingen", "gain": "professionalisation"}
SUB_GOAL = {"statement": "Alle har en sparringspartner efter tre måneder"}


def sign_in(page: Page, email: str, password: str) -> None:
    """Through the real form, from wherever the portal asks for it."""
    page.goto("/konto/log-ind/")
    fill(page, {"login": email, "password": password})
    follow(page.locator("main form button[type=submit]").first)
    expect(page).not_to_have_url(re.compile("/log-ind/"))


def fill(page: Page, values: dict[str, str]) -> None:
    """Fill or choose every field by its name."""
    for name, value in values.items():
        field = page.locator(f"main form [name='{name}']").first
        kind = field.evaluate("field => field.type")
        if kind == "radio":
            # The design system draws the circle on the label.
            chosen = page.locator(f"main form [name='{name}'][value='{value}']")
            page.locator(f"label[for='{chosen.get_attribute('id')}']").click()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


def press(page: Page, name: str) -> None:
    """Press the button, or follow the link, that says so in the page's content."""
    content = page.locator("main")
    either = content.get_by_role("button", name=name).or_(content.get_by_role("link", name=name))
    follow(either.first)


def path_of(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3]


def save_part(page: Page, slug: str) -> None:
    """Fill the part one stands on, as its step asks for it, and go on to the next."""
    assert path_of(page).endswith(f"/design/{slug}/"), page.url
    fill(page, PARTS[slug])
    press(page, "Save and ")
    assert not path_of(page).endswith(f"/design/{slug}/"), page.locator("main").inner_text()


def add_goal(page: Page) -> None:
    """The goal with its gain; the page is that of the purpose, and is saved on the way."""
    press(page, "Add goal")
    fill(page, GOAL)
    press(page, "Save")
    expect(page.locator("main")).to_contain_text(GOAL["statement"])


def add_criterion(page: Page) -> None:
    press(page, "Add criterion")
    fill(page, CRITERION)
    press(page, "Save")
    expect(page.locator("main")).to_contain_text(CRITERION["indicator"])


def add_sub_goal(page: Page) -> None:
    """From the page of the goal."""
    press(page, "Edit")
    press(page, "Add sub-goal")
    fill(page, SUB_GOAL)
    press(page, "Save")
    expect(page.locator("main")).to_contain_text(SUB_GOAL["statement"])


def begin_network(page: Page, name: str) -> int:
    """Name a network; returns its id."""
    page.goto("/netvaerk/")
    press(page, "New network")
    fill(page, {"name": name})
    press(page, "Begin the design")
    found = re.search(r"/netvaerk/(\d+)/design/formaal/", page.url)
    assert found, page.locator("main").inner_text()
    return int(found[1])


def holds(page: Page, slug: str) -> dict[str, str]:
    """What the fields of a part hold now, of those in PARTS."""
    values = {}
    for name in PARTS[slug]:
        field = page.locator(f"main form [name='{name}']")
        if field.first.evaluate("field => field.type") == "radio":
            field = page.locator(f"main form [name='{name}']:checked")
        values[name] = field.input_value()
    return values


def link_in_mail(office: PostOffice, address: str, pattern: str) -> str:
    """Let the sender send, and return the path of the link in the newest mail to `address`."""
    send_due()
    mails = [mail for mail in office.mails if address in str(mail["To"])]
    assert mails, f"no mail to {address}: {office.addresses}"
    text = text_of(mails[-1])
    found = re.search(rf"https?://[^/\s]+({pattern})", text)
    assert found, text
    return found[1]


def status_of(page: Page, path: str) -> int:
    """What the portal answers this person, without leaving the page."""
    return int(page.request.get(path).status)


def fits_a_phone(page: Page) -> None:
    wide: Any = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, f"{page.url}: {wide} pixels wide on a phone"
