"""In a browser: by keyboard, without JavaScript, on a phone, and how much comes over the wire."""

from __future__ import annotations

import pytest
from playwright import sync_api
from playwright.sync_api import expect

from tests import browser
from tests.browser import assert_accessible, follow
from tests.conftest import pytest_runtest_call

FIRST_VISIT = 200 * 1024
NEXT_PAGE = 30 * 1024
SENT = """() => performance.getEntries().filter(e => "transferSize" in e)
    .reduce((sum, e) => sum + e.transferSize, 0)"""
MOVED = """() => new Promise(done => {
    let moved = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) moved += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(moved), 500);
})"""

PRESS_TWICE = """() => {
    let sent = 0;
    addEventListener("submit", event => {
        if (!event.defaultPrevented) sent += 1;
        event.preventDefault();
    });
    const form = document.querySelector(".ui-footer form");
    form.requestSubmit();
    form.requestSubmit();
    return sent;
}"""


@pytest.mark.parametrize("width", [1280, 320])
def test_weight_and_no_jump(open_as, director, width):
    page = open_as(director, width=width, new=True)
    page.goto("/stilguide/")
    page.wait_for_load_state("networkidle")
    assert 0 < page.evaluate(SENT) <= FIRST_VISIT
    assert page.evaluate(MOVED) == 0
    for address in ("/hjaelp/", "/stilguide/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert 0 < page.evaluate(SENT) <= NEXT_PAGE
        assert page.evaluate(MOVED) == 0


def test_the_first_tab_skips_to_the_content(open_as, director):
    page = open_as(director)
    page.goto("/hjaelp/")
    page.keyboard.press("Tab")
    link = page.locator("a.skipnav")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_menu_of_a_phone(open_as, director, javascript):
    page = open_as(director, width=320, javascript=javascript)
    page.goto("/hjaelp/")
    menu = page.locator("details.ui-menu")
    inside = menu.locator("form button")
    expect(inside).to_be_hidden()
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(inside).to_be_visible()
    expect(menu.locator("nav a").first).to_be_visible()


def test_the_open_menu_is_accessible_and_fits(open_as, director):
    page = open_as(director, width=320)
    page.goto("/hjaelp/")
    page.locator("details.ui-menu summary").click()
    expect(page.locator("details.ui-menu form button")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_element_shows_without_javascript(open_as):
    page = open_as(None, javascript=False)
    page.goto("/stilguide/")
    modal = page.locator("#sample-modal")
    expect(modal.locator("form")).to_be_hidden()
    modal.locator("summary").click()
    expect(modal.locator("form")).to_be_visible()
    expect(page.locator("#sample_purpose_limit")).to_contain_text("200")


def test_a_modal_is_closed_by_keyboard_and_gives_the_focus_back(open_as):
    page = open_as(None, "en")
    page.goto("/stilguide/")
    summary = page.locator("#sample-modal summary")
    summary.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#sample-modal dialog")
    expect(dialog).to_be_visible()
    expect(page.locator("dialog:focus-within")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(summary).to_be_focused()
    assert page.problems == []


def test_characters_are_counted_as_the_server_counts_them(open_as):
    page = open_as(None, "en")
    page.goto("/stilguide/")
    area, limit = page.locator("#sample_purpose"), page.locator("#sample_purpose_limit")
    area.fill("ab\n🙂")
    expect(limit).to_contain_text("195")
    area.fill("x" * 201)
    expect(limit).to_contain_class("character-limit--over")


def test_a_date_pasted_whole_goes_to_its_parts(open_as):
    page = open_as(None)
    page.goto("/stilguide/")
    parts = [page.locator(f"#sample_starts_on_{number}") for number in range(3)]
    parts[0].fill("3.4.2027")
    parts[0].blur()
    for part, value in zip(parts, ("3", "4", "2027"), strict=True):
        expect(part).to_have_value(value)


def test_a_link_of_the_summary_leads_into_the_field(open_as):
    page = open_as(None)
    page.goto("/stilguide/")
    for target in ("wrong_name", "wrong_starts_on_0", "wrong_types_0", "wrong_how_0"):
        page.locator(f'.ui-errors a[href="#{target}"]').click()
        expect(page.locator(f"#{target}")).to_be_focused()


def test_paper_has_nothing_to_click(open_as, director):
    page = open_as(director, new=True)
    page.goto("/stilguide/")
    page.emulate_media(media="print")
    expect(page.locator(".ui-footer")).to_be_hidden()
    expect(page.locator(".ui-header__nav")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_a_double_press_sends_once(open_as, director):
    page = open_as(director)
    page.goto("/hjaelp/")
    assert page.evaluate(PRESS_TWICE) == 1


def test_errors_take_the_focus(open_as):
    page = open_as(None)
    page.goto("/konto/log-ind/")
    follow(page.locator("form .button-primary").first)
    summary = page.locator(".ui-errors")
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
    assert_accessible(page)


def test_a_browser_that_stands_still_is_told_from_a_test_that_failed(open_as, request, monkeypatch):
    def come_too_late():
        running = pytest_runtest_call(request.node)
        next(running)
        running.throw(sync_api.TimeoutError("the click did not come"))

    page = open_as(None)
    page.goto("/konto/log-ind/")
    with pytest.raises(sync_api.TimeoutError):
        come_too_late()
    with page.expect_event("dialog") as asked:  # until it is answered, nothing moves on the page
        page.evaluate("setTimeout(alert)")
    monkeypatch.setattr(browser, "PATIENCE", 500)
    with pytest.raises(browser.BrowserStoodStill):
        come_too_late()
    asked.value.dismiss()
