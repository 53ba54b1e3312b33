"""A reflection is nowhere in the clear: database, log, audit trail, error report, messages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from accounts import sealing
from accounts.models import User
from audit.models import AuditEntry
from networks.models import Reflection
from networks.services import reflections as services
from tests.networks.reflections import MARKER, reflect, typed
from ui import owner

SignedIn = Callable[..., Client]
SEARCHABLE = ("text", "character varying", "character", "bytea", "jsonb", "json", "xml", "name")


def columns_with(marker: str) -> list[str]:
    """Every column of every table of the database in which `marker` can be read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND data_type = ANY(%s)",
            [list(SEARCHABLE)],
        )
        columns = cursor.fetchall()
        return [
            f"{table}.{column}"
            for table, column, kind in columns
            if _holds(cursor, table, column, kind, marker)
        ]


def _holds(cursor: Any, table: str, column: str, kind: str, marker: str) -> bool:
    needle: Any = marker.encode() if kind == "bytea" else marker
    value = f'"{column}"' if kind == "bytea" else f'"{column}"::text'
    cast = "::bytea" if kind == "bytea" else ""
    cursor.execute(
        f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE position(%s{cast} in {value}) > 0)',
        [needle],
    )
    return bool(cursor.fetchone()[0])


@contextmanager
def error_reports() -> Iterator[list[str]]:
    """The report of each exception that a request ends with, as Django would mail it."""
    reports: list[str] = []

    def collect(sender: Any, request: Any, **kwargs: Any) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.append(reporter.get_traceback_text() + reporter.get_traceback_html())

    got_request_exception.connect(collect)
    try:
        yield reports
    finally:
        got_request_exception.disconnect(collect)


def break_after_sealing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(text: str, *, bound_to: str) -> bytes:
        raise RuntimeError("the seal is broken")

    monkeypatch.setattr(sealing, "seal", fails)


def test_the_search_finds_what_is_in_the_clear(leader: User) -> None:
    leader.first_name = MARKER
    leader.save()
    reflect(leader, happened="andet", learned="", to_try="")
    found = columns_with(MARKER)
    assert "accounts_user.first_name" in found
    assert "audit_auditentry.changes" in " ".join(found)
    Reflection.objects.update(happened=MARKER.encode())
    assert "networks_reflection.happened" in columns_with(MARKER)


def test_the_text_is_in_no_column_of_no_table(
    leader: User, signed_in: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    client = signed_in(leader)
    client.post("/refleksioner/ny/", typed())
    row = Reflection.objects.get()
    client.get("/refleksioner/")
    client.post(reverse("reflection_edit", args=[row.pk]), typed(to_try=f"{MARKER} igen"))
    client.post(reverse("reflection_edit", args=[row.pk]), typed(to_try=f"{MARKER} i konflikt"))
    assert Reflection.objects.get().revision == 1
    assert columns_with(MARKER) == []
    assert MARKER not in caplog.text
    client.post(reverse("reflection_delete", args=[row.pk]))
    assert columns_with(MARKER) == []


def test_the_audit_trail_says_no_more_than_that_it_was_written(leader: User) -> None:
    row = reflect(leader)
    entries = AuditEntry.objects.filter(object_pk=str(row.pk))
    assert entries.exists()
    for entry in entries:
        assert not {"happened", "learned", "to_try", "kind", "network"} & set(entry.changes or {})


def test_a_text_sent_after_the_session_ended_is_kept_sealed(
    leader: User, signed_in: SignedIn
) -> None:
    client = signed_in(leader)
    page = client.get("/refleksioner/ny/").content.decode()
    mark = page.partition('name="form_owner" value="')[2].partition('"')[0]
    client.logout()
    response = client.post("/refleksioner/ny/", typed(form_owner=mark))
    assert response["Location"].startswith(reverse("account_login"))
    assert leader.unsaved_texts.count() == 1
    assert columns_with(MARKER) == []


# --- error reports ---------------------------------------------------------------------------
PLACES = {
    "sealing": (sealing, "seal"),
    "saving": (services, "_seal"),
    "the service": ("networks.views.reflections", "write_reflection"),
    "the page": ("networks.views.reflections", "redirect"),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_error_while_writing_reports_nothing(
    place: str,
    leader: User,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    where, name = PLACES[place]
    target = sys.modules[where] if isinstance(where, str) else where
    client = signed_in(leader)
    client.raise_request_exception = False

    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("it broke here")

    monkeypatch.setattr(target, name, fails)
    caplog.set_level(0)
    with error_reports() as reports:
        response = client.post("/refleksioner/ny/", typed())
    assert response.status_code == 500
    assert "it broke here" in reports[0]
    assert MARKER not in reports[0]
    assert MARKER not in caplog.text
    assert columns_with(MARKER) == []


def test_an_error_while_changing_reports_nothing(
    leader: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, client = reflect(leader), signed_in(leader)
    client.raise_request_exception = False
    break_after_sealing(monkeypatch)
    with error_reports() as reports:
        client.post(reverse("reflection_edit", args=[row.pk]), typed(learned=f"{MARKER} nyt"))
    assert "the seal is broken" in reports[0]
    assert MARKER not in reports[0]


@pytest.mark.parametrize("name", ["reflections", "reflection", "reflection_edit"])
def test_an_error_while_reading_reports_nothing(
    name: str, leader: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, client = reflect(leader), signed_in(leader)
    client.raise_request_exception = False

    def fails(request: Any, template: str, context: Any, **kwargs: Any) -> None:
        raise RuntimeError("no such template")

    monkeypatch.setattr("networks.views.reflections.render", fails)
    with error_reports() as reports:
        client.get(reverse(name, args=[] if name == "reflections" else [row.pk]))
    assert "no such template" in reports[0]
    assert MARKER not in reports[0]


def test_an_error_outside_a_request_reports_nothing(
    leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_after_sealing(monkeypatch)
    try:
        reflect(leader)
    except RuntimeError:
        report = ExceptionReporter(None, *sys.exc_info())
        frames = [f for f in report.get_traceback_frames() if "networks/services" in f["filename"]]
        shown = [value for frame in frames for value in frame["vars"]]
    assert frames
    assert all(MARKER not in str(value) for value in shown)


def test_the_reports_would_show_it_without_the_care(rf: RequestFactory) -> None:
    """So that the tests above cannot pass by looking in the wrong place."""
    request = rf.post("/", {"happened": MARKER})
    try:
        text = MARKER
        raise RuntimeError(len(text))
    except RuntimeError:
        reporter = ExceptionReporter(request, *sys.exc_info())
        assert isinstance(reporter.filter, SafeExceptionReporterFilter)
        assert reporter.get_traceback_text().count(MARKER) >= 2 or MARKER in str(
            reporter.get_traceback_frames()
        )


def test_an_error_while_keeping_a_text_for_after_signing_in_reports_nothing(
    leader: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(leader)
    mark = owner.mark(leader.pk)
    client.logout()
    client.raise_request_exception = False

    def fails(**kwargs: Any) -> None:
        raise RuntimeError("nowhere to keep it")

    monkeypatch.setattr("accounts.views.unsaved.keep_text", fails)
    with error_reports() as reports:
        client.post("/refleksioner/ny/", typed(form_owner=mark))
    assert "nowhere to keep it" in reports[0]
    assert MARKER not in reports[0]


def test_an_error_before_the_page_is_reached_reports_nothing(
    leader: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(leader)
    client.raise_request_exception = False

    def fails(request: Any) -> str:
        raise RuntimeError("no database for the session")

    monkeypatch.setattr("accounts.middleware.chosen_language", fails)
    with error_reports() as reports:
        client.post("/refleksioner/ny/", typed())
    assert "no database for the session" in reports[0]
    assert "happened" in reports[0]
    assert MARKER not in reports[0]


def test_an_error_while_a_kept_text_is_shown_reports_nothing(
    leader: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(leader)
    sent = Client().post("/refleksioner/ny/", typed(form_owner=owner.mark(leader.pk)))
    assert sent.status_code == 302
    address = reverse("unsaved_text", args=[leader.unsaved_texts.get().pk])
    shown = client.get(address)
    assert MARKER in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    client.raise_request_exception = False

    def fails(request: Any, template: str, context: Any, **kwargs: Any) -> None:
        raise RuntimeError("no such template")

    monkeypatch.setattr("accounts.views.unsaved.render", fails)
    with error_reports() as reports:
        client.get(address)
    assert "no such template" in reports[0]
    assert MARKER not in reports[0]
