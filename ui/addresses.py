"""Addresses of pages about a row."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse

SOME_NUMBER = "1234567890"  # stands for a row in the one address that is asked for


def address_of(number: int, page: str) -> str:
    """The address of the page named `page` for the row `number`, for lists of rows.

    Such addresses differ by the number alone, so that one of them is enough to know them all.
    """
    return _address(page).replace(SOME_NUMBER, str(number))


@lru_cache
def _address(page: str) -> str:
    return reverse(page, args=[SOME_NUMBER])
