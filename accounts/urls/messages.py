"""/beskeder/"""

from django.urls import path

from accounts.views import message_kinds, messages

urlpatterns = [
    path("", messages.messages, name="messages"),
    path("slags/", message_kinds.message_kinds, name="message_kinds"),
    path("slags/<str:name>/", message_kinds.message_kind, name="message_kind"),
    path("slags/<str:name>/html/", message_kinds.message_kind_html, name="message_kind_html"),
    path("valg/", messages.message_choices, name="message_choices"),
    path("stop/<str:token>/", messages.messages_stop, name="messages_stop"),
]
