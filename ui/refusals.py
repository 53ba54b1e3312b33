"""How a refusal by a service gets onto the form that it answers."""

from __future__ import annotations

from django import forms


def add_refusal(form: forms.BaseForm, error: Exception, field: str | None = None) -> None:
    """Show a service's refusal (a PortalError) beside `field`, or on top of the form.

    A field that this form does not have puts it on top: a refusal is never lost.
    """
    message = getattr(error, "message", "") or str(error)
    form.add_error(field if field in form.fields else None, message)
