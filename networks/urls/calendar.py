"""Calendars: a feed of one's own, entries to take away, answers from a mail."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
