"""/netvaerk/: networks, their design and their members."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("networks.urls.design")),
    path("", include("networks.urls.members")),
    path("", include("networks.urls.meetings")),
    path("", include("networks.urls.minutes")),
    path("", include("networks.urls.calendar")),
]
