"""How and when the portal writes to a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.kinds import MessageKind
from notifications.models import Delivery, MailSettings
from ui.fields import TimeField


class MailChoicesForm(forms.Form):
    """One choice for each kind of mail that can be stopped, and when mails may come."""

    TIMES = ("quiet_until", "quiet_from", "rests_on_days_off")

    quiet_until = TimeField(label=_("Not before"))
    quiet_from = TimeField(label=_("Not after"))
    rests_on_days_off = forms.BooleanField(
        label=_("No mails on weekends and holidays"), required=False
    )

    def __init__(
        self, data: Any = None, *, kinds: list[MessageKind], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self.kinds = kinds
        for kind in kinds:
            self.fields[kind.name] = forms.ChoiceField(
                label=str(kind.label), choices=Delivery.choices, initial=Delivery.AT_ONCE
            )
        self.order_fields([*(kind.name for kind in kinds), *self.TIMES])

    @staticmethod
    def initial_of(times: MailSettings, chosen: dict[str, str]) -> dict[str, Any]:
        return {name: getattr(times, name) for name in MailChoicesForm.TIMES} | chosen

    def chosen(self) -> dict[str, str]:
        """The delivery of each kind by its name."""
        return {kind.name: self.cleaned_data[kind.name] for kind in self.kinds}

    def times(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.TIMES}
