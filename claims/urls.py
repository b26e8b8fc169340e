from django.urls import path

from claims.views import claim, claims, dossiers, link, matters, review

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
]
