"""What a person changes about themselves."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User


@transaction.atomic
def change_profile(
    *, user: User, first_name: str, last_name: str, phone: str, language: str
) -> None:
    """Take over name, phone and language as the person wrote them."""
    user.first_name, user.last_name = first_name, last_name
    user.phone, user.language = phone, language
    user.save(update_fields=["first_name", "last_name", "phone", "language"])


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Read pages and mails in `language` (a code of settings.LANGUAGES) from now on."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
