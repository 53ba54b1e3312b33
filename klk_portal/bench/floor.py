"""The page that every other is measured against: signed in, one trivial query, same template."""

from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines

from accounts.models import Organisation

HEADING = "Floor"
PAGE = (
    '{% extends "base.html" %}{% block title %}Floor{% endblock %}'
    "{% block content %}<h1>Floor</h1><p>{{ count }}</p>{% endblock %}"
)


@login_required
def floor(request: HttpRequest) -> HttpResponse:
    count = Organisation.objects.filter(kind="klk").count()
    return HttpResponse(_template().render({"count": count}, request))


@lru_cache
def _template() -> Any:
    """Compiled once, as templates in files are."""
    return engines["django"].from_string(PAGE)
