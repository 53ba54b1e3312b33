"""Texts that only their writer may read: AES-GCM with a key id, bound to row, field and writer.

Whoever holds both the keys and the code could read them; nobody with the database alone can.
"""

import base64
import binascii
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_NONCE_BYTES = 12
_KEY_BYTES = 32


class SealBroken(Exception):
    """The sealed text does not open: another row, another writer, or a key that is gone."""


def seal(text: str, *, bound_to: str) -> bytes:
    """Encrypt `text` under the current key.

    `bound_to` names row, field and writer; the result opens only with the same words, so sealed
    values cannot be swapped between rows. Layout: key id, a zero byte, nonce, cipher text.
    """
    key_id = current_key_id()
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_keys()[key_id]).encrypt(nonce, text.encode(), _associated(key_id, bound_to))
    return key_id.encode() + b"\0" + nonce + sealed


def unseal(sealed: bytes, *, bound_to: str) -> str:
    """Return the text that `seal` was given. Raises SealBroken when it does not open."""
    key_id = key_id_of(sealed)
    _, _, rest = bytes(sealed).partition(b"\0")
    try:
        key = _keys()[key_id]
        plain = AESGCM(key).decrypt(
            rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], _associated(key_id, bound_to)
        )
    except (KeyError, InvalidTag, ValueError) as error:
        raise SealBroken(f"A text sealed under key {key_id!r} does not open.") from error
    return plain.decode()


def seal_as_text(text: str, *, bound_to: str) -> str:
    """The same as `seal`, in letters: for a place that holds text."""
    return base64.b64encode(seal(text, bound_to=bound_to)).decode()


def unseal_text(sealed: str, *, bound_to: str) -> str:
    """Return the text that `seal_as_text` was given. Raises SealBroken when it does not open."""
    return unseal(sealed_bytes(sealed), bound_to=bound_to)


def sealed_bytes(sealed: str) -> bytes:
    """What `seal_as_text` has put into letters. Raises SealBroken for anything else."""
    try:
        return base64.b64decode(sealed, validate=True)
    except ValueError as error:
        raise SealBroken("This was never sealed.") from error


def key_id_of(sealed: bytes) -> str:
    """The id of the key that a value was sealed under."""
    return bytes(sealed).partition(b"\0")[0].decode(errors="replace")


def current_key_id() -> str:
    """The id of the key that new texts are sealed under: the first of SEALING_KEYS."""
    return next(iter(_keys()))


def _associated(key_id: str, bound_to: str) -> bytes:
    return f"{key_id}\0{bound_to}".encode()


def _keys() -> dict[str, bytes]:
    return _parse(tuple(settings.SEALING_KEYS))


@lru_cache(maxsize=8)
def _parse(entries: tuple[str, ...]) -> dict[str, bytes]:
    """Read 'id:base64' entries. Raises ImproperlyConfigured without ever showing a key."""
    keys: dict[str, bytes] = {}
    for entry in entries:
        key_id, _, encoded = entry.partition(":")
        try:
            keys[key_id] = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            keys[key_id] = b""
        if not key_id or len(keys[key_id]) != _KEY_BYTES:
            raise ImproperlyConfigured("SEALING_KEYS: each entry is id:base64 of 32 bytes.")
    if not keys:
        raise ImproperlyConfigured("SEALING_KEYS is empty: it needs at least one key.")
    return keys
