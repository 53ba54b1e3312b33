"""What the repository may hold: no registry's address, every package pinned with its hash."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Written in two parts, or this file would be the first to break its own rule.
REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "yarnpkg" + ".com"]
THIRD_PARTY = re.compile(r"(\.min\.(js|css)|\.woff2?|\.ttf|\.mo|\.whl)$|^node_modules/|^build/")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    assert listed.returncode == 0, listed.stderr
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_holds_the_address_of_a_registry() -> None:
    found = [
        (name, registry)
        for name in tracked()
        for registry in REGISTRIES
        if registry in (ROOT / name).read_bytes().decode("utf-8", "replace")
    ]
    assert found == []


def test_third_party_and_built_files_are_not_committed() -> None:
    assert [name for name in tracked() if THIRD_PARTY.search(name)] == []


def test_the_npm_lock_has_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


@pytest.mark.parametrize("name", ["bootstrap.txt", "requirements.txt", "dev.txt"])
def test_every_python_package_is_pinned_with_hashes(name: str) -> None:
    lines = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    pins = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    assert pins
    assert [pin for pin in pins if not re.match(r"^[\w.\[\],-]+==\S+.*--hash=sha256:", pin)] == []


def test_what_production_installs_is_what_developers_test() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text("utf-8")
        return set(re.findall(r"^[\w.\[\],-]+==\S+", text, re.MULTILINE))

    assert pins("requirements.txt") <= pins("dev.txt")
