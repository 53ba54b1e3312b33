"""Servers of the test run: one throw-away PostgreSQL and Valkey for all workers, and a browser.

They are started before Django reads its settings and end with the run, killed or not. Nothing of
the caller's environment is used and `.local/` is never touched. The cast is in tests/conftest.py.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings

from klk_portal.embedded import idle
from klk_portal.embedded.postgres import Postgres
from klk_portal.embedded.processes import Guard
from klk_portal.embedded.valkey import Valkey
from tests.browser import LAUNCH_ARGUMENTS, find_browser

SETTINGS = {
    **idle.SETTINGS,
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "DEMO": "false",
    "HTTPS": "false",
    "LOG_LEVEL": "WARNING",
    "SECOND_FACTOR_ROLES": "",  # tests of the second factor name the roles themselves
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # playwright runs an event loop beside the ORM
}
NOT_FROM_OUTSIDE = (
    "BOUNCE_ADDRESS",
    "DEFAULT_FROM_EMAIL",
    "INVITATION_DAYS",
    "MAIL_CATCHER_DIR",
    "LOCAL_DIR",
)


class Servers:
    """Both servers of one run, in a folder that goes with them."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="klk-test-"))
        self.guard = Guard()
        self.postgres = Postgres(self.folder / "postgres", guard=self.guard, throwaway=True)
        self.valkey = Valkey(self.folder / "valkey", guard=self.guard, throwaway=True)

    def start(self) -> None:
        self.postgres.start()
        self.valkey.start()

    def stop(self) -> None:
        self.valkey.stop()
        self.postgres.stop()
        self.guard.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _start_servers() -> Servers | None:
    """Start them before anything imports a model: tests/conftest.py does so right after this file.

    Workers inherit the environment of the process that started them and with it the servers.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        return None
    for name in NOT_FROM_OUTSIDE:
        os.environ.pop(name, None)
    os.environ.update(SETTINGS)
    servers = Servers()
    servers.start()
    os.environ.update(DATABASE_URL=servers.postgres.url, REDIS_URL=servers.valkey.url)
    os.environ["TEST_FOLDER"] = str(servers.folder)
    return servers


servers = _start_servers()
django.setup()
# A password of the cast is hashed for every test: the slow hash would be most of the run.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_configure(config: pytest.Config) -> None:
    """They end with the run."""
    if servers is not None:
        config.add_cleanup(servers.stop)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector need not look through it again.

    What comes is let lie for longer, as a test lets go of what it made: looking took 21 s of a run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium or Chrome of this machine, kept from calling anybody."""
    browser = find_browser()
    if browser is None:
        pytest.fail("No Chromium or Chrome: run `make browser`.", pytrace=False)
    return {**browser_type_launch_args, "executable_path": browser, "args": LAUNCH_ARGUMENTS}
