"""/refleksioner/: a leader's own log."""

from django.urls import URLPattern, path

from networks.views import reflections as views

urlpatterns: list[URLPattern] = [
    path("", views.reflections, name="reflections"),
    path("ny/", views.reflection_new, name="reflection_new"),
    path("<uuid:pk>/", views.reflection, name="reflection"),
    path("<uuid:pk>/ret/", views.reflection_edit, name="reflection_edit"),
    path("<uuid:pk>/slet/", views.reflection_delete, name="reflection_delete"),
]
