"""/netvaerk/…: what came of a meeting: minutes, decisions, actions, documents."""

from django.urls import URLPattern, path

from networks.views import actions, documents, minutes

MEETING = "moede/<int:pk>/"
MINUTES = MEETING + "referat/"
ACTION = "aftale/<int:pk>/"
DOCUMENT = "bilag/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(MINUTES, minutes.meeting_minutes, name="meeting_minutes"),
    path(MINUTES + "aftale/", minutes.minutes_action, name="minutes_action"),
    path(MINUTES + "send/", minutes.minutes_send, name="minutes_send"),
    path(MINUTES + "ret/", minutes.minutes_take_back, name="minutes_take_back"),
    path(MINUTES + "godkend/", minutes.minutes_approve, name="minutes_approve"),
    path(MINUTES + "beslutning/", minutes.decision_new, name="decision_new"),
    path(
        MINUTES + "beslutning/<int:decision_pk>/slet/",
        minutes.decision_remove,
        name="decision_remove",
    ),
    path("<int:pk>/aftaler/", actions.network_actions, name="network_actions"),
    path(MEETING + "aftale/", actions.action_new, name="action_new"),
    path(ACTION + "udfoert/", actions.action_finish, name="action_finish"),
    path(ACTION + "aabn/", actions.action_reopen, name="action_reopen"),
    path(MEETING + "bilag/", documents.document_upload, name="document_upload"),
    path(DOCUMENT, documents.document_download, name="document_download"),
    path(DOCUMENT + "slet/", documents.document_delete, name="document_delete"),
]
