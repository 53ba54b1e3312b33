"""The portal's addresses and the floor, which exists here only."""

from django.urls import include, path

from klk_portal.bench.floor import floor

urlpatterns = [
    path("floor/", floor, name="bench_floor"),
    path("", include("klk_portal.urls")),
]

handler400 = "klk_portal.views.bad_request"
handler403 = "klk_portal.views.permission_denied"
handler404 = "klk_portal.views.not_found"
handler500 = "klk_portal.views.server_error"
