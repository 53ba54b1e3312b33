"""Forms of the import: the file, and what its columns hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import StaffImport
from accounts.staff_files.errors import FileTooLarge
from accounts.staff_files.fields import Mapping, StaffField
from accounts.staff_files.limits import MAX_BYTES
from accounts.staff_files.sheets import column_letter

_EXAMPLES = 3
_EXAMPLE_LENGTH = 40


class UploadForm(forms.Form):
    """The list itself. What is in it, the service reads."""

    file = forms.FileField(
        label=gettext_lazy("Your list"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), at most 10 MB and 5,000 rows."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before anything of it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(str(FileTooLarge()))
        return file


class MappingForm(forms.Form):
    """One choice a column: what it holds, or nothing."""

    def __init__(self, *args: Any, staff_import: StaffImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guessed = {index: name for name, index in staff_import.mapping.items()}
        choices = [("", _("Do not use")), *StaffField.choices]
        for index, header in enumerate(staff_import.header):
            self.fields[self.name_of(index)] = forms.ChoiceField(
                label=_column_label(index, header),
                choices=choices,
                required=False,
                initial=guessed.get(index, ""),
                help_text=_examples(staff_import, index),
            )

    @staticmethod
    def name_of(index: int) -> str:
        return f"column_{index}"

    def clean(self) -> dict[str, Any]:
        """The same thing cannot stand in two columns."""
        self.mapping: Mapping = {}
        for index, name in enumerate(self.fields):
            chosen = self.cleaned_data.get(name)
            if chosen in self.mapping:
                letter = column_letter(self.mapping[chosen])
                self.add_error(name, _("Column %(letter)s holds that too.") % {"letter": letter})
            elif chosen:
                self.mapping[chosen] = index
        return self.cleaned_data


def _column_label(index: int, header: str) -> str:
    letter = column_letter(index)
    if not header:
        return _("Column %(letter)s") % {"letter": letter}
    return _("Column %(letter)s: %(header)s") % {"letter": letter, "header": header}


def _examples(staff_import: StaffImport, index: int) -> str:
    """The first values of a column, shortened."""
    values = (cells[index] for _number, cells in staff_import.rows if cells[index])
    found = list(dict.fromkeys(value[:_EXAMPLE_LENGTH] for value in values))[:_EXAMPLES]
    if not found:
        return _("The column is empty.")
    return _("For example: %(values)s") % {"values": " · ".join(found)}
