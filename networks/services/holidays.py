"""School holidays as data: they are decided by each municipality, a year at a time."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError
from accounts.models import Organisation, User
from networks.models import SchoolHoliday


class EndsBeforeItBegins(PortalError):
    """A holiday lasts at least a day."""

    message = _("The last day is before the first.")


@transaction.atomic
def add_school_holiday(
    *,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    municipality: Organisation | None,
    by: User,
) -> SchoolHoliday:
    """Write a holiday down; without a municipality it holds everywhere. Again is harmless.

    Raises EndsBeforeItBegins.
    """
    if ends_on < starts_on:
        raise EndsBeforeItBegins
    holiday, _new = SchoolHoliday.objects.update_or_create(
        name=name, starts_on=starts_on, municipality=municipality, defaults={"ends_on": ends_on}
    )
    return holiday


@transaction.atomic
def remove_school_holiday(*, holiday: SchoolHoliday, by: User) -> None:
    """Take a holiday away again."""
    holiday.delete()
