"""The addresses of the portal: Danish, and stable."""

from django.urls import include, path

from klk_portal import demo_mails, views

urlpatterns = [
    path("", views.home, name="home"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("dine-data/", views.your_data, name="your_data"),
    path("hjaelp/", views.help_page, name="help"),
    path("konto/invitation/", include("accounts.urls.invitation")),
    path("konto/", include("accounts.urls.account")),
    path("organisation/", include("accounts.urls.organisation")),
    path("netvaerk/", include("networks.urls.networks")),
    path("raadgivning/", include("networks.urls.consultant")),
    path("refleksioner/", include("networks.urls.reflections")),
    path("beskeder/", include("accounts.urls.messages")),
    path("", include("notifications.urls")),
    path("stilguide/", include("ui.urls")),
    path("demo/mails/", demo_mails.mails, name="demo_mails"),
    path("demo/mails/<str:key>/", demo_mails.mail, name="demo_mail"),
    path("demo/mails/<str:key>/html/", demo_mails.mail_html, name="demo_mail_html"),
]

handler400 = "klk_portal.views.bad_request"
handler403 = "klk_portal.views.permission_denied"
handler404 = "klk_portal.views.not_found"
handler500 = "klk_portal.views.server_error"
