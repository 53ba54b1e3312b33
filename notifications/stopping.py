"""The link at the end of a mail that stops its kind for its reader, without signing in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.urls import reverse

from notifications.kinds import MessageKind, can_be_stopped, kind_named
from notifications.models import Message

_SALT = "notifications.stop"


def stop_link(message: Message, kind: MessageKind) -> str:
    """The address that stops `kind` for the reader of `message`; "" where that cannot be.

    It never ends, as the law on marketing wants of such a link, and does nothing else.
    """
    if message.user_id is None or not can_be_stopped(kind):
        return ""
    token = _signer().sign(f"{message.user_id}-{kind.name}")
    return f"{settings.BASE_URL}{reverse('messages_stop', args=[token])}"


def example_stop_link(kind: MessageKind) -> str:
    """What stands there in a preview: it stops nothing."""
    if not can_be_stopped(kind):
        return ""
    return f"{settings.BASE_URL}{reverse('messages_stop', args=['eksempel'])}"


def stopped_by(token: str) -> tuple[AbstractBaseUser, MessageKind] | None:
    """The person and the kind of message that `token` speaks for, or None."""
    try:
        person, _dash, name = _signer().unsign(token).partition("-")
        kind = kind_named(name)
    except (signing.BadSignature, KeyError):
        return None
    user = get_user_model()._default_manager.filter(pk=person, is_active=True).first()
    return (user, kind) if user is not None and can_be_stopped(kind) else None


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep=":")
