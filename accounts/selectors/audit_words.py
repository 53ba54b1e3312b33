"""Plain words for the columns and values of the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

LONGEST = 200
EMPTY = "–"

# Columns that say nothing beyond the entry itself.
UNSPOKEN = {"id", "created_at", "date_joined", "position", "sendings", "asked_at", "lineage"}

# For columns whose model gives them no name of their own.
LABELS: dict[str, str | Promise] = {
    "accepted_at": _("accepted"),
    "accepted_by": _("accepted by"),
    "approved_at": _("approved"),
    "approved_by": _("approved by"),
    "approved_by_name": _("approved by"),
    "asked_by": _("asked by"),
    "assigned_by": _("assigned by"),
    "closed_on": _("closed on"),
    "confirmed_at": _("confirmed"),
    "consultant": _("consultant"),
    "created_by": _("created by"),
    "deputy_for": _("deputy for"),
    "design": _("design"),
    "duty": _("duty"),
    "ended_on": _("ended on"),
    "established_on": _("established on"),
    "expires_at": _("expires"),
    "file_name": _("file"),
    "finished_at": _("finished"),
    "goal": _("goal"),
    "invited_by": _("invited by"),
    "joined_on": _("joined on"),
    "membership": _("membership"),
    "municipality": _("municipality"),
    "network": _("network"),
    "organisation": _("organisation"),
    "parent": _("belongs under"),
    "reports_to": _("reports to"),
    "state": _("state"),
    "status": _("status"),
    "type": _("kind"),
    "uploaded_by": _("uploaded by"),
    "user": _("person"),
    "version": _("version"),
    "withdrawn_at": _("withdrawn"),
}
#: What a column of JSON holds, in words, by "app.model.column"; the apps above add theirs.
IN_WORDS: dict[str, Callable[[Any], str]] = {}
MODELS: dict[str, str | Promise] = {
    "account.emailaddress": _("e-mail"),
    "mfa.authenticator": _("second factor"),
    "networks.dutyperiod": _("duty"),
}


def model_label(model: type[models.Model]) -> str:
    """The name of a kind of row."""
    return capfirst(str(MODELS.get(model._meta.label_lower, model._meta.verbose_name)))


def has_a_name(field: models.Field[Any, Any]) -> bool:
    """Whether a reader gets a real word for this column, or it is left unspoken."""
    named = getattr(field, "_verbose_name", None) is not None
    return named or field.name in LABELS or field.name in UNSPOKEN


def field_label(field: models.Field[Any, Any]) -> str:
    """The name of a column."""
    named = getattr(field, "_verbose_name", None) is not None
    return capfirst(str(field.verbose_name if named else LABELS.get(field.name, field.name)))


def spoken(field: models.Field[Any, Any], value: Any) -> str:
    """A value of a column, except for a reference, as a reader writes it."""
    if value in (None, ""):
        return EMPTY
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.JSONField):
        return shortened(_held(field, value), LONGEST)
    return shortened(_localised(field, value), LONGEST)


def shortened(text: str, length: int) -> str:
    """At most `length` characters; most texts are, and need no counting of letters and accents."""
    return text if len(text) <= length else Truncator(text).chars(length)


def _localised(field: models.Field[Any, Any], value: Any) -> str:
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        return _moment(moment) if moment else str(value)
    if isinstance(field, models.DateField):
        day = parse_date(str(value))
        return formats.date_format(day, "DATE_FORMAT") if day else str(value)
    if isinstance(field, models.DecimalField):
        return _number(str(value))
    return str(value)


def _held(field: models.Field[Any, Any], value: Any) -> str:
    if not value:
        return EMPTY
    column = f"{field.model._meta.label_lower}.{field.name}"
    return IN_WORDS[column](value) if column in IN_WORDS else str(value)


def _moment(moment: dt.datetime) -> str:
    """auditlog writes times in UTC and without saying so."""
    aware = moment if timezone.is_aware(moment) else moment.replace(tzinfo=dt.UTC)
    return formats.date_format(timezone.localtime(aware), "SHORT_DATETIME_FORMAT")


def _number(value: str) -> str:
    try:
        return str(formats.number_format(Decimal(value).normalize(), use_l10n=True))
    except InvalidOperation:
        return value
