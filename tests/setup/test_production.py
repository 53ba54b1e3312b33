"""The settings of production, as an operator gives them: from the environment alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from klk_portal.embedded.environment import ROOT
from klk_portal.embedded.secrets import new_secrets

GIVEN = {
    **new_secrets(),
    "BASE_URL": "https://netvaerk.klk.example",
    "ALLOWED_HOSTS": "netvaerk.klk.example",
    "DATABASE_URL": "postgres://portal@db/portal",
    "REDIS_URL": "redis://valkey:6379/0",
    "EMAIL_URL": "smtp://mail:25",
}


def check(given: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Ask Django what it thinks of a deployment, in a folder that holds no settings of its own."""
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "klk_portal.settings", **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_deployment_leaves_nothing_to_say(tmp_path: Path) -> None:
    answer = check(GIVEN, tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "no issues" in answer.stdout


def test_without_https_it_would_have(tmp_path: Path) -> None:
    answer = check({**GIVEN, "HTTPS": "false"}, tmp_path)
    assert answer.returncode == 1
    assert "SESSION_COOKIE_SECURE" in answer.stderr


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_missing_is_named(name: str, tmp_path: Path) -> None:
    rest = {given: value for given, value in GIVEN.items() if given != name}
    answer = check(rest, tmp_path)
    assert answer.returncode == 1
    assert name in answer.stderr
