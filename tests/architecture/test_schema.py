"""The tables point downwards, each says who sees its rows, and migrations make what models say."""

import pytest
from django.apps.registry import Apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models

from klk_portal import messages
from tests.architecture import schema


def test_foreign_keys_point_downwards() -> None:
    assert list(schema.wrong_foreign_keys(schema.our_models())) == []


def test_every_model_says_who_sees_its_rows() -> None:
    assert list(schema.without_visible_to(schema.our_models())) == []


def test_every_model_has_a_view_permission() -> None:
    assert list(schema.without_view_permission(schema.our_models())) == []


def test_there_are_models_to_judge() -> None:
    assert {model._meta.app_label for model in schema.our_models()} >= {
        "accounts",
        "networks",
        "notifications",
        "audit",
    }


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# --- the rules bite ------------------------------------------------------------------------
@pytest.fixture
def elsewhere() -> Apps:
    """A registry of its own, so that a wrong model is known to nobody else."""
    return Apps()


def model_pointing_at(app: str, target: object, elsewhere: Apps) -> type[models.Model]:
    options = type("Meta", (), {"app_label": app, "apps": elsewhere})
    key = models.ForeignKey(target, models.CASCADE, related_name="+")
    return type(
        "Wrong", (models.Model,), {"__module__": f"{app}.models", "Meta": options, "row": key}
    )


@pytest.mark.parametrize(
    ("app", "label"),
    [
        ("accounts", "networks.Network"),
        ("notifications", "audit.AuditEntry"),
        ("audit", "accounts.Organisation"),
        ("ui", "networks.Network"),
        ("seminars", "networks.Network"),
        ("networks", "klk_portal.Anything"),
    ],
)
def test_a_key_that_points_up_or_sideways_is_named(app: str, label: str, elsewhere: Apps) -> None:
    wrong = model_pointing_at(app, target_of(label, elsewhere), elsewhere)
    assert list(schema.wrong_foreign_keys([wrong])) == [f"{app}.Wrong.row → {label}"]


@pytest.mark.parametrize(
    ("app", "label"),
    [("networks", "accounts.User"), ("audit", "accounts.User"), ("advisory", "networks.Network")],
)
def test_a_key_that_points_down_is_fine(app: str, label: str, elsewhere: Apps) -> None:
    assert settings.AUTH_USER_MODEL == "accounts.User"
    right = model_pointing_at(app, target_of(label, elsewhere), elsewhere)
    assert list(schema.wrong_foreign_keys([right])) == []


def target_of(label: str, elsewhere: Apps) -> type[models.Model]:
    app, name = label.split(".")
    options = type("Meta", (), {"app_label": app, "apps": elsewhere})
    return type(name, (models.Model,), {"__module__": f"{app}.models", "Meta": options})


def test_a_model_without_visible_to_and_permission_is_named(elsewhere: Apps) -> None:
    nobody_decided = target_of("networks.Secret", elsewhere)
    assert list(schema.without_visible_to([nobody_decided])) == [
        "networks.Secret has no visible_to"
    ]
    assert list(schema.without_view_permission([nobody_decided])) == [
        "networks.view_secret is in no permissions table"
    ]


@pytest.mark.django_db
def test_a_missing_migration_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from networks.models import Network

    field = Network._meta.get_field("name")
    monkeypatch.setattr(field, "max_length", 121)
    with pytest.raises((SystemExit, CommandError)):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# --- translations --------------------------------------------------------------------------
@pytest.fixture
def one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code has one text more than the catalogue."""
    texts = messages.collect()
    texts.add("A text that nobody has translated yet")
    monkeypatch.setattr(messages, "collect", lambda: texts)


@pytest.mark.usefixtures("one_text")
def test_a_text_without_danish_is_named() -> None:
    found = list(messages.complaints())
    assert [line for line in found if "A text that nobody has translated yet" in line]
