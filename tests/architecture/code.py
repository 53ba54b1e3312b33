"""Reads the portal's own files and names what breaks a rule of the house, one line each.

Every rule takes the text it judges, so that a test can also hand it a deliberate violation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "audit", "klk_portal", "networks", "notifications", "ui")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_TEMPLATE = 150
EVERYTHING = {"Exception", "BaseException"}


def python_files() -> list[Path]:
    """Code and tests; migrations are made by Django and as long as they are."""
    folders = [ROOT / name for name in (*APPS, "tests")]
    found = [path for folder in folders for path in folder.rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def app_files() -> list[Path]:
    return [path for path in python_files() if path.relative_to(ROOT).parts[0] in APPS]


def templates() -> list[Path]:
    """Every HTML template: those of the project and those beside an app's code."""
    folders = [ROOT / "templates", *(ROOT / app for app in APPS)]
    return sorted(path for folder in folders for path in folder.rglob("*.html"))


def pages() -> list[Path]:
    """The templates that a browser of the portal gets; mails have to bring their styles along."""
    return [path for path in templates() if path.parent != ROOT / "templates" / "mail"]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def too_long(text: str, limit: int) -> Iterator[str]:
    lines = len(text.splitlines())
    if lines > limit:
        yield f"{lines} lines, {limit} are allowed"


def long_functions(source: str, limit: int = LONGEST_FUNCTION) -> Iterator[str]:
    """Functions of more than `limit` lines; the docstring counts, decorators do not."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                yield f"{node.name} has {lines} lines"


def silent_failures(source: str) -> Iterator[str]:
    """Errors that nobody would ever hear of."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler) and all(_is_nothing(line) for line in node.body):
            yield f"line {node.lineno}: except: pass"
        elif isinstance(node, ast.keyword) and node.arg == "fail_silently":
            yield f"line {node.value.lineno}: fail_silently"
        elif isinstance(node, ast.Call) and _suppresses_everything(node):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def _is_nothing(line: ast.stmt) -> bool:
    is_dots = isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)
    return isinstance(line, ast.Pass) or is_dots


def _suppresses_everything(call: ast.Call) -> bool:
    named = {ast.unparse(argument) for argument in call.args}
    return ast.unparse(call.func).endswith("suppress") and bool(named & EVERYTHING)


TAG = re.compile(r"<[a-zA-Z][^>]*>")
HANDLER = re.compile(r"""\s(on[a-z]+|hx-on(:[\w:-]+)?)\s*=""", re.IGNORECASE)
STYLE = re.compile(r"\sstyle\s*=", re.IGNORECASE)
SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)


def inline_code(template: str) -> Iterator[str]:
    """What the content security policy would refuse in the browser."""
    for tag in TAG.findall(COMMENT.sub("", template)):
        name = tag[1:].split(maxsplit=1)[0].rstrip(">").lower()
        if STYLE.search(tag):
            yield f"inline style: {tag}"
        if HANDLER.search(tag):
            yield f"inline handler: {tag}"
        if name == "script" and not SOURCE.search(tag) and "json_script" not in tag:
            yield f"inline script: {tag}"
        if name == "style":
            yield "a <style> element"
        if re.search(r"""["']\s*javascript:""", tag, re.IGNORECASE):
            yield f"a javascript: address: {tag}"
