"""Sealing everything anew under the current key: in batches, interrupted, resumed, meanwhile."""

from __future__ import annotations

import base64
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import sealing
from accounts.models import UnsavedText, User
from accounts.selectors.unsaved import typed_in
from accounts.services.unsaved import keep_text
from audit.models import AuditEntry
from networks.models import Reflection
from networks.selectors.reflections import opened
from networks.services import keys
from networks.services.reflections import change_reflection
from tests.networks.designs import NOW
from tests.networks.reflections import MARKER, reflect

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()


@pytest.fixture(autouse=True)
def old_key(settings: object) -> None:
    settings.SEALING_KEYS = [OLD]  # type: ignore[attr-defined]


def write(writer: User, count: int) -> None:
    for number in range(count):
        reflect(writer, happened=f"{MARKER} {number}", now=NOW + dt.timedelta(minutes=number))
        keep_text(
            owner_id=writer.pk,
            path=f"/refleksioner/ny/?{number}",
            fields=[("happened", [f"{MARKER} {number}"])],
            files=[],
            now=NOW + dt.timedelta(minutes=number),
        )


def everything_opens(count: int) -> bool:
    rows = Reflection.objects.order_by("created_at")
    texts = [(opened(row).texts or {}).get("happened") for row in rows]
    kept = [typed_in(row) for row in UnsavedText.objects.order_by("created_at")]
    expected = [f"{MARKER} {number}" for number in range(count)]
    return texts == expected == [text.fields[0][1] for text in kept if text]


def run(*options: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *options, stdout=out)
    return out.getvalue()


def test_afterwards_the_old_key_can_go(leader: User, settings: object) -> None:
    write(leader, 7)
    settings.SEALING_KEYS = [NEW, OLD]
    assert sum(keys.rotate_keys(batch=3)) == 14
    assert keys.count_by_key() == {"new": 14}
    settings.SEALING_KEYS = [NEW]
    assert everything_opens(7)
    assert {row.revision for row in Reflection.objects.all()} == {0}


def test_again_changes_nothing(leader: User, settings: object) -> None:
    write(leader, 2)
    settings.SEALING_KEYS = [NEW, OLD]
    list(keys.rotate_keys())
    before = [bytes(row.happened) for row in Reflection.objects.order_by("pk")]
    assert sum(keys.rotate_keys()) == 0
    assert before == [bytes(row.happened) for row in Reflection.objects.order_by("pk")]


def test_interrupted_in_the_middle_and_resumed(
    leader: User, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(leader, 5)
    settings.SEALING_KEYS = [NEW, OLD]
    real, left = sealing.seal, iter(range(7))

    def seal_until_killed(text: str, *, bound_to: str) -> bytes:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return real(text, bound_to=bound_to)

    monkeypatch.setattr(sealing, "seal", seal_until_killed)
    with pytest.raises(KeyboardInterrupt):
        list(keys.rotate_keys(batch=2))
    monkeypatch.setattr(sealing, "seal", real)
    # 7 seals are 2 rows of 3 texts and a bit: the first batch stays, the second is taken back.
    assert Reflection.objects.filter(key_id="new").count() == 2
    assert everything_opens(5)
    assert sum(keys.rotate_keys(batch=2)) == 8
    settings.SEALING_KEYS = [NEW]
    assert everything_opens(5)


def test_the_command_tells_how_far_it_is_and_what_is_left(leader: User, settings: object) -> None:
    write(leader, 3)
    settings.SEALING_KEYS = [NEW, OLD]
    assert "old: 6" in run("--check")
    assert keys.count_by_key() == {"old": 6}
    out = run()
    assert "6 sealed anew" in out
    assert "new (current): 6" in out
    assert "old" not in out


def test_a_key_that_is_gone_is_named_and_nothing_is_lost(leader: User, settings: object) -> None:
    write(leader, 2)
    settings.SEALING_KEYS = [NEW]
    with pytest.raises(CommandError, match="old"):
        run()
    settings.SEALING_KEYS = [NEW, OLD]
    assert everything_opens(2)


def test_it_leaves_no_trace_in_the_audit_trail(leader: User, settings: object) -> None:
    write(leader, 2)
    before = AuditEntry.objects.count()
    settings.SEALING_KEYS = [NEW, OLD]
    list(keys.rotate_keys())
    assert AuditEntry.objects.count() == before


@pytest.fixture
def slow_seal(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, Event]:
    """The rotation stops inside its batch until somebody else has tried to save."""
    inside, go_on = Event(), Event()
    real = keys.sealing.unseal

    def wait(sealed: bytes, *, bound_to: str) -> str:
        inside.set()
        go_on.wait(5)
        return real(sealed, bound_to=bound_to)

    monkeypatch.setattr(keys, "sealing", _With(wait))
    return inside, go_on


class _With:
    """The module `sealing` with another `unseal`."""

    def __init__(self, unseal: object) -> None:
        self.unseal = unseal

    def __getattr__(self, name: str) -> object:
        return getattr(sealing, name)


@pytest.mark.django_db(transaction=True)
def test_who_writes_meanwhile_loses_nothing(
    leader: User, settings: object, slow_seal: tuple[Event, Event]
) -> None:
    inside, go_on = slow_seal
    row = reflect(leader, happened="før")
    settings.SEALING_KEYS = [NEW, OLD]

    def in_thread(action: object) -> object:
        try:
            return action()  # type: ignore[operator]
        finally:
            connection.close()

    def save() -> Reflection:
        texts = {"happened": "efter", "learned": "", "to_try": ""}
        return change_reflection(
            reflection=row,
            network=None,
            kind="process",
            texts=texts,
            try_by=None,
            expected_revision=0,
            now=NOW,
        )

    with ThreadPoolExecutor(2) as pool:
        rotation = pool.submit(in_thread, lambda: list(keys.rotate_keys()))
        assert inside.wait(5)
        saving = pool.submit(in_thread, save)
        go_on.set()
        rotation.result(10)
        saving.result(10)
    settings.SEALING_KEYS = [NEW]
    kept = Reflection.objects.get()
    assert (kept.key_id, kept.revision) == ("new", 1)
    assert opened(kept).texts == {"happened": "efter", "learned": "", "to_try": ""}
