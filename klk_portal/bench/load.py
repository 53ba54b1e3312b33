"""The load tool: one process of its own, one request at a time, each page beside the floor.

Reads a plan from standard input and answers with what it measured, both as JSON. It knows nothing
of Django. Page and floor take turns, so that whatever else the machine does slows both. The pages
come in another order every round, so that what the server does every so many requests, such as
collecting garbage, does not fall on the same page again and again.
"""

from __future__ import annotations

import gzip
import http.client
import json
import random
import re
import statistics
import sys
import time
from html import unescape
from typing import Any

WARM_UP = 6  # a worker has several threads, each with a connection and caches of its own
FEWEST_ROUNDS = 12
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
COUNT = "X-Bench-Queries"


class WrongPage(Exception):
    """The answer is not the page that was meant."""


class Browser:
    """A connection that is kept open, as a browser keeps one."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=60)

    def get(self, page: dict[str, Any]) -> tuple[float, int]:
        """Fetch a page; returns seconds and queries. Raises WrongPage."""
        headers = {
            "Cookie": page["cookie"],
            "X-Forwarded-Proto": "https",
            "Accept-Encoding": "gzip",
        }
        began = time.perf_counter()
        self.connection.request("GET", page["path"], headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - began
        if answer.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        check(page, answer.status, body.decode("utf-8", "replace"))
        return seconds, int(answer.headers.get(COUNT, 0))


def check(page: dict[str, Any], status: int, body: str) -> None:
    """Raises WrongPage unless it is a 200 with the page's own heading."""
    if status != 200:
        raise WrongPage(f"{page['path']} answers {status}")
    found = HEADING.search(body)
    text = re.sub(r"<[^>]+>", " ", found[1]) if found else ""
    heading = " ".join(unescape(text).split())
    if page["heading"] not in heading:
        raise WrongPage(f"{page['path']} has the heading {heading!r}, not {page['heading']!r}")


def measure(plan: dict[str, Any]) -> dict[str, Any]:
    """Measure every page of the plan for at most `seconds`; pages that are wrong are only named."""
    browser = Browser(plan["port"])
    wrong: dict[str, str] = {}
    pages = [page for page in plan["pages"] if is_right(browser, page, wrong)]
    times: dict[str, tuple[list[float], list[float]]] = {page["name"]: ([], []) for page in pages}
    queries: dict[str, int] = dict.fromkeys(times, 0)
    order = random.Random(0)
    until = time.monotonic() + plan["seconds"]
    rounds = 0
    while rounds < plan["rounds"] and (rounds < FEWEST_ROUNDS or time.monotonic() < until):
        rounds += 1
        order.shuffle(pages)
        for page in pages:
            floor, _queries = browser.get(page["floor"])
            took, count = browser.get(page)
            times[page["name"]][0].append(took)
            times[page["name"]][1].append(floor)
            queries[page["name"]] = max(queries[page["name"]], count)
    return {
        "rounds": rounds,
        "wrong": wrong,
        "pages": {
            name: {**figures(*times[name]), "queries": queries[name]} for name in times if rounds
        },
    }


def is_right(browser: Browser, page: dict[str, Any], wrong: dict[str, str]) -> bool:
    """Warm a page up; a wrong one is put down in `wrong`."""
    try:
        for _time in range(WARM_UP):
            browser.get(page["floor"])
            browser.get(page)
    except WrongPage as error:
        wrong[page["name"]] = str(error)
        return False
    return True


def figures(page: list[float], floor: list[float]) -> dict[str, float]:
    """Medians and 95th percentiles in milliseconds."""
    return {
        "median": statistics.median(page) * 1000,
        "floor_median": statistics.median(floor) * 1000,
        "p95": percentile(page) * 1000,
        "floor_p95": percentile(floor) * 1000,
    }


def percentile(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    json.dump(measure(json.load(sys.stdin)), sys.stdout)
