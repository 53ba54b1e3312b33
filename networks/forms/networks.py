"""What stands above the list of networks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.choices import NetworkStatus


class NetworkFilterForm(forms.Form):
    """Search by name, and by where the network is in its life."""

    q = forms.CharField(label=_("Name"), max_length=100, required=False)
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("All")), *NetworkStatus.choices], required=False
    )
