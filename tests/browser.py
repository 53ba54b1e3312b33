"""The browser of the browser tests: the machine's own, or one that is fetched.

python -m tests.browser    finds or fetches one, or says in one line what to install
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright import sync_api

from tests.shapes import InOrder, Shape

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
#: The one without a window first: it takes a third of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
RUN_AXE = """async rules => (await axe.run(document, {
    runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]
})).violations"""
#: Those that axe found in order. It looks long at every page: pages of one shape are one to it.
in_order = InOrder("axe")
#: Milliseconds that a page may take to draw itself anew before it counts as standing still.
PATIENCE = 5000
#: What a window needs and a test does not, above all the pages behind the address field, which
#: every new window loads. The last list given counts, so playwright's own choice is in it.
NO_FEATURES = [
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "RenderDocument",
    "ThirdPartyStoragePartitioning",
    "Translate",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
]
LAUNCH_ARGUMENTS = [
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium has no sandbox for root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--kiosk",  # neither tabs nor an address field are drawn
    "--no-first-run",
    f"--disable-features={','.join(NO_FEATURES)}",
]
FETCH = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
INSTALL = ["apt-get", "install", "-q", "-y"]
APT = (["apt-get", "update", "-q"], [*INSTALL, "chromium-headless-shell"], [*INSTALL, "chromium"])


def works(program: str) -> bool:
    """Whether it starts: a fetched browser may lack libraries of the system."""
    try:
        return (
            subprocess.run([program, "--version"], capture_output=True, timeout=60).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def fetched_browsers() -> list[str]:
    """Where playwright keeps what it has fetched, newest first."""
    caches = [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    if "PLAYWRIGHT_BROWSERS_PATH" in os.environ:
        caches.insert(0, Path(os.environ["PLAYWRIGHT_BROWSERS_PATH"]))
    patterns = (
        "chromium_headless_shell-*/chrome-*/*headless*shell",
        "chromium-*/chrome-linux*/chrome",
        "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    )
    found = [path for cache in caches for pattern in patterns for path in cache.glob(pattern)]
    return [str(path) for path in sorted(found, reverse=True)]


def find_browser() -> str | None:
    """The program of a Chromium or Chrome that starts, or None. The variable CHROMIUM wins."""
    named = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else []
    installed = [path for name in NAMES if (path := shutil.which(name))]
    return next(filter(works, [*named, *installed, *fetched_browsers()]), None)


def fetch_browser() -> None:
    """Try playwright's download, then, as root, Debian's package. Failing is not an error here."""
    print("No Chromium or Chrome on this machine: fetching one …", flush=True)
    subprocess.run(FETCH, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
    if find_browser() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        silent = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in APT:
            if find_browser() is None:
                subprocess.run(command, stdout=subprocess.DEVNULL, env=silent)


class BrowserStoodStill(Exception):
    """The browser draws no picture of the page any more, so a click waits for one until its end.

    Chromium without a screen does that once in some thousand pages, and nothing wakes it. It says
    nothing of the portal, so such a test, and only such a test, is run once more.
    """


def draws(page: Page) -> bool:
    """Whether the page's next picture comes in time: it is asked again at each."""
    asked_twice = "me => window.asked === me || (window.asked = me, false)"
    try:
        page.wait_for_function(asked_twice, arg=time.monotonic(), timeout=PATIENCE)
    except sync_api.TimeoutError:
        return False
    return True


class Windows:
    """Windows for one page after another: a new one costs as much as five pages more.

    Whoever comes next finds no cookie of who was there before, only what the browser keeps of
    files that never change. Whoever is to find nothing, or does more to a page than to use it,
    takes a `new` one.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.in_use: list[Page] = []
        self._free: dict[bool, list[Page]] = {True: [], False: []}

    def open(self, address: str, *, width: int, javascript: bool, new: bool) -> Page:
        """A page of its own, at home at `address`."""
        free = self._free[javascript]
        page = free.pop() if free and not new else self._new(address, javascript)
        page.set_viewport_size({"width": width, "height": 900})
        self.in_use.append(page)
        return page

    def _new(self, address: str, javascript: bool) -> Page:
        window = self.browser.new_context(base_url=address, java_script_enabled=javascript)
        page = window.new_page()
        collect_problems(page)
        return page

    def give_back(self, page: Page, *, javascript: bool, new: bool) -> None:
        """Let the next one have it, as if it had just been opened."""
        self.in_use.remove(page)
        if new or not _left_alone(page):
            page.context.close()
            return
        page.context.clear_cookies()
        page.context.clear_permissions()
        page.problems.clear()  # type: ignore[attr-defined]
        self._free[javascript].append(page)


def _left_alone(page: Page) -> bool:
    """Leave what is on the page; whether it can be used again."""
    try:
        page.goto("about:blank", timeout=PATIENCE)
    except sync_api.Error:
        return False
    return len(page.context.pages) == 1


def follow(target: Locator) -> None:
    """Press what leads to another page, and return when that page is all there.

    A click alone returns while the next page is still on its way or half read.
    """
    with target.page.expect_navigation():
        target.click()


def type_and_rest(field: Locator, text: str) -> None:
    """Type, and let the two seconds pass after which a form saves itself.

    The page's clock has to be set going by `page.clock.install()` before the page is opened.
    """
    field.fill(text)
    field.page.clock.fast_forward(2000)


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds on the page: WCAG 2.2 A and AA, and its own best practice.

    Only that leaves the browser: what was in order is a megabyte, and slower to send than to find.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, RULES)
    return found


def bring_axe(page: Page) -> None:
    """Every page that is opened from now on has axe-core: sent once, not to each of many pages."""
    page.add_init_script(path=AXE)


def shape_of(page: Page) -> str:
    """How wide the page is, and its shape as it stands in the browser."""
    width = page.evaluate("window.innerWidth")
    return " ".join([str(width), *Shape(page.content()).parts])


def assert_accessible(page: Page) -> None:
    """Fail with each broken rule and the elements that break it; each shape is looked at once."""
    if (shape := shape_of(page)) not in in_order:
        assert_no_violations(page)
        in_order.add(shape)


def assert_no_violations(page: Page) -> None:
    told = [
        f"{found['id']}: {found['help']}\n    "
        + "\n    ".join(f"{node['html'][:200]}" for node in found["nodes"])
        for found in violations(page)
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)


def collect_problems(page: Page) -> list[str]:
    """A list, also `page.problems`, to which console errors, page errors and CSP reports go."""
    problems: list[str] = []
    page.problems = problems  # type: ignore[attr-defined]
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', event => console.error("
        "`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"
    )
    return problems


def main() -> int:
    if find_browser() is None:
        fetch_browser()
    if find_browser() is None:
        print("The browser tests need Chromium or Chrome: install the package `chromium`.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
