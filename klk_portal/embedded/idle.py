"""Settings that load but reach nothing: for tools that import Django and need no servers.

    python -m klk_portal.embedded.idle mypy        run a command with them

Values that the caller has set win, so nothing here can hide a wrong one.
"""

from __future__ import annotations

import os
import sys

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "klk_portal.settings",
    "SECRET_KEY": "only-for-tools-that-serve-nobody-and-keep-nothing-0123456789",
    "SEALING_KEYS": "idle:" + "A" * 43 + "=",
    "ALLOWED_HOSTS": "localhost",
    "BASE_URL": "http://localhost:8000",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}


def use() -> None:
    """Use them in this process, wherever the caller has set nothing."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)


def main() -> None:
    program, *arguments = sys.argv[1:]
    beside = os.path.join(os.path.dirname(sys.executable), program)
    command = beside if os.path.exists(beside) else program
    use()
    # Its own path as argv[0]: by the bare name Python would take another one from PATH.
    os.execvp(command, [command, *arguments])


if __name__ == "__main__":
    main()
