"""What a person says about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ProfileForm(forms.ModelForm):
    """Name, phone and language."""

    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        help_text=_("Members of your networks can see it."),
        validators=[RegexValidator(r"^[+()\d\s./-]*$", _("Write the number with digits only."))],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    class Meta:
        model = User
        fields = ("first_name", "last_name", "phone", "language")
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "language": forms.RadioSelect,
        }
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "language": _("Language of pages and e-mails"),
        }

    def _post_clean(self) -> None:
        """Check the values without putting them into the person: a service does that."""

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data
