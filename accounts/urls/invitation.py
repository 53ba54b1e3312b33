"""/konto/invitation/<token>/: the one page that an invitation's link opens."""

from django.urls import URLPattern, path

from accounts.views import invitation_link

urlpatterns: list[URLPattern] = [
    path("<str:token>/", invitation_link.accept_invitation, name="accept_invitation"),
]
