"""The elements as markup: their kinds, and that no text of a person ever becomes markup."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from ui import owner
from ui.elements.plain import UnknownKind
from ui.icons import SHOWN, UnknownIcon, icon
from ui.pagination import page_of
from ui.waiting import Waiting

EVIL = '<script>alert("x")</script>\u202e🙂'
HREF = '"><script>x</script>'


def render(source, **context):
    return Template(source).render(Context(context))


ONE_OF_EACH = [
    "{% ui_button evil href=href %}",
    "{% ui_button evil name=evil value=evil %}",
    "{% ui_action evil href %}{% endui_action %}",
    "{% ui_alert title=evil %}{{ evil }}{% endui_alert %}",
    "{% ui_card title=evil href=href kicker=evil %}{{ evil }}{% endui_card %}",
    "{% ui_panel title=evil %}{{ evil }}{% endui_panel %}",
    "{% ui_badge evil %}",
    "{% ui_tag evil %}",
    "{% ui_breadcrumbs evil href evil %}",
    "{% ui_steps steps label=evil %}",
    "{% ui_tabs tabs label=evil %}",
    "{% ui_side_nav tabs label=evil %}",
    "{% ui_table caption=evil %}{% endui_table %}",
    "{% ui_empty title=evil %}{{ evil }}{% endui_empty %}",
    "{% ui_modal evil evil evil %}{{ evil }}{% endui_modal %}",
    "{% ui_progress 1 2 label=evil %}",
    "{% ui_facts %}{% ui_fact evil %}{{ evil }}{% endui_fact %}{% endui_facts %}",
    "{% ui_waiting waiting %}",
    "{% ui_reader_note %}{{ evil }}{% endui_reader_note %}",
    "{% ui_goal_tree goals %}",
    "{% ui_copy evil evil %}",
    "{% ui_frame evil evil %}",
    "{% ui_difference difference %}",
    "{% ui_heading evil kicker=evil lead=evil %}",
]


@pytest.mark.parametrize("source", ONE_OF_EACH)
def test_text_never_becomes_markup(source):
    action = {"label": EVIL, "href": HREF, "icon": "edit"}
    criterion = {"text": EVIL, "note": EVIL, "actions": [action]}
    goal = {
        "kicker": EVIL,
        "statement": EVIL,
        "missing": EVIL,
        "actions": [action],
        "criteria": [criterion],
        "sub_goals": [{"statement": EVIL}],
    }
    step = {"number": 1, "title": EVIL, "href": HREF, "note": EVIL, "state": "current"}
    html = render(
        source,
        evil=EVIL,
        href=HREF,
        steps=[step, {**step, "state": "done", "href": ""}],
        tabs=[{"label": EVIL, "href": HREF, "current": True, "count": 3}],
        waiting=[Waiting(EVIL, EVIL, EVIL, HREF, EVIL)],
        goals=[goal],
        difference=[("same", EVIL), ("added", EVIL), ("removed", EVIL)],
    )
    assert "<script" not in html
    assert "&lt;script" in html
    assert "&amp;lt;" not in html


def test_the_address_of_a_row_is_that_of_its_page():
    assert render('{{ 7|address_of:"person" }}') == reverse("person", args=[7])


def test_a_button_can_send_its_form_elsewhere():
    assert ' formaction="/x"' in render('{% ui_button "Go" action="/x" %}')
    assert "formaction" not in render('{% ui_button "Go" %}')


def test_a_button_links_or_submits():
    assert '<a class="button button-primary" href="/x">' in render('{% ui_button "Go" href="/x" %}')
    submit = render('{% ui_button "Go" name="answer" value="yes" kind="danger" disabled=True %}')
    assert '<button class="button button-danger" type="submit"' in submit
    assert 'name="answer" value="yes" disabled>' in submit


@pytest.mark.parametrize(
    "source",
    [
        '{% ui_button "x" kind="huge" %}',
        '{% ui_badge "x" kind="pink" %}',
        '{% ui_alert kind="loud" %}{% endui_alert %}',
        '{% ui_card tone="gold" %}{% endui_card %}',
    ],
)
def test_a_kind_that_does_not_exist_is_seen_at_once(source):
    with pytest.raises(UnknownKind):
        render(source)


@pytest.mark.parametrize("name", SHOWN)
def test_every_icon_is_there_and_hidden_from_screen_readers(name):
    assert 'aria-hidden="true"' in icon(name)
    assert "<path" in icon(name)


@pytest.mark.parametrize("name", ["no-such-icon", "../../js/portal", "edit.svg\x00"])
def test_an_unknown_icon_is_seen_at_once(name):
    with pytest.raises(UnknownIcon):
        icon(name)


def test_pagination_keeps_the_other_parameters():
    request = RequestFactory().get("/", {"q": 'a&b "c"', "page": "2"})
    html = render("{% ui_pagination page %}", page=page_of(request, range(90)), request=request)
    assert 'href="?q=a%26b+%22c%22&amp;page=3"' in html
    assert 'aria-current="page"' in html
    assert "ui-pagination__gap" not in html
    assert render("{% ui_pagination page %}", page=page_of(request, range(5))).strip() == ""


def test_pages_left_out_are_a_gap_that_leads_nowhere():
    html = render("{% ui_pagination page %}", page=page_of(RequestFactory().get("/"), range(900)))
    assert html.count('<span class="ui-pagination__gap">…</span>') == 1
    linked = set(re.findall(r'href="\?page=([^"]*)"', html))
    assert linked == {"1", "2", "45"}


def test_a_difference_says_in_words_what_the_colours_say():
    html = render("{% ui_difference parts %}", parts=[("added", "new"), ("removed", "old")])
    assert "<ins>" in html
    assert "<del>" in html
    assert html.count("sr-only") == 4


def test_the_last_breadcrumb_is_this_page():
    html = render('{% ui_breadcrumbs "A" "/a/" "B" "/b/" "C" %}')
    assert '<a href="/a/">A</a>' in html
    assert '<a href="/b/">B</a>' in html
    assert '<li aria-current="page">C</li>' in html


def test_a_form_of_somebody_says_whose_it_is(director):
    request = RequestFactory().get("/")
    request.user = director
    html = render("{% form_tokens %}", request=request)
    assert 'name="csrfmiddlewaretoken"' in html
    value = html.partition('name="form_owner" value="')[2].partition('"')[0]
    assert owner.read(value) == director.pk


def test_a_form_of_nobody_has_no_owner():
    html = render("{% form_tokens %}", request=RequestFactory().get("/"))
    assert 'name="csrfmiddlewaretoken"' in html
    assert "form_owner" not in html
