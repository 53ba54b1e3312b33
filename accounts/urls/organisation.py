"""/organisation/: organisations, people and roles in them."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls.imports")),
    path("aendringer/", include("accounts.urls.audit")),
]
