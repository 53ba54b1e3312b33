"""Where a network goes next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.choices import OFFERED, TRANSITIONS, NetworkStatus
from networks.models import Network


class StatusForm(forms.Form):
    """The states that the network can go to from where it is.

    Its present state is accepted too and changes nothing: a second click is harmless.
    """

    status = forms.ChoiceField(
        label=_("What happens now?"),
        widget=forms.RadioSelect,
        help_text=_(
            "Closing is for good: meetings that have not begun are cancelled, "
            "and everybody is told."
        ),
    )

    def __init__(self, data: Any = None, *, network: Network) -> None:
        super().__init__(data)
        self.offered = [
            (status, NetworkStatus(status).label)
            for status in TRANSITIONS[network.status]
            if status in OFFERED
        ]
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.offered
        if data and data.get("status") == network.status:
            field.choices = [*self.offered, (network.status, network.get_status_display())]
