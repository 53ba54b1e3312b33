"""What is written after a meeting: minutes with decisions, actions, documents."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.documents.errors import DocumentTooLarge
from networks.documents.kinds import ENDINGS
from networks.forms.design import LongText
from networks.models import Action, Decision, Meeting, Minutes
from networks.selectors.members import people_inside
from networks.services.actions import DueInThePast
from networks.services.minutes import LONGEST
from ui.fields import DateField


class OneLine(forms.CharField):
    """A sentence: what was pasted over several lines stands in one."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value) or "").split())


class MinutesForm(forms.Form):
    """The text, the text that it was made from, and a decision that is being added.

    All in one form, so that no button throws away what another field holds.
    """

    text = LongText(
        label=_("What was said and agreed?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Everybody in the network writes in the same minutes, also at the same time."),
    )
    base = LongText(max_length=LONGEST, required=False, widget=forms.HiddenInput)
    decision = OneLine(
        label=_("Add a decision"),
        max_length=Decision._meta.get_field("text").max_length,
        required=False,
        help_text=_("One sentence. It stands on the meeting's page as well."),
    )

    def __init__(self, data: Any = None, *, minutes: Minutes | None = None) -> None:
        text = minutes.text if minutes else ""
        super().__init__(data, initial={"text": text, "base": text})

    def put_together(self, text: str, *, base: str) -> None:
        """Show `text`, made from `base`, instead of what was sent."""
        typed: Any = self.data
        self.data = {**typed.dict(), "text": text, "base": base}


class ChangeForm(forms.Form):
    """Why the minutes have to be written in again."""

    reason = OneLine(
        label=_("What should be changed?"),
        max_length=Minutes._meta.get_field("change_wanted").max_length,
        help_text=_("The others see it. Everybody approves anew afterwards."),
    )


class ActionForm(forms.Form):
    """What somebody does until when."""

    text = OneLine(
        label=_("What is to be done?"), max_length=Action._meta.get_field("text").max_length
    )
    owner: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        User.objects.none(), label=_("Who does it?"), empty_label=_("Choose")
    )
    due_on = DateField(label=_("When is it to be done?"))

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data)
        owners = people_inside(meeting.network_id, timezone.localdate())
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = owners.order_by("first_name", "last_name", "pk")

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(DueInThePast.message)
        return day


class DocumentForm(forms.Form):
    """A file. What is in it, the service reads."""

    file = forms.FileField(
        label=_("Choose a file"),
        help_text=_(
            "At most 20 MB: PDF, Word, Excel, PowerPoint, OpenDocument, picture, text or CSV."
        ),
        allow_empty_file=True,  # the service says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before anything of it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.DOCUMENT_MAX_BYTES:
            raise forms.ValidationError(DocumentTooLarge.message)
        return file
