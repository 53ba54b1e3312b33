"""/netvaerk/…: the design of a network, its goals, versions and status."""

from django.urls import URLPattern, path

from networks.views import approval, design, goals, status, versions

DESIGN = "<int:pk>/design/"
GOAL = DESIGN + "maal/<int:goal_pk>/"
CRITERION = DESIGN + "kriterium/<int:criterion_pk>/"
VERSION = DESIGN + "version/<int:number>"

urlpatterns: list[URLPattern] = [
    path("nyt/", design.network_new, name="network_new"),
    path("<int:pk>/navn/", status.network_rename, name="network_rename"),
    path("<int:pk>/status/", status.network_status, name="network_status"),
    path(DESIGN, design.design_home, name="design"),
    path(DESIGN + "godkend/", approval.design_approve, name="design_approve"),
    path(DESIGN + "ny-version/", versions.design_new_version, name="design_new_version"),
    path(VERSION + "/", versions.design_version, name="design_version"),
    path(VERSION + "/forskel/", versions.design_difference, name="design_difference"),
    path(VERSION + ".pdf", versions.design_pdf, name="design_pdf"),
    path(DESIGN + "maal/nyt/", goals.goal_new, name="goal_new"),
    path(GOAL, goals.goal_edit, name="goal_edit"),
    path(GOAL + "delmaal/nyt/", goals.sub_goal_new, name="sub_goal_new"),
    path(GOAL + "flyt/", goals.goal_move, name="goal_move"),
    path(GOAL + "slet/", goals.goal_delete, name="goal_delete"),
    path(GOAL + "kriterium/nyt/", goals.criterion_new, name="criterion_new"),
    path(CRITERION, goals.criterion_edit, name="criterion_edit"),
    path(CRITERION + "slet/", goals.criterion_delete, name="criterion_delete"),
    path(DESIGN + "<slug:slug>/", design.design_part, name="design_part"),
]
