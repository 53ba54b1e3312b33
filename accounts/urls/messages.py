"""/beskeder/"""

from django.urls import path

from accounts.views import messages

urlpatterns = [path("", messages.messages, name="messages")]
