"""docker-compose.yml: what it starts, and that compose itself accepts it."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = [
    "SECRET_KEY",
    "SEALING_KEYS",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "POSTGRES_PASSWORD",
]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return services


def test_it_starts_the_five_and_prepares_the_database_first(services: dict[str, Any]) -> None:
    assert set(services) == {"prepare", "web", "worker", "beat", "postgres", "valkey"}
    assert services["postgres"]["image"] == "postgres:18"
    for name in ("web", "worker", "beat"):
        waits = services[name]["depends_on"]
        assert waits["prepare"]["condition"] == "service_completed_successfully"


def test_every_lasting_service_says_how_it_is(services: dict[str, Any]) -> None:
    in_image = {"web"}  # the Dockerfile's own health check
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()
    lasting = set(services) - {"prepare"} - in_image
    assert [name for name in lasting if "test" not in services[name].get("healthcheck", {})] == []


def test_no_secret_is_written_down(services: dict[str, Any]) -> None:
    settings = services["web"]["environment"]
    for name in REQUIRED[:-1]:
        assert settings[name].startswith("${" + name + ":?")


def test_every_setting_of_the_portal_can_be_given(services: dict[str, Any]) -> None:
    settings = (ROOT / "klk_portal" / "settings.py").read_text()
    passed = services["web"]["environment"]
    assert [name for name in passed if f'"{name}"' not in settings] == []


def compose_command() -> list[str]:
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    plugin = ["docker", "compose"]
    if (
        shutil.which("docker")
        and not subprocess.run([*plugin, "version"], capture_output=True).returncode
    ):
        return plugin
    pytest.skip("neither docker-compose nor the compose plugin is on this machine")


def run_config(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **settings}
    command = [*compose_command(), "--file", str(ROOT / "docker-compose.yml"), "config", "--quiet"]
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd="/")


def test_compose_accepts_it() -> None:
    answer = run_config(dict.fromkeys(REQUIRED, "given"))
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("missing", REQUIRED)
def test_compose_names_what_is_missing(missing: str) -> None:
    given = {name: "given" for name in REQUIRED if name != missing}
    answer = run_config(given)
    assert answer.returncode != 0
    assert missing in answer.stderr
