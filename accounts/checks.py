"""What must be right before the portal starts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error

from accounts.choices import Role


def second_factor_roles_exist(**_: Any) -> list[Error]:
    """A misspelt role would silently ask nobody for a second step."""
    unknown = sorted(set(settings.SECOND_FACTOR_ROLES) - set(Role.values))
    hint = f"Roles are: {', '.join(Role.values)}."
    return [
        Error(f"SECOND_FACTOR_ROLES names no role: {name}", hint=hint, id="accounts.E001")
        for name in unknown
    ]
