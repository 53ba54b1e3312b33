"""/beskeder/"""

from django.urls import path

from accounts.views import message_kinds, message_troubles, messages

urlpatterns = [
    path("", messages.messages, name="messages"),
    path("<int:pk>/", messages.message_page, name="message_page"),
    path("fejl/", message_troubles.message_troubles, name="message_troubles"),
    path("fejl/igen/", message_troubles.messages_send_again, name="messages_send_again"),
    path("fejl/<int:pk>/igen/", message_troubles.message_send_again, name="message_send_again"),
    path("fejl/<int:pk>/faerdig/", message_troubles.message_settle, name="message_settle"),
    path("slags/", message_kinds.message_kinds, name="message_kinds"),
    path("slags/<str:name>/", message_kinds.message_kind, name="message_kind"),
    path("slags/<str:name>/html/", message_kinds.message_kind_html, name="message_kind_html"),
    path("valg/", messages.message_choices, name="message_choices"),
    path("stop/<str:token>/", messages.messages_stop, name="messages_stop"),
]
