"""/organisation/…/import/: a list of institutions and leaders."""

from django.urls import URLPattern, path

from accounts.views import imports

urlpatterns: list[URLPattern] = [
    path("<int:pk>/import/", imports.import_upload, name="import_upload"),
    path("<int:pk>/import/eksempel.csv", imports.import_example, name="import_example"),
    path("import/<int:pk>/", imports.import_page, name="import"),
    path("import/<int:pk>/kolonner/", imports.import_mapping, name="import_mapping"),
    path("import/<int:pk>/bekraeft/", imports.import_confirm, name="import_confirm"),
    path("import/<int:pk>/forloeb/", imports.import_progress, name="import_progress"),
    path("import/<int:pk>/inviter/", imports.import_invite, name="import_invite"),
]
