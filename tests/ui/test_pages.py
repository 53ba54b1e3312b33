"""Whole pages: error pages, what every page carries, and what no template may contain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if path.parent.name != "mail"]  # mails bring their own styles
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\bsrc=)", re.I)
DATA_SCRIPT = re.compile(r"<script[^>]*type=\"application/json\"")


def test_no_template_has_inline_style_or_script():
    """The content security policy would refuse it."""
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in PAGES
        for line in path.read_text().splitlines()
        if INLINE.search(line) and not DATA_SCRIPT.search(line)
    ]
    assert found == []


def test_templates_are_short():
    assert [path for path in TEMPLATES if len(path.read_text().splitlines()) >= 150] == []


@pytest.mark.parametrize("name", ["400", "403", "404", "403_csrf", "429"])
def test_an_error_page_says_what_to_do(name, director):
    request = RequestFactory().get("/")
    request.user = director
    html = render_to_string(f"{name}.html", request=request)
    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert 'href="/hjaelp/"' in html


def test_the_500_page_needs_neither_database_nor_context():
    """Not marked for the database: a query would fail."""
    html = render_to_string("500.html")
    assert html.count("<h1>") == 1
    assert 'href="/"' in html


@override_settings(STATIC_URL="/static/")
def test_an_unknown_address_is_a_404_in_our_look(client, db):
    answer = client.get("/findes-ikke/")
    assert answer.status_code == 404
    assert b"ui-footer" in answer.content
