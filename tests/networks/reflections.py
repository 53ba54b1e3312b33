"""Reflections for tests, written by the service."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from networks.models import Reflection
from networks.services.reflections import write_reflection
from tests.networks.designs import NOW

MARKER = "Vildgås-flyver-ved-daggry"


def reflect(writer: User, **values: Any) -> Reflection:
    texts = {"happened": f"{MARKER} skete", "learned": f"{MARKER} lært", "to_try": MARKER}
    return write_reflection(writer=writer, **{"kind": "process", "now": NOW, **texts, **values})


def typed(**values: Any) -> dict[str, Any]:
    """What a browser sends."""
    return {
        "happened": f"{MARKER} skete",
        "learned": f"{MARKER} lært",
        "to_try": MARKER,
        "when": "",
        "network": "",
        "kind": "process",
        "revision": "0",
        **values,
    }
