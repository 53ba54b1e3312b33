"""/netvaerk/…: the wheel of a network, its meetings, who comes and who does what."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
