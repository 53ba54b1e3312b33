"""What views and forms use from ui: pages, owner marks, refusals, navigation, roles."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django import forms
from django.test import RequestFactory

from accounts.errors import PortalError
from ui import navigation, owner
from ui.context import role_line
from ui.pagination import page_of
from ui.refusals import add_refusal


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("2", 2), ("4", 4), ("0", 4), ("-1", 4), ("99", 4), ("to", 1), ("1e9", 1)],
)
def test_a_bad_page_number_gives_the_nearest_page(asked, number):
    request = RequestFactory().get("/", {"page": asked} if asked else {})
    assert page_of(request, range(75)).number == number


def test_an_owner_mark_is_read_back_and_cannot_be_made_by_others():
    assert owner.read(owner.mark(7)) == 7
    for forged in ("", "7", "7:", owner.mark(7).replace("7", "8", 1), "🙂", "\x00"):
        assert owner.read(forged) is None


class NameForm(forms.Form):
    name = forms.CharField(required=False)


@pytest.mark.parametrize(
    ("field", "where"), [("name", "name"), (None, "__all__"), ("other", "__all__")]
)
def test_a_refusal_is_shown_beside_its_field_or_on_top(field, where):
    form = NameForm({})
    assert form.is_valid()
    add_refusal(form, PortalError("No."), field)
    assert form.errors == {where: ["No."]}


@pytest.fixture
def empty_navigation(monkeypatch):
    monkeypatch.setattr(navigation, "_items", {})


@pytest.mark.usefixtures("empty_navigation")
def test_navigation_shows_what_a_reader_may_and_marks_where_one_is():
    item = navigation.NavItem
    navigation.register(item("Guide", "style_guide", 20, prefix="/stilguide/"))
    navigation.register(item("Home", "home", 10))
    navigation.register(item("Hidden", "help", 5, visible=lambda user: False))
    navigation.register(item("Gone", "no_such_name", 1))
    request = RequestFactory().get("/stilguide/deep/")
    request.user = SimpleNamespace()
    shown = navigation.navigation(request)
    assert [(entry.label, entry.current) for entry in shown] == [("Home", False), ("Guide", True)]


def test_the_role_line_leaves_names_alone():
    def line(role):
        holding = SimpleNamespace(get_role_display=lambda: role, organisation="KLK")
        return role_line(SimpleNamespace(held_roles=[holding]))

    assert line("Director") == "director · KLK"
    assert line("KLK consultant") == "KLK consultant · KLK"
    assert role_line(SimpleNamespace(held_roles=[])) == ""
    assert role_line(SimpleNamespace()) == ""
