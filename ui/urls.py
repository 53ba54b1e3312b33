"""Addresses of the design system's own page."""

from django.urls import path

from ui import views

urlpatterns = [
    path("", views.style_guide, name="style_guide"),
    path("ramme/", views.style_guide_frame, name="style_guide_frame"),
]
