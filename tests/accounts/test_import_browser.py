"""The import in a browser: every page accessible, and the whole way by clicks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Organisation, StaffImport, User
from accounts.models.imports import ImportState
from accounts.services import imports
from accounts.services.import_writing import write_import
from tests.accounts.staff_lists import HEADER, NOW, ROWS, checked, confirmed, csv_bytes, written
from tests.browser import follow

pytestmark = pytest.mark.django_db(transaction=True)
OpenAs = Callable[..., Any]


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test is the worker."""
    monkeypatch.setattr(imports, "wake_writer", lambda staff_import_id: None)


def walk(page: Any) -> None:
    """From the file to the result."""
    content = csv_bytes([HEADER, *ROWS], "cp1252")
    page.set_input_files("input[type=file]", {"name": "l.csv", "mimeType": "", "buffer": content})
    follow(page.get_by_role("button", name="Read the list"))
    expect(page.get_by_label("Column I: E-mail")).to_have_value("email")
    follow(page.get_by_role("button", name="See what changes"))
    follow(page.get_by_role("button", name="Import the list"))
    expect(page.get_by_role("heading", name="The list is being imported")).to_be_visible()


def test_the_whole_way_with_htmx(open_as: OpenAs, gentofte: Organisation, director: User) -> None:
    page = open_as(director, "en")
    page.goto(reverse("import_upload", args=[gentofte.pk]))
    walk(page)
    expect(page.get_by_text("It begins in a moment.")).to_be_visible()
    write_import(staff_import_id=StaffImport.objects.get().pk, now=NOW)
    follow(page.get_by_role("link", name="See the result"))  # appears by itself
    expect(page.get_by_role("heading", name="The list has been imported")).to_be_visible()
    assert page.problems == []


def test_the_whole_way_without_javascript(
    open_as: OpenAs, gentofte: Organisation, director: User
) -> None:
    page = open_as(director, "en", javascript=False)
    page.goto(reverse("import_upload", args=[gentofte.pk]))
    walk(page)
    write_import(staff_import_id=StaffImport.objects.get().pk, now=NOW)
    follow(page.get_by_role("link", name="Update"))
    follow(page.get_by_role("link", name="See the result"))
    expect(page.get_by_role("heading", name="The list has been imported")).to_be_visible()


def test_every_page_is_accessible(
    look_through: Callable[..., None], gentofte: Organisation, director: User
) -> None:
    wrong = [*ROWS[2][:8], "not an address", *ROWS[2][9:]]
    done = written(gentofte, director, ROWS[:1])
    preview = checked(gentofte, director, [[*ROWS[0][:7], "Vest", *ROWS[0][8:]], *ROWS[1:], wrong])
    writing = confirmed(gentofte, director)
    stopped = checked(gentofte, director)
    stopped.state = ImportState.FAILED
    stopped.save()
    look_through(
        director,
        reverse("import_upload", args=[gentofte.pk]),
        reverse("import_mapping", args=[preview.pk]),
        *(reverse("import", args=[each.pk]) for each in (preview, done, stopped)),
        *(f"{reverse('import', args=[preview.pk])}?vis={vis}" for vis in ("created", "changed")),
        reverse("import_progress", args=[writing.pk]),
    )
