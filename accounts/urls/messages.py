"""/beskeder/"""

from django.urls import path

from accounts.views import messages

urlpatterns = [
    path("", messages.messages, name="messages"),
    path("valg/", messages.message_choices, name="message_choices"),
    path("stop/<str:token>/", messages.messages_stop, name="messages_stop"),
]
