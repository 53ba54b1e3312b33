"""The bench tells wrong pages from right ones, counts what it says, and keeps its rows."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from accounts.models import Organisation, User
from klk_portal.bench import load, rows
from klk_portal.bench.__main__ import page_rows, report, weight_rows
from klk_portal.bench.counting import HEADER, CountQueries
from klk_portal.bench.rows import Row, row


class Answers(BaseHTTPRequestHandler):
    """A portal of three pages."""

    protocol_version = "HTTP/1.1"
    seen: list[dict[str, str]] = []

    def do_GET(self) -> None:
        self.seen.append(dict(self.headers))
        status, body = {
            "/page/": (200, "<h1 class='x'>Alle <em>netværk</em> &amp; mere</h1>"),
            "/floor/": (200, "<h1>Floor</h1>"),
            "/elsewhere/": (302, ""),
        }.get(self.path, (404, "<h1>Findes ikke</h1>"))
        encoded = body.encode()
        self.send_response(status)
        if self.path == "/page/" and "gzip" in self.headers["Accept-Encoding"]:
            encoded = gzip.compress(encoded)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(encoded)))
        self.send_header(load.COUNT, "7" if self.path == "/page/" else "4")
        self.end_headers()
        self.wfile.write(encoded)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    Answers.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def plan_for(port: int, path: str, heading: str) -> dict[str, Any]:
    floor = {"name": "floor", "path": "/floor/", "heading": "Floor", "cookie": "sessionid=1"}
    page = {"name": "page", "path": path, "heading": heading, "cookie": "sessionid=1"}
    return {"port": port, "pages": [{**page, "floor": floor}], "rounds": 3, "seconds": 0}


def test_a_page_is_measured_beside_the_floor(port: int) -> None:
    answer = load.measure(plan_for(port, "/page/", "Alle netværk & mere"))
    assert answer["wrong"] == {}
    assert answer["rounds"] == 3
    figures = answer["pages"]["page"]
    assert figures["queries"] == 7
    assert 0 < figures["median"] <= figures["p95"]
    assert 0 < figures["floor_median"] <= figures["floor_p95"]
    assert {seen["X-Forwarded-Proto"] for seen in Answers.seen} == {"https"}
    assert {seen["Cookie"] for seen in Answers.seen} == {"sessionid=1"}


@pytest.mark.parametrize(
    ("path", "heading", "why"),
    [
        ("/elsewhere/", "Log ind", "answers 302"),
        ("/missing/", "Findes ikke", "answers 404"),
        ("/page/", "Log ind", "has the heading"),
    ],
)
def test_a_wrong_page_is_named_and_not_measured(
    port: int, path: str, heading: str, why: str
) -> None:
    answer = load.measure(plan_for(port, path, heading))
    assert answer["pages"] == {}
    assert why in answer["wrong"]["page"]


def test_queries_are_counted_and_told(db: None) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        Organisation.objects.count()
        Organisation.objects.count()
        return HttpResponse("")

    response = CountQueries(view)(RequestFactory().get("/"))
    assert response.headers[HEADER] == "2"


@override_settings(ROOT_URLCONF="klk_portal.bench.urls")
def test_the_floor_is_for_those_signed_in(
    director: User, signed_in: Callable[..., Client], client: Client
) -> None:
    assert client.get("/floor/").status_code == 302
    response = signed_in(director).get("/floor/")
    assert response.status_code == 200
    assert "<h1>Floor</h1>" in response.content.decode()


def test_the_floor_is_not_in_the_portal(director: User, signed_in: Callable[..., Client]) -> None:
    assert signed_in(director).get("/floor/").status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "target", "ok"),
    [
        ("page.networks.median_ratio", 3.0, 3.0, True),
        ("page.networks.median_ratio", 3.01, 3.0, False),
        ("page.networks.queries", 12, 12, True),
        ("page.networks.queries", 13, 12, False),
        ("page.networks.growth_100x", 1.21, 1.2, False),
        ("page.networks.p95_ratio", 9.0, None, True),
        ("weight.first_visit_kb", 200.1, 200, False),
        ("layout.shift", 0, 0, True),
        ("layout.shift", 0.001, 0, False),
    ],
)
def test_a_row_knows_its_target(name: str, value: float, target: float | None, ok: bool) -> None:
    entry = row(name, value, "")
    assert (entry.target, entry.ok) == (target, ok)


def measured(median: float, queries: int = 5) -> dict[str, Any]:
    floor = {"floor_median": 10.0, "floor_p95": 20.0}
    return {"networks": {"median": median, "p95": 40.0, "queries": queries, **floor}}


def test_growth_is_relative_to_the_floor_of_its_own_time() -> None:
    after = measured(60.0, queries=9)
    after["networks"]["floor_median"] = 20.0
    found = {entry.name: entry.value for entry in page_rows(measured(30.0), after)}
    assert found["page.networks.median_ratio"] == 3
    assert found["page.networks.growth_100x"] == 1
    assert found["page.networks.p95_ratio"] == 2
    assert found["page.networks.queries"] == 9


def test_the_heaviest_page_speaks_for_all() -> None:
    light = {"first_kb": 90, "next_kb": 9, "shift_wide": 0, "shift_narrow": 0}
    heavy = {"first_kb": 190, "next_kb": 7, "shift_wide": 0, "shift_narrow": 0.2}
    found = {entry.name: entry.value for entry in weight_rows({"a": light, "b": heavy})}
    assert found == {
        "weight.first_visit_kb": 190,
        "weight.next_page_kb": 9,
        "layout.shift": 0.2,
    }


def test_the_report_is_a_list_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path))
    found = page_rows(measured(90.0), measured(90.0))
    assert report(found, {}) == 0
    kept = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert [Row(**entry) for entry in kept] == found
    assert set(kept[0]) == {"name", "value", "unit", "target", "ok"}
    said = capsys.readouterr().out
    assert "1 miss their target" in said
    assert "9 !" in said


def test_a_wrong_page_fails_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path))
    assert report([], {"networks": "/netvaerk/ answers 500"}) == 1
    assert "networks: /netvaerk/ answers 500" in capsys.readouterr().out


def test_the_table_has_a_line_a_page() -> None:
    table = rows.as_table(page_rows(measured(20.0), measured(20.0))).splitlines()
    assert len(table) == 2
    assert table[1].startswith("page.networks")
