"""The style guide: every element in every state. It is the visual test of the portal."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ui import samples
from ui.forms import FilterForm, SampleForm, wrong_sample


def style_guide(request: HttpRequest) -> HttpResponse:
    """Open to everybody: it shows no data."""
    context = {
        "form": SampleForm(auto_id="sample_%s"),
        "wrong": wrong_sample(),
        "filter": FilterForm(),
        "page": Paginator(range(300), 25).get_page(request.GET.get("page", 4)),
        **samples.all_samples(),
    }
    return render(request, "ui/style_guide.html", context)
