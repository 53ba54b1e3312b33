"""Sizes, silent failures and inline code: what the whole code base keeps to."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.architecture import code


def broken(files: Iterable[Path], rule: Callable[[str], Iterable[str]]) -> list[str]:
    return [
        f"{code.short(path)}: {complaint}"
        for path in files
        for complaint in rule(path.read_text("utf-8"))
    ]


def test_files_are_short() -> None:
    assert broken(code.python_files(), lambda text: code.too_long(text, code.LONGEST_FILE)) == []


def test_functions_are_short() -> None:
    assert broken(code.python_files(), code.long_functions) == []


def test_templates_are_short() -> None:
    assert broken(code.templates(), lambda text: code.too_long(text, code.LONGEST_TEMPLATE)) == []


def test_no_error_is_swallowed() -> None:
    assert broken(code.app_files(), code.silent_failures) == []


def test_templates_hold_no_inline_code() -> None:
    assert broken(code.pages(), code.inline_code) == []


def test_there_is_something_to_judge() -> None:
    assert len(code.app_files()) > 50
    assert len(code.templates()) > 5


# --- the rules bite ------------------------------------------------------------------------
def test_a_long_file_is_named() -> None:
    assert list(code.too_long("x = 1\n" * 401, 400)) == ["401 lines, 400 are allowed"]
    assert list(code.too_long("x = 1\n" * 400, 400)) == []


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_a_long_function_is_named_also_inside_a_class(kind: str) -> None:
    body = "        x = 1\n" * 50
    source = f"class A:\n    {kind} walk(self):\n{body}"
    assert list(code.long_functions(source)) == ["walk has 51 lines"]
    assert list(code.long_functions(source.replace("x = 1\n", "x = 1\n", 1)[:-14])) == []


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    go()\nexcept OSError:\n    pass\n",
        "try:\n    go()\nexcept OSError:\n    ...\n",
        "mail.send(fail_silently=True)\n",
        "with contextlib.suppress(Exception):\n    go()\n",
    ],
)
def test_a_swallowed_error_is_named(source: str) -> None:
    assert len(list(code.silent_failures(source))) == 1


def test_an_answered_error_is_fine() -> None:
    assert list(code.silent_failures("try:\n    go()\nexcept OSError:\n    return None\n")) == []


@pytest.mark.parametrize(
    "template",
    [
        '<p style="color: red">',
        "<div\n  STYLE='x'>",
        '<a href="/" onclick="go()">',
        '<form hx-on:submit="go()">',
        "<script>go()</script>",
        '<script type="module">go()</script>',
        "<style>p {}</style>",
        '<a href="javascript:go()">',
    ],
)
def test_inline_code_is_named(template: str) -> None:
    assert len(list(code.inline_code(template))) == 1


@pytest.mark.parametrize(
    "template",
    [
        '<script src="/static/a.js" defer></script>',
        '<p class="style">onclick=</p>',
        "{# <script>go()</script> #}",
        '<link rel="stylesheet" href="a.css">',
    ],
)
def test_served_files_and_plain_words_are_fine(template: str) -> None:
    assert list(code.inline_code(template)) == []
