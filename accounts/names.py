"""How people are called."""

from __future__ import annotations


def full_name(first_name: str | None, last_name: str | None) -> str:
    """Both names, or what there is of them; "" of nobody, as columns of a join say it."""
    return f"{first_name or ''} {last_name or ''}".strip()
