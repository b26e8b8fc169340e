from django.urls import path

from sources.views import dossiers, members, sides, sources, speakers, tokens

app_name = "sources"

urlpatterns = [
    path("dossiers/open/", dossiers.open_dossier, name="open_dossier"),
    path("dossiers/<int:pk>/edit/", dossiers.edit_dossier, name="edit_dossier"),
    path("dossiers/<int:pk>/sides/add/", sides.add_side, name="add_side"),
    path("sides/<int:pk>/edit/", sides.edit_side, name="edit_side"),
    path("dossiers/<int:pk>/members/", members.members, name="members"),
    path("dossiers/<int:pk>/members/set-role/", members.set_role, name="set_role"),
    path("dossiers/<int:pk>/members/invite/", members.invite, name="invite"),
    path("members/<int:pk>/end/", members.end_membership, name="end_membership"),
    path("invitations/<str:key>/", members.accept_invitation, name="accept_invitation"),
    path("accounts/tokens/", tokens.tokens, name="tokens"),
    path("accounts/tokens/make/", tokens.make_token, name="make_token"),
    path("accounts/tokens/<uuid:reference>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("speakers/", speakers.speakers, name="speakers"),
    path("dossiers/<int:pk>/speakers/add/", speakers.add_speaker, name="add_speaker"),
    path("speakers/<int:pk>/", speakers.speaker, name="speaker"),
    path("speakers/<int:pk>/edit/", speakers.edit_speaker, name="edit_speaker"),
    path("speakers/<int:pk>/affiliate/", speakers.affiliate, name="affiliate"),
    path("affiliations/<int:pk>/end/", speakers.end_affiliation, name="end_affiliation"),
    path("sources/", sources.sources, name="sources"),
    path("dossiers/<int:pk>/sources/add/", sources.add_source, name="add_source"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/edit/", sources.edit_source, name="edit_source"),
    path("sources/<int:pk>/capture/", sources.capture, name="capture"),
]
