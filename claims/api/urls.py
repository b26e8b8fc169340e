from django.urls import path

from claims.api.viewsets import citations, claims, exports, figures, links, matters, responses, speakers, steps

app_name = "claims_api"

urlpatterns = [
    path("claims/", claims.Claims.as_view(), name="claims"),
    path("claims/export/", exports.Export.as_view(), name="export"),
    path("claims/<int:pk>/export/", exports.ExportClaim.as_view(), name="export_claim"),
    path("claims/<int:pk>/", claims.OneClaim.as_view(), name="claim"),
    path("claims/<int:pk>/submit/", steps.Submit.as_view(), name="submit"),
    path("claims/<int:pk>/publish/", steps.Publish.as_view(), name="publish"),
    path("claims/<int:pk>/return/", steps.SendBack.as_view(), name="return"),
    path("claims/<int:pk>/void/", steps.Void.as_view(), name="void"),
    path("claims/<int:pk>/respond/", steps.Respond.as_view(), name="respond"),
    path("claims/<int:pk>/grade/", steps.Grade.as_view(), name="grade"),
    path("matters/", matters.Matters.as_view(), name="matters"),
    path("matters/<int:pk>/", matters.OneMatter.as_view(), name="matter"),
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("figures/<int:pk>/", figures.OneFigure.as_view(), name="figure"),
    path("figures/<int:pk>/void/", figures.Void.as_view(), name="void_figure"),
    path("citations/", citations.Citations.as_view(), name="citations"),
    path("citations/<int:pk>/", citations.OneCitation.as_view(), name="citation"),
    path("citations/<int:pk>/void/", citations.Void.as_view(), name="void_citation"),
    path("responses/", responses.Responses.as_view(), name="responses"),
    path("responses/<int:pk>/", responses.OneResponse.as_view(), name="response"),
    path("links/", links.Links.as_view(), name="links"),
    path("links/<int:pk>/", links.OneLink.as_view(), name="link"),
    path("links/<int:pk>/confirm/", links.Confirm.as_view(), name="confirm"),
    path("links/<int:pk>/reject/", links.Reject.as_view(), name="reject"),
    path("links/<int:pk>/withdraw/", links.Withdraw.as_view(), name="withdraw"),
    path("speakers/<int:pk>/merge/", speakers.Merge.as_view(), name="merge_speakers"),
    path("merges/", speakers.Merges.as_view(), name="merges"),
    path("merges/<int:pk>/", speakers.OneMerge.as_view(), name="merge"),
    path("merges/<int:pk>/undo/", speakers.Undo.as_view(), name="unmerge_speakers"),
]
