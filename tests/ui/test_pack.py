"""The crispy pack: every widget with its label, hint, error and marks tied together."""

from __future__ import annotations

import re

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.forms.renderers import TemplatesSetting
from django.template import Context, Template
from django.test.html import parse_html

from ui.fields import DateField, TimeField
from ui.forms import SampleForm, wrong_sample

CHOICES = [("a", "A & a"), ("b", "<b>")]
SINGLE = {
    "text": forms.CharField(help_text="Hint"),
    "email": forms.EmailField(help_text="Hint"),
    "url": forms.URLField(help_text="Hint", assume_scheme="https"),
    "number": forms.IntegerField(help_text="Hint"),
    "password": forms.CharField(widget=forms.PasswordInput, help_text="Hint"),
    "textarea": forms.CharField(widget=forms.Textarea, help_text="Hint"),
    "select": forms.ChoiceField(choices=CHOICES, help_text="Hint"),
    "select-multiple": forms.MultipleChoiceField(choices=CHOICES, help_text="Hint"),
    "select-yes": forms.ChoiceField(choices=[(True, "Yes"), (None, "-")], help_text="Hint"),
    "null-boolean": forms.NullBooleanField(help_text="Hint"),
    "date": forms.DateField(help_text="Hint"),
    "time": forms.TimeField(help_text="Hint"),
    "file": forms.FileField(help_text="Hint"),
    "checkbox": forms.BooleanField(help_text="Hint"),
}
GROUPS = {
    "radio": forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, help_text="Hint"),
    "ticks": forms.MultipleChoiceField(
        choices=CHOICES, widget=forms.CheckboxSelectMultiple, help_text="Hint"
    ),
    "date-parts": DateField(help_text="Hint"),
    "time-parts": TimeField(help_text="Hint"),
    "split": forms.SplitDateTimeField(help_text="Hint"),
    "select-date": forms.DateField(widget=forms.SelectDateWidget, help_text="Hint"),
}


def form_of(field, data=None, **kwargs):
    return type("OneForm", (forms.Form,), {"it": field})(data, **kwargs)


def render(form, source="{% ui_form form %}{% endui_form %}"):
    return Template(source).render(Context({"form": form}))


@pytest.mark.parametrize("name", SINGLE)
def test_an_input_has_a_label_and_its_hint(name):
    html = render(form_of(SINGLE[name]))
    assert re.search(r'<label[^>]*for="id_it"', html)
    assert re.search(r'<(input|select|textarea)[^>]*id="id_it"', html)
    assert 'aria-describedby="id_it_helptext"' in html
    assert 'id="id_it_helptext">Hint<' in html


@pytest.mark.parametrize("name", [name for name in SINGLE if name != "null-boolean"])
def test_an_error_stands_beside_its_input_and_on_top(name):
    html = render(form_of(SINGLE[name], {}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_it_helptext id_it_error"' in html
    assert 'id="id_it_error"' in html
    assert 'href="#id_it"' in html


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize("value", [None, "", "b", '<b>"', ("b", "a"), 5])
def test_a_widget_is_written_as_django_writes_it(name, value):
    widget = SINGLE[name].widget
    attrs = {"id": "it", "class": "form-input", "required": True, "maxlength": False}
    ours = widget.render("it", value, attrs)
    assert parse_html(ours) == parse_html(widget.render("it", value, attrs, TemplatesSetting()))


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_has_a_legend_its_hint_and_labels_for_each(name):
    html = render(form_of(GROUPS[name]))
    assert '<fieldset aria-describedby="id_it_helptext">' in html
    assert "<legend" in html
    ids = re.findall(r'<(?:input|select)[^>]* id="(id_it_\d)"', html)
    assert len(ids) >= 2
    assert len(set(ids)) == len(ids)
    for found in ids:
        assert f'<label for="{found}"' in html


@pytest.mark.parametrize("name", GROUPS)
def test_an_error_of_a_group_leads_to_its_first_input(name):
    html = render(form_of(GROUPS[name], {}))
    assert '<fieldset aria-describedby="id_it_helptext id_it_error">' in html
    assert 'href="#id_it_0"' in html
    assert re.search(r'id="id_it_0"', html)


def test_what_is_optional_says_so():
    assert "weight-normal" in render(form_of(forms.CharField(required=False)))
    assert "weight-normal" not in render(form_of(forms.CharField()))
    filtered = render(form_of(forms.CharField(required=False)), "{% ui_filter_form form %}")
    assert "weight-normal" not in filtered


def test_a_long_text_has_a_limit_that_does_not_cut():
    field = forms.CharField(widget=forms.Textarea, max_length=1200)
    html = render(form_of(field))
    assert 'data-limit="1200"' in html
    assert "maxlength" not in html
    assert 'aria-describedby="id_it_limit"' in html
    assert 'maxlength="80"' in render(form_of(forms.CharField(max_length=80)))


@pytest.mark.parametrize("name", ["text", "textarea", "email", "url", "date"])
def test_what_was_typed_stays_and_is_no_markup(name):
    html = render(form_of(SINGLE[name], {"it": "<b>\u202e🙂\"'"}))
    assert "&lt;b&gt;\u202e🙂&quot;&#x27;" in html
    assert "<b>" not in html


def test_labels_and_choices_are_no_markup():
    field = forms.ChoiceField(
        choices=CHOICES, widget=forms.RadioSelect, label="<i>", help_text="<u>"
    )
    html = render(form_of(field))
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_a_chosen_option_stays_chosen():
    html = render(form_of(GROUPS["ticks"], {"it": ["b"]}))
    assert re.search(r'value="b"[^>]* checked', html)
    assert not re.search(r'value="a"[^>]* checked', html)


def test_a_file_that_is_there_is_named_and_can_be_removed():
    there = SimpleUploadedFile("<b>.csv", b"")
    there.url = "/file/"
    html = render(form_of(forms.FileField(required=False), initial={"it": there}))
    assert '<a href="/file/">&lt;b&gt;.csv</a>' in html
    assert 'name="it-clear"' in html
    assert 'enctype="multipart/form-data"' in html
    required = render(form_of(forms.FileField(), initial={"it": there}))
    assert 'name="it-clear"' not in required


def test_disabled_and_read_only():
    assert re.search(r"<input[^>]*disabled", render(form_of(forms.CharField(disabled=True))))
    dates = render(form_of(DateField(disabled=True)))
    assert len(re.findall(r"<input[^>]*disabled", dates)) == 3


def test_a_hidden_field_is_silent_and_its_error_is_told():
    field = forms.CharField(widget=forms.HiddenInput)
    html = render(form_of(field, {}))
    assert "<label" not in html
    assert "ui-errors" in html


def test_the_summary_lists_what_is_wrong_with_the_whole_form():
    html = render(wrong_sample())
    assert html.count('class="alert alert-error ui-errors"') == 1
    targets = set(re.findall(r'href="#(wrong_\w+)"', html))
    assert len(targets) >= 14
    for target in targets:
        assert f'id="{target}"' in html


def test_fieldsets_and_buttons_of_a_helper():
    form = SampleForm()
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("People and goals", "name", "email"))
    form.helper.add_input(Submit("save", "Save"))
    html = render_crispy_form(form)
    assert "<legend>People and goals</legend>" in html
    assert html.count("form-label") == 2
    assert 'class="button button-primary"' in html


def test_a_set_of_forms():
    html = render(
        formset_factory(form_of(forms.CharField()).__class__, extra=2)(),
        "{% load crispy_forms_filters %}{{ form|crispy }}",
    )
    assert 'name="form-TOTAL_FORMS"' in html
    assert 'id="id_form-1-it"' in html
