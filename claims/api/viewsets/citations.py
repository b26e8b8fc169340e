from django.shortcuts import get_object_or_404
from django.urls import reverse

from claims.api.serializers.parts import CitationShape, EditedCitation, NewCitation, Reason
from claims.filters import CitationFilter
from claims.models import Citation, Claim
from claims.operations import citation as operations
from claims.operations import entry
from claims.permissions import require
from config.api.conditions import revision_read
from config.api.schema import described
from config.api.views import ApiView, created, detail, found, listing, named_in_body, read

ROWS = Citation.objects.live().select_related("passage__capture__source__publisher", "claim__dossier")


class Citations(ApiView):
    filters = CitationFilter
    shape = CitationShape()

    @described("list_citations", "Where claims stand in their sources.", gives=CitationShape, page=True)
    def get(self, request):
        return listing(request, found(self, ROWS.visible_to(request.user)), "pk", shape=self.shape)

    @described(
        "add_citation",
        "Add a passage to a claim.",
        given=NewCitation,
        gives=CitationShape,
        status=201,
    )
    def post(self, request):
        claims = Claim.objects.visible_to(request.user).select_related("dossier")
        claim = named_in_body(request, claims, "claim")
        require(request.user, "edit", claim)
        given = read(NewCitation, request, apart=["claim"], dossier=claim.dossier)
        add = operations.add if "passage" in given else entry.cite
        citation = ROWS.get(pk=add(claim, by=request.user, **given).pk)
        return created(request, self.shape, citation, reverse("claims_api:citation", args=[citation.pk]))


class OneCitation(ApiView):
    shape = CitationShape()

    @described("get_citation", "One citation.", gives=CitationShape)
    def get(self, request, pk):
        return detail(request, self.shape, get_object_or_404(ROWS.visible_to(request.user), pk=pk))

    @described(
        "edit_citation",
        "Change how a claim is cited.",
        given=EditedCitation,
        gives=CitationShape,
    )
    def patch(self, request, pk):
        citation = get_object_or_404(ROWS.visible_to(request.user), pk=pk)
        require(request.user, "edit", citation.claim)
        given = read(EditedCitation, request)
        revision = revision_read(request, citation, given)
        return detail(request, self.shape, operations.edit(citation, by=request.user, revision=revision, **given))


class Void(ApiView):
    shape = CitationShape()

    @described("void_citation", "Strike a citation out; the history keeps it.", given=Reason, gives=CitationShape)
    def post(self, request, pk):
        citation = get_object_or_404(ROWS.visible_to(request.user), pk=pk)
        require(request.user, "edit", citation.claim)
        return detail(request, self.shape, operations.void(citation, by=request.user, **read(Reason, request)))
