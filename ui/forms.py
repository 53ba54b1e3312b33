"""The forms of the style guide."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ui.fields import DateField, TimeField

LEVELS = [("top", _("Top management")), ("head", _("Head of an area")), ("team", _("Team leader"))]
YEARS = range(2026, 2036)  # of a date to choose
GROUPED = [(_("Children"), [("school", _("School")), ("day_care", _("Day care"))])]


class SampleFile:
    """A file as a model would hold it."""

    url = "/stilguide/"

    def __str__(self) -> str:
        return "netværk.png"


class SampleForm(forms.Form):
    """Every standard widget once."""

    is_sample = True  # its errors do not take the focus
    form_html = ""  # crispy's name for fields that are drawn already

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As others know it."))
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    number = forms.IntegerField(label=_("Number of members"), min_value=2, max_value=20)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, required=False)
    purpose = forms.CharField(
        label=_("Purpose"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=200,
        help_text=_("One sentence that a leader can pass on."),
    )
    level = forms.ChoiceField(label=_("Leader level"), choices=LEVELS)
    several = forms.MultipleChoiceField(label=_("Several levels"), choices=LEVELS, required=False)
    known = forms.NullBooleanField(label=_("Is it known?"), required=False)
    how = forms.ChoiceField(
        label=_("How do leaders join?"), choices=LEVELS, widget=forms.RadioSelect
    )
    types = forms.MultipleChoiceField(
        label=_("Types of institution"), choices=GROUPED, widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label=_("I have read the rules of play"), help_text=_("All six."))
    starts_on = DateField(label=_("Starts on"), help_text=_("For example 23 11 2026"))
    starts_at = TimeField(label=_("Starts at"), required=False)
    plain_date = forms.DateField(label=_("Date in one field"), required=False)
    moment = forms.SplitDateTimeField(label=_("Day and time"), required=False)
    picked_date = forms.DateField(
        label=_("Date to choose"), widget=forms.SelectDateWidget(years=YEARS), required=False
    )
    upload = forms.FileField(label=_("File"), help_text=_("CSV or XLSX."))
    replaced = forms.FileField(label=_("Picture"), required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False, initial="hidden")
    disabled = forms.CharField(label=_("Cannot be changed"), disabled=True, initial="KLK")
    read_only = forms.CharField(
        label=_("Can be read"),
        initial="KLK",
        widget=forms.TextInput(attrs={"readonly": True}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"replaced": SampleFile()}, **kwargs})


class FilterForm(forms.Form):
    """What stands above a list."""

    q = forms.CharField(label=_("Search"), required=False)
    level = forms.ChoiceField(label=_("Leader level"), choices=LEVELS, required=False)


def wrong_sample() -> SampleForm:
    """The sample form with an error beside every field that can have one."""
    typed = {
        "email": "mette@",
        "website": "http://",
        "number": "200",
        "purpose": "Fortroligt rum. " * 20,
        "level": "other",
        "several": ["other"],
        "starts_on_day": "32",
        "starts_on_month": "13",
        "starts_on_year": "2027",
        "starts_at_hour": "25",
        "plain_date": "i morgen",
        "moment_0": "i morgen",
        "moment_1": "middag",
    }
    form = SampleForm(typed, prefix=None, auto_id="wrong_%s")
    form.full_clean()
    form.add_error(None, _("The network starts before its design is approved."))
    return form


@lru_cache
def drawn_samples(language: str) -> dict[str, SampleForm]:
    """`form` and `wrong` with their fields as markup, drawn once a process and language.

    No other page has as many fields, and these are the same for every reader. What is the reader's
    own, the tokens, stands around them and is made for every page.
    """
    with translation.override(language):
        samples = {"form": SampleForm(auto_id="sample_%s"), "wrong": wrong_sample()}
        for form in samples.values():
            form.form_html = render_to_string("dkfds/display_form.html", {"form": form})
    return samples
