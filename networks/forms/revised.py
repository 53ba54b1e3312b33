"""Forms that say which revision of a thing they were shown, so that nobody is overwritten."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import QueryDict


class Revised(forms.Form):
    """`revision` is that of the row or part when the form was shown."""

    revision = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)

    def at_revision(self, revision: int) -> None:
        """Let the next sending save over what is there at `revision`."""
        data = cast(QueryDict, self.data).copy()
        data["revision"] = str(revision)
        self.data = data
