"""The mails of signing in, as rows in the outbox: they name things and open nothing."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import User
from notifications.services import queue_message


def password_state(user: User) -> str:
    """A mark of the current password that says nothing about it: another password, another mark."""
    return salted_hmac("accounts.password_state", user.password).hexdigest()[:16]


def _minute(now: dt.datetime) -> str:
    """The occasion of a mail somebody asks for: two clicks within a minute are one wish."""
    return now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M")


@transaction.atomic
def ask_to_verify(*, address: EmailAddress, now: dt.datetime) -> None:
    """Send a link with which the owner of `address` confirms it."""
    queue_message(
        kind="accounts.verify_email",
        address=address.email,
        user=address.user,
        language=address.user.language,
        subject=address,
        occasion=_minute(now),
        now=now,
    )


@transaction.atomic
def offer_password_reset(*, user: User, address: str, now: dt.datetime) -> None:
    """Send a link with which `user` chooses a new password."""
    queue_message(
        kind="accounts.password_reset",
        address=address,
        user=user,
        language=user.language,
        subject=user,
        occasion=_minute(now),
        params={"password_state": password_state(user)},
        now=now,
    )


@transaction.atomic
def answer_unknown_address(*, address: str, language: str, now: dt.datetime) -> None:
    """Say to an address without sign-in why no reset link comes; at most once a day."""
    queue_message(
        kind="accounts.unknown_account",
        address=address,
        language=language,
        occasion=now.astimezone(dt.UTC).date().isoformat(),
        now=now,
    )


@transaction.atomic
def tell_of_change(*, user: User, address: str, event: str, now: dt.datetime) -> None:
    """Tell `user` that somebody, most likely they, changed how they sign in.

    `event` is one of `accounts.mails.sign_in.EVENTS`.
    """
    queue_message(
        kind="accounts.security_notice",
        address=address,
        user=user,
        language=user.language,
        subject=user,
        occasion=f"{event[:25]} {now.isoformat()}",
        params={"event": event},
        now=now,
    )
