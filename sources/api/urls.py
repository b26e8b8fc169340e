from django.urls import path

from sources.api.viewsets import dossiers, sides, sources, speakers

app_name = "sources_api"

urlpatterns = [
    path("dossiers/", dossiers.Dossiers.as_view(), name="dossiers"),
    path("dossiers/<int:pk>/", dossiers.OneDossier.as_view(), name="dossier"),
    path("members/", dossiers.Members.as_view(), name="members"),
    path("members/<int:pk>/", dossiers.OneMember.as_view(), name="member"),
    path("members/<int:pk>/end/", dossiers.EndMembership.as_view(), name="end_membership"),
    path("sides/", sides.Sides.as_view(), name="sides"),
    path("sides/<int:pk>/", sides.OneSide.as_view(), name="side"),
    path("speakers/", speakers.Speakers.as_view(), name="speakers"),
    path("speakers/<int:pk>/", speakers.OneSpeaker.as_view(), name="speaker"),
    path("speakers/<int:pk>/affiliate/", speakers.Affiliate.as_view(), name="affiliate"),
    path("affiliations/<int:pk>/end/", speakers.EndAffiliation.as_view(), name="end_affiliation"),
    path("publishers/", sources.Publishers.as_view(), name="publishers"),
    path("publishers/<int:pk>/", sources.OnePublisher.as_view(), name="publisher"),
    path("sources/", sources.Sources.as_view(), name="sources"),
    path("sources/<int:pk>/", sources.OneSource.as_view(), name="source"),
    path("captures/", sources.Captures.as_view(), name="captures"),
    path("captures/<int:pk>/", sources.OneCapture.as_view(), name="capture"),
    path("passages/", sources.Passages.as_view(), name="passages"),
    path("passages/<int:pk>/", sources.OnePassage.as_view(), name="passage"),
]
