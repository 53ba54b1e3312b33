"""Finds changes that slip past the audit trail: they send no signals.

`update()`, `bulk_create()`, `bulk_update()` and `_raw_delete()` on a model that is not audited are
fine. Where the code does not say which model it is, it counts as audited.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

SILENT = {"update", "bulk_create", "bulk_update", "_raw_delete", "abulk_create", "aupdate"}
PLAIN = "a dictionary, a set or a counter"
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def silent_changes(source: str, unaudited: set[str]) -> Iterator[tuple[str, str, int]]:
    """(function, method, line) of every silent change in `source` but those of `unaudited`."""
    yield from _in(ast.parse(source), "", {}, unaudited)


def _in(
    node: ast.AST, function: str, models: dict[str, str], unaudited: set[str]
) -> Iterator[tuple[str, str, int]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        function, models = node.name, {**models}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        model = _model_of(node.value, models)
        models.update({name.id: model for name in targets if isinstance(name, ast.Name)})
    if _is_silent(node) and _model_of(node.func.value, models) not in {*unaudited, PLAIN}:
        yield function, node.func.attr, node.lineno
    for child in ast.iter_child_nodes(node):
        yield from _in(child, function, models, unaudited)


def _is_silent(node: ast.AST) -> bool:
    """A dictionary's or a set's `update` takes something, a QuerySet's takes only names."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    if node.func.attr not in SILENT:
        return False
    return not (node.func.attr == "update" and node.args)


def _model_of(node: ast.AST | None, models: dict[str, str]) -> str:
    """The model's name in `Model.objects.filter(…).order_by(…)`, or nothing."""
    if isinstance(node, ast.Dict | ast.DictComp | ast.Set | ast.SetComp):
        return PLAIN
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return PLAIN if node.func.id in {"dict", "set", "Counter", "defaultdict"} else ""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            return node.value.id if isinstance(node.value, ast.Name) else ""
        node = node.func if isinstance(node, ast.Call) else node.value
    return models.get(node.id, "") if isinstance(node, ast.Name) else ""
