"""The layer contracts bite: a project of the same shape with one wrong import each is refused."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "audit", "klk_portal", "networks", "notifications", "ui")
MODULES = ("urls", "views", "tasks", "forms", "services", "selectors", "rules", "models", "choices")
FORBIDDEN = [
    ("ui.models", "accounts.models", "Between apps"),
    ("audit.services", "notifications.services", "Between apps"),
    ("accounts.services", "networks.services", "Between apps"),
    ("networks.services", "klk_portal.views", "Between apps"),
    ("networks.models", "networks.services", "Inside an app"),
    ("accounts.rules", "accounts.selectors", "Inside an app"),
    ("networks.services", "networks.forms", "Inside an app"),
    ("accounts.views", "accounts.tasks", "Inside an app"),
    ("networks.views", "accounts.forms", "No app imports"),
    ("klk_portal.urls", "networks.views", "No app imports"),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for app in APPS:
        (tmp_path / app).mkdir()
        for module in ("__init__", *MODULES):
            (tmp_path / app / f"{module}.py").touch()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    contracts = tmp_path / "tests" / "architecture"
    contracts.mkdir(parents=True)
    (contracts / "doors.py").write_text((ROOT / "tests/architecture/doors.py").read_text())
    return tmp_path


def lint(project: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


def test_a_project_in_order_passes(project: Path) -> None:
    (project / "networks/views.py").write_text("import networks.services, accounts.services\n")
    answer = lint(project)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(("importer", "imported", "contract"), FORBIDDEN)
def test_a_wrong_import_is_refused(
    project: Path, importer: str, imported: str, contract: str
) -> None:
    (project / (importer.replace(".", "/") + ".py")).write_text(f"import {imported}\n")
    answer = lint(project)
    assert answer.returncode != 0
    broken = [line for line in answer.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), answer.stdout
