"""What a real browser fetches and whether the page jumps: the second tool beside load.py.

Reads a plan from standard input and answers with JSON. Each page is first visited with an empty
cache on a wide screen; then the next page of the list is opened in the same browser on a narrow
one.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser import LAUNCH_ARGUMENTS, find_browser

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
SETTLE = 300  # milliseconds in which a late font or script would still move something
SHIFT = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(sum), 50);
})"""


class Visit:
    """One browser with an empty cache, signed in by the page's cookie."""

    def __init__(self, context: BrowserContext, port: int) -> None:
        self.base = f"http://localhost:{port}"
        self.page: Page = context.new_page()
        self.received = 0
        devtools = context.new_cdp_session(self.page)
        devtools.send("Network.enable")
        devtools.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, Any]) -> None:
        self.received += event["encodedDataLength"]

    def go(self, page: dict[str, Any], size: dict[str, Any]) -> dict[str, float]:
        """Open a page; returns kilobytes received and how far the layout moved."""
        before = self.received
        self.page.set_viewport_size(size)  # type: ignore[arg-type]
        answer = self.page.goto(self.base + page["path"], wait_until="load")
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{page['name']}: {answer and answer.status}")
        self.page.wait_for_timeout(SETTLE)
        shift = float(self.page.evaluate(SHIFT))
        return {"kb": (self.received - before) / 1000, "shift": shift}


def weigh(plan: dict[str, Any]) -> dict[str, Any]:
    pages = plan["pages"]
    result: dict[str, Any] = {page["name"]: {} for page in pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=LAUNCH_ARGUMENTS)
        for page in pages:
            following = next_of_same_person(pages, page)
            headers = {"X-Forwarded-Proto": "https", "Cookie": page["cookie"]}
            context = browser.new_context(extra_http_headers=headers, locale="da-DK")
            visit = Visit(context, plan["port"])
            first, then = visit.go(page, WIDE), visit.go(following, NARROW)
            result[page["name"]].update(first_kb=first["kb"], shift_wide=first["shift"])
            result[following["name"]].update(next_kb=then["kb"], shift_narrow=then["shift"])
            context.close()
        browser.close()
    return result


def next_of_same_person(pages: list[dict[str, Any]], page: dict[str, Any]) -> dict[str, Any]:
    """The page after this one among those of the same person, who has one cookie."""
    own = [entry for entry in pages if entry["cookie"] == page["cookie"]]
    return own[(own.index(page) + 1) % len(own)]


if __name__ == "__main__":
    json.dump(weigh(json.load(sys.stdin)), sys.stdout)
