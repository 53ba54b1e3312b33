"""The secrets of second factors are sealed in the database and rotate with the other texts."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.db import connection

from accounts import sealing
from accounts.models import User

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()


def in_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        return " ".join(row[0] for row in cursor.fetchall())


@pytest.fixture
def old_key(settings: Any) -> None:
    settings.SEALING_KEYS = [OLD]


@pytest.mark.usefixtures("old_key")
def test_a_secret_is_not_in_the_database_in_the_clear(leader: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(leader, secret)
    codes = RecoveryCodes.activate(leader)
    assert secret not in in_database()
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert get_adapter().decrypt(seed) not in in_database()
    assert len(codes.generate_codes()) == 10


@pytest.mark.usefixtures("old_key")
def test_keys_rotate_and_the_old_one_can_go(leader: User, settings: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(leader, secret)
    codes = RecoveryCodes.activate(leader).generate_codes()
    settings.SEALING_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    settings.SEALING_KEYS = [NEW]
    stored = {row.type: row for row in Authenticator.objects.all()}
    assert get_adapter().decrypt(stored["totp"].data["secret"]) == secret
    assert RecoveryCodes(stored["recovery_codes"]).generate_codes() == codes


@pytest.mark.usefixtures("old_key")
def test_a_secret_that_was_never_sealed_does_not_open() -> None:
    with pytest.raises(sealing.SealBroken):
        get_adapter().decrypt("JBSWY3DPEHPK3PXP!")
