"""No change of an audited model slips past the audit trail."""

from pathlib import Path

import pytest
from django.apps import apps

from audit.registry import audited_models
from tests.architecture.bulk import silent_changes

ROOT = Path(__file__).resolve().parents[2]
OURS = ["accounts", "audit", "klk_portal", "networks", "notifications", "ui"]

# file: why nobody misses the entries.
ALLOWED = {
    "accounts/services/import_writing.py": "counts its rows, in columns that are not in the trail",
    "klk_portal/faults/outbox.py": "fills a throw-away database, to torment the outbox",
    "klk_portal/scale.py": "copies the demo, its audit entries included, to measure speed",
}
MODELS = {model.__name__ for model in apps.get_models()}
UNAUDITED = MODELS - {model.__name__ for model in audited_models()}


def found():
    for app in OURS:
        for file in sorted((ROOT / app).rglob("*.py")):
            if "migrations" in file.parts:
                continue
            name = str(file.relative_to(ROOT))
            for function, method, line in silent_changes(file.read_text("utf-8"), UNAUDITED):
                yield name, f"{function}, line {line}: {method}"


def test_audited_models_are_never_changed_silently():
    assert [change for change in found() if change[0] not in ALLOWED] == []


def test_every_exception_is_still_there():
    assert set(ALLOWED) - {file for file, _ in found()} == set()


@pytest.mark.parametrize(
    "line",
    [
        "User.objects.update(first_name='x')",
        "User.objects.filter(pk=1).update(first_name='x')",
        "User._default_manager.all()[:5].update(**values)",
        "network.designs.update(status='x')",
        "Goal.objects.bulk_create(rows)",
        "rows.bulk_update(rows, ['name'])",
        "Goal.objects.all()._raw_delete('default')",
        "type(row).objects.filter(pk=1).update(name='x')",
        "found = User.objects.filter(pk=1)\n    found.update(name='x')",
    ],
)
def test_it_bites(line):
    assert list(silent_changes(f"def change():\n    {line}", UNAUDITED))


@pytest.mark.parametrize(
    "line",
    [
        "Message.objects.filter(pk=1).update(state='sent')",
        "found = Message.objects.all()\n    found.exclude(pk=1).update(state='sent')",
        "names.update({'a': 1})",
        "names: dict[str, int] = {}\n    names.update(a=1)",
        "DesignPartState.objects.bulk_create(rows)",
        "User.objects.create(first_name='x')",
    ],
)
def test_it_lets_the_rest_be(line):
    assert not list(silent_changes(f"def change():\n    {line}", UNAUDITED))
