from django.urls import path

from claims.views import citations, claim, claims, dossiers, figures, link, log, matters, review, speakers, suggest

app_name = "claims"

urlpatterns = [
    path("", dossiers.home, name="home"),
    path("dossiers/<int:pk>/", dossiers.dossier, name="dossier"),
    path("dossiers/<int:pk>/matters/add/", matters.add_matter, name="add_matter"),
    path("matters/<int:pk>/", matters.ledger, name="ledger"),
    path("matters/<int:pk>/edit/", matters.edit_matter, name="edit_matter"),
    path("claims/", claims.list, name="list"),
    path("claims/<int:pk>/", claim.claim, name="claim"),
    path("claims/<int:pk>/submit/", claim.submit, name="submit"),
    path("claims/<int:pk>/publish/", claim.publish, name="publish"),
    path("claims/<int:pk>/return/", claim.send_back, name="return"),
    path("claims/<int:pk>/void/", claim.void, name="void"),
    path("claims/<int:pk>/respond/", claim.respond, name="respond"),
    path("claims/<int:pk>/grade/", claim.grade, name="grade"),
    path("claims/<int:pk>/link/", link.link, name="link"),
    path("claims/<int:pk>/link/<int:other>/", link.propose, name="propose"),
    path("links/<int:pk>/confirm/", link.confirm, name="confirm"),
    path("links/<int:pk>/reject/", link.reject, name="reject"),
    path("links/<int:pk>/withdraw/", link.withdraw, name="withdraw"),
    path("review/", review.review, name="review"),
    path("review/links/", review.review_links, name="review_links"),
    # logging and editing
    path("dossiers/<int:pk>/log/", log.log, name="log"),
    path("claims/<int:pk>/edit/", log.edit, name="edit"),
    path("claims/<int:pk>/figures/add/", figures.add_figure, name="add_figure"),
    path("figures/<int:pk>/edit/", figures.edit_figure, name="edit_figure"),
    path("figures/<int:pk>/void/", figures.void_figure, name="void_figure"),
    path("claims/<int:pk>/citations/add/", citations.add_citation, name="add_citation"),
    path("citations/<int:pk>/edit/", citations.edit_citation, name="edit_citation"),
    path("citations/<int:pk>/void/", citations.void_citation, name="void_citation"),
    path("dossiers/<int:pk>/suggest/speakers/", suggest.suggest_speakers, name="suggest_speakers"),
    path("dossiers/<int:pk>/suggest/spoke-for/", suggest.spoke_for, name="spoke_for"),
    path("dossiers/<int:pk>/suggest/matters/", suggest.suggest_matters, name="suggest_matters"),
    path("dossiers/<int:pk>/suggest/sources/", suggest.suggest_sources, name="suggest_sources"),
    path("dossiers/<int:pk>/suggest/duplicates/", suggest.duplicates, name="duplicates"),
    path("dossiers/<int:pk>/read-date/", suggest.read_date, name="read_date"),
    path("dossiers/<int:pk>/read-figures/", suggest.read_figures, name="read_figures"),
    path("dossiers/<int:pk>/guess-kind/", suggest.guess_kind, name="guess_kind"),
    path("speakers/<int:pk>/merge/", speakers.merge_speakers, name="merge_speakers"),
    path("merges/<int:pk>/undo/", speakers.unmerge_speakers, name="unmerge_speakers"),
]
