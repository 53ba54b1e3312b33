"""The database has the last word: its refusals become named errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from accounts.errors import PortalError


@contextmanager
def refused_as(errors: Mapping[str, type[PortalError]]) -> Iterator[None]:
    """Turn the violation of a constraint, by its name, into the error that people understand.

    It stands in a service, and the error leaves that service at once: its own transaction, or its
    savepoint in a larger one, is what is rolled back, so that the caller's stays usable. One more
    savepoint here would be two statements a row for nothing. A constraint that is not named here
    is a mistake in the code and goes through as it is.
    """
    try:
        with transaction.atomic(savepoint=False):
            yield
    except IntegrityError as violation:
        diagnosis = getattr(violation.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", None) or ""
        if name in errors:
            raise errors[name] from violation
        raise
