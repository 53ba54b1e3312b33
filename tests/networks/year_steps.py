"""The steps of a network's year, as its people take them in a browser, in either language."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from notifications.sending import send_due
from tests.browser import follow
from tests.notifications.post_office import PostOffice, text_of
from tests.portal.main_job_steps import fill, fits_a_phone

ANSWER_LINK = r"https?://[^/\s]+(/netvaerk/moede/svar/\S+)"


@dataclass(frozen=True)
class Year:
    """What is publicly known of how a real network meets, as far as a portal has to know it."""

    name: str
    language: str
    days: list[dt.date]
    hours: tuple[int, int]
    plan: dict[str, str] = field(default_factory=dict)
    own_themes: dict[str, str] = field(default_factory=dict)
    proposed: list[dt.date] = field(default_factory=list)
    across: bool = False
    substitutes: bool = False

    @property
    def clock(self) -> dict[str, str]:
        begins, ends = self.hours
        return {
            "begins_hour": str(begins),
            "begins_minute": "00",
            "ends_hour": str(ends),
            "ends_minute": "00",
        }


class Somebody:
    """A person at a screen: finds things by what they are called in the language of the year."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language

    def words(self, text: str, **values: str) -> str:
        with override(self.language):
            return gettext(text) % values if values else gettext(text)

    def goes_to(self, path: str) -> Somebody:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        self._look()
        return self

    def presses(self, text: str, **values: str) -> Somebody:
        """The button, or the link, that says so; then the next page is there."""
        main, name = self.page.locator("main"), self.words(text, **values)
        button = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        follow(button.first)
        self._look()
        return self

    def ticks(self, name: str, value: str) -> Somebody:
        """The design system draws the box on the label."""
        box = self.page.locator(f"main form [name='{name}'][value='{value}']")
        self.page.locator(f"main label[for='{box.get_attribute('id')}']").click()
        return self

    def fills(self, **values: str) -> Somebody:
        fill(self.page, values)
        return self

    def reads(self, text: str, **values: str) -> Somebody:
        expect(self.page.locator("main")).to_contain_text(self.words(text, **values))
        return self

    def reads_name(self, name: str) -> Somebody:
        expect(self.page.locator("main")).to_contain_text(name)
        return self

    def _look(self) -> None:
        if self.page.viewport_size and self.page.viewport_size["width"] == 320:
            fits_a_phone(self.page)


def date_parts(name: str, day: dt.date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def plans_the_year(coordinator: Somebody, pk: int, year: Year) -> None:
    """By its rule, from the network's page; the days are looked at before anybody is invited."""
    coordinator.goes_to(f"/netvaerk/{pk}/").presses("Plan meetings")
    coordinator.fills(theme=year.name, place="Hos værten", **date_parts("first", year.days[0]))
    coordinator.fills(**year.clock).fills(**year.plan)
    if year.plan.get("repeats") == "days":
        for number, day in enumerate(year.days[1:], start=2):
            coordinator.fills(**date_parts(f"day_{number}", day))
    coordinator.presses("Show the days")
    shown = coordinator.page.locator("main input[name='day']")
    offered = shown.evaluate_all("boxes => boxes.map(box => box.value)")
    assert offered == [day.isoformat() for day in year.days]
    if year.own_themes:
        coordinator.page.locator(".ui-each > summary").click()
        coordinator.fills(**year.own_themes)
    coordinator.presses("Plan the meetings")


def finds_the_date(coordinator: Somebody, members: list[Somebody], pk: int, year: Year) -> None:
    """Everybody says on a phone what suits; the last of the days is the one that nobody misses."""
    coordinator.goes_to(f"/netvaerk/{pk}/").presses("Find a date").fills(theme=year.name)
    coordinator.fills(place="Hos værten", **year.clock)
    for number, day in enumerate(year.proposed, start=1):
        coordinator.fills(**date_parts(f"day_{number}", day))
    coordinator.presses("Ask the members")
    for member in members:
        member.goes_to(f"/netvaerk/{pk}/").presses(year.name)
        questions = member.page.locator("main fieldset")
        for number in range(len(year.proposed)):
            answer = "Yes" if number == len(year.proposed) - 1 else "No"
            label = questions.nth(number).locator("label")
            label.get_by_text(member.words(answer), exact=True).click()
        member.presses("Send my answer")
    coordinator.page.reload()
    best = coordinator.page.locator("main .ui-card", has_text=coordinator.words("Best so far"))
    follow(best.get_by_role("button", name=coordinator.words("Choose this day")))


def newest_mail(office: PostOffice, address: str) -> Any:
    """What the sender has sent to `address` last."""
    send_due()
    mails = [mail for mail in office.mails if address in str(mail["To"])]
    assert mails, f"no mail to {address}"
    return mails[-1]


def calendar_of(mail: Any) -> str:
    """All its entries for calendars, long lines put together again."""
    entries = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    joined = "".join(entry.get_payload(decode=True).decode() for entry in entries)
    return re.sub(r"\r?\n[ \t]", "", joined)


def link_in(mail: Any) -> str:
    """The path of the first answer link."""
    found = re.search(ANSWER_LINK, text_of(mail))
    assert found, text_of(mail)
    return found[1]
