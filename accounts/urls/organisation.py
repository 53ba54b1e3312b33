"""/organisation/: organisations, people and roles in them."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import invitations, organisations, people, roles

urlpatterns: list[URLPattern | URLResolver] = [
    path("", organisations.organisations, name="organisations"),
    path("<int:pk>/", organisations.organisation, name="organisation"),
    path("<int:pk>/ny/", organisations.organisation_new, name="organisation_new"),
    path("<int:pk>/ret/", organisations.organisation_edit, name="organisation_edit"),
    path("<int:pk>/personer/", people.people, name="people"),
    path("<int:pk>/inviter/", invitations.invite, name="invite"),
    path("invitationer/", invitations.invitations, name="invitations"),
    path(
        "invitationer/<int:pk>/send-igen/",
        invitations.invitation_resend,
        name="invitation_resend",
    ),
    path(
        "invitationer/<int:pk>/traek-tilbage/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("person/<int:pk>/", people.person, name="person"),
    path("person/<int:pk>/rolle/", roles.role_new, name="role_new"),
    path("rolle/<int:pk>/slut/", roles.role_end, name="role_end"),
    path("rolle/<int:pk>/stedfortraeder/", roles.role_deputy, name="role_deputy"),
    path("stilling/<int:pk>/", roles.position_edit, name="position_edit"),
    path("", include("accounts.urls.imports")),
    path("aendringer/", include("accounts.urls.audit")),
]
