"""/raadgivning/: a consultant's own networks."""

from django.urls import URLPattern, path

from networks.views import networks

urlpatterns: list[URLPattern] = [path("", networks.consultant_networks, name="consultant_networks")]
