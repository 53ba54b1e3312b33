"""/netvaerk/…: the list, the page of a network, its members and consultants."""

from django.urls import URLPattern, path

from networks.views import assignments, members, networks

NETWORK = "<int:pk>/"
MEMBER = "medlem/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("", networks.networks, name="networks"),
    path(NETWORK, networks.network, name="network"),
    path(NETWORK + "deltag/", members.network_join, name="network_join"),
    path(NETWORK + "forlad/", members.network_leave, name="network_leave"),
    path(NETWORK + "medlemmer/", members.network_members, name="network_members"),
    path(NETWORK + "medlemmer/inviter/", members.network_invite, name="network_invite"),
    path(NETWORK + "tovholder/", members.network_coordinator, name="network_coordinator"),
    path(NETWORK + "konsulent/", assignments.network_assign, name="network_assign"),
    path("konsulent/<int:pk>/slut/", assignments.assignment_end, name="assignment_end"),
    path(MEMBER + "svar/", members.membership_answer, name="membership_answer"),
    path(MEMBER + "afgoer/", members.membership_decide, name="membership_decide"),
    path(MEMBER + "traek-tilbage/", members.membership_withdraw, name="membership_withdraw"),
    path(MEMBER + "fjern/", members.membership_remove, name="membership_remove"),
]
