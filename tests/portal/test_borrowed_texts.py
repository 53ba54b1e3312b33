"""Texts of Django and allauth in our words: they are still theirs, and a form shows ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import pytest
from django import forms
from django.utils.translation import override

from klk_portal import messages

MODULE = messages.ROOT / "klk_portal" / "borrowed_texts.py"


def borrowed() -> list[str]:
    texts = [text for _line, text, _comments, _context in messages.texts_of(MODULE)]
    return [text[0] if isinstance(text, tuple) else text for text in texts]


def sources() -> Iterator[str]:
    for package, part in ((django, "forms"), (django, "core"), (django, "contrib/auth")):
        yield from read(Path(package.__file__).parent / part)
    yield from read(Path(allauth.__file__).parent)


def read(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.py"):
        yield re.sub(r"\"\s*\n\s*\"", "", file.read_text("utf-8"))


@pytest.fixture(scope="module")
def theirs() -> str:
    return "\n".join(sources())


@pytest.mark.parametrize("text", borrowed())
def test_text_is_still_theirs(text: str, theirs: str) -> None:
    assert f'"{text}"' in theirs


def test_form_speaks_our_danish() -> None:
    class Form(forms.Form):
        name = forms.CharField()

    with override("da"):
        assert Form({}).errors["name"] == ["Du mangler at udfylde feltet."]
