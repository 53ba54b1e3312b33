"""What came of a meeting: minutes, decisions, actions, documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
