"""/refleksioner/: one's own reflections."""

from django.urls import URLPattern, path

from networks.views import reflections

urlpatterns: list[URLPattern] = [
    path("", reflections.reflections, name="reflections"),
    path("ny/", reflections.reflection_new, name="reflection_new"),
    path("<uuid:pk>/", reflections.reflection, name="reflection"),
    path("<uuid:pk>/ret/", reflections.reflection_edit, name="reflection_edit"),
    path("<uuid:pk>/slet/", reflections.reflection_delete, name="reflection_delete"),
]
