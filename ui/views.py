"""The style guide: every element in every state. It is the visual test of the portal."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from ui import samples
from ui.forms import FilterForm, drawn_samples
from ui.framed import framed


def style_guide_frame(request: HttpRequest) -> HttpResponse:
    """What the guide's frame shows."""
    return framed(render_to_string("ui/guide/framed.html"), leads_on=False)


def style_guide(request: HttpRequest) -> HttpResponse:
    """Open to everybody: it shows no data."""
    context = {
        **drawn_samples(get_language()),
        "filter": FilterForm(),
        "page": Paginator(range(300), 25).get_page(request.GET.get("page", 4)),
        **samples.all_samples(),
    }
    return render(request, "ui/style_guide.html", context)
