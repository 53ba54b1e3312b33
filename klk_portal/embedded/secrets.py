"""The keys of a portal that runs by `make run`: made once, kept in one file that only its owner
can read. Whoever loses the file loses the sign-ins and the sealed texts."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path


def new_secrets() -> dict[str, str]:
    sealing = base64.b64encode(secrets.token_bytes(32)).decode()
    return {"SECRET_KEY": secrets.token_urlsafe(64), "SEALING_KEYS": f"first:{sealing}"}


def read_secrets(file: Path) -> dict[str, str]:
    """NAME=value lines; an absent file holds none."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)


def keep_secrets(file: Path) -> dict[str, str]:
    """The secrets in `file`; those that are missing are made and written, readable to us only."""
    known = read_secrets(file)
    complete = {**new_secrets(), **known}
    if complete != known:
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.writelines(f"{name}={value}\n" for name, value in complete.items())
        fresh.replace(file)
    return complete
